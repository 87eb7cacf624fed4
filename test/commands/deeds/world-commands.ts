import fc from 'fast-check'
import { judgeEnd } from '../laws/judge-account.ts'
import type { World } from '../world/world.ts'
import { commandOf, type StoryCommand } from './deed.ts'

/** Time passes. */
export const timeCommand: fc.Arbitrary<StoryCommand> = fc
  .constantFrom(1, 1, 2, 2, 4, 7, 12)
  .map((seconds) => {
    const words = `${seconds} s pass`
    return commandOf({
      words,
      act: async (world) => {
        await world.pass(seconds)
        return words
      },
    })
  })

/** The store answers what it has held back, the oldest first. */
export const releaseCommand: fc.Arbitrary<StoryCommand> = fc.constantFrom(1, 2, Infinity).map((count) =>
  commandOf({
    words: `the store answers ${count === Infinity ? 'all' : count} that it was asked`,
    may: ({ store }) => store.held.length > 0,
    act: ({ store }) => {
      const asked = store.held.slice(0, count).map(({ operation, key }) => `${operation} ${key.slice(-2)}`)
      store.release(count)
      return `the store answers ${asked.join(', ')}`
    },
  }),
)

const operations = ['get', 'put', 'write', 'commit', 'freshen', 'open', 'delete', 'purge'] as const

/** The store breaks, once. */
export const failStoreCommand: fc.Arbitrary<StoryCommand> = fc
  .constantFrom(...operations)
  .map((operation) => {
    const words = `the store will fail the next ${operation}`
    return commandOf({
      words,
      act: (world) => {
        world.store.failNext(operation)
        world.note('store failure')
        return words
      },
    })
  })

/** Everybody leaves, the cache is drained, and nothing may be left of it. */
const drain = async (world: World): Promise<void> => {
  for (const person of world.people) if (person.isOpen) person.leave()
  const drained = world.cache.drain({ timeout: 1_000 })
  world.store.setDelay('sync')
  await world.settle('all')
  world.store.release()
  await world.settle('all')
  await world.pass(1)
  world.store.release()
  await drained
  await world.settle('all')
  world.story.object(judgeEnd(world))
}

/** The cache ends, orderly or not, and another begins over the same store. */
export const restartCommand: fc.Arbitrary<StoryCommand> = fc
  .constantFrom('drained' as const, 'killed' as const)
  .map((how) => {
    const words =
      how === 'drained'
        ? 'all leave, and the cache is drained and begun anew'
        : 'the cache is killed and begun anew'
    return commandOf({
      words,
      act: async (world) => {
        if (how === 'drained') await drain(world)
        world.restart()
        return words
      },
    })
  })
