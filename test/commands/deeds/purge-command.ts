import fc from 'fast-check'
import type { Page } from '../world/wish.ts'
import { commandOf, type StoryCommand } from './deed.ts'
import { purge, type Selector } from './purge.ts'

const page = fc.constantFrom<Page>('/a', '/b')

const selectorArbitrary: fc.Arbitrary<Selector> = fc.oneof(
  fc.record({ by: fc.constantFrom('key' as const, 'url' as const), page }),
  fc.record({ by: fc.constant('surrogateKey' as const), label: fc.constantFrom('x' as const, 'y' as const) }),
  fc.constant({ by: 'all' as const }),
)

const tell = (selector: Selector): string => {
  if (selector.by === 'all') return 'everything'
  return selector.by === 'surrogateKey'
    ? `all that is labelled ${selector.label}`
    : `${selector.page}, by its ${selector.by}`
}

/** Something is purged. */
export const purgeCommand: fc.Arbitrary<StoryCommand> = fc
  .record({ selector: selectorArbitrary, force: fc.constantFrom('hard' as const, 'soft' as const) })
  .map(({ selector, force }) => {
    const words = `${force === 'hard' ? 'somebody purges' : 'somebody softly purges'} ${tell(selector)}`
    return commandOf({
      words,
      act: (world) => {
        purge(world, selector, force)
        return words
      },
    })
  })
