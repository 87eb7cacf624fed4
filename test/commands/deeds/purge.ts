import type { PurgeTarget } from '@cachechart/core'
import type { Removal } from '../record.ts'
import { urlOf, type Page } from '../world/wish.ts'
import type { World } from '../world/world.ts'

/** What is purged. */
export type Selector =
  | { readonly by: 'key' | 'url'; readonly page: Page }
  | { readonly by: 'surrogateKey'; readonly label: 'x' | 'y' }
  | { readonly by: 'all' }

const targetOf = (selector: Selector, soft: boolean): PurgeTarget => {
  switch (selector.by) {
    case 'key':
      return { key: urlOf(selector.page), soft }
    case 'url':
      return { url: urlOf(selector.page), soft }
    case 'surrogateKey':
      return { surrogateKey: selector.label, soft }
    case 'all':
      return { all: true, soft }
  }
}

const coversOf =
  (selector: Selector): Removal['covers'] =>
  (saying) => {
    if (selector.by === 'all') return true
    return selector.by === 'surrogateKey'
      ? saying.labels.includes(selector.label)
      : saying.page === selector.page
  }

/** Purges, and puts that on the record of the reference. */
export const purge = (world: World, selector: Selector, force: Removal['force']): void => {
  const removal: Removal = {
    covers: coversOf(selector),
    begun: world.nextMoment(),
    begunAt: world.clock.now(),
    done: Infinity,
    force,
  }
  world.reference.removals.push(removal)
  world.note('purge')
  world.cache.purge(targetOf(selector, force === 'soft')).then(
    () => {
      removal.done = world.nextMoment()
      world.story.add('the purge is done')
    },
    (error: unknown) => world.story.add(`the purge fails: ${String(error)}`),
  )
}
