import { setImmediate as nextTurn } from 'node:timers/promises'
import { ownShelf, undiciFileShelf, type BodyShelf, type CreateBodyShelf } from './body-shelves.ts'
import { keyOf, shuffled } from './store-entries.ts'
import type { CreateWork } from './work.ts'

/** Enough that they are not all in one page, few enough to be put there soon: so many bytes of bodies, about. */
const bytesHeld = 10 * 1024 * 1024
const [fewest, most] = [4, 1_000]

const countFor = (length: number): number => Math.min(most, Math.max(fewest, Math.round(bytesHeld / length)))

const shelfFor = (name: string): CreateBodyShelf => (name === 'undici' ? undiciFileShelf : ownShelf(name))

/** What is near after a second look is answered without a promise, save now and then. */
const mayWait = 0.01

/**
 * One call of a store: `get` finds a response and reads its body, `put` replaces one, `add` puts one
 * under a new key. The argument is the store's name, the
 * call and the length of bodies. A few calls are under way at a time, as in a server, where the store does not answer at once.
 */
export const storedBodies: CreateWork = async (argument) => {
  const [name = '', call = '', size] = argument.split(' ')
  const length = Number(size)
  const shelf = await shelfFor(name)(length)
  const keys = Array.from(shuffled(countFor(length)), (number) => keyOf(number))
  for (const key of keys) await shelf.put(key)
  // Twice: what is copied into memory is copied when it is first read.
  for (const key of [...keys, ...keys]) await shelf.find(key)
  const visit = call === 'get' ? (key: string) => shelf.find(key) : (key: string) => shelf.put(key)
  const run = visiting(call === 'add' ? newKeys() : again(keys), visit)
  return {
    async run(count) {
      const waited = await run(count)
      if (name === 'near-hit' && waited > Math.max(1, count * mayWait))
        throw new Error(`${waited} of ${count} were not near`)
    },
    close: () => shelf.close(),
  }
}

/** The keys, in turn, over and over. */
function again(keys: readonly string[]): () => string {
  let next = 0
  return () => {
    const key = keys[next] ?? ''
    next = next + 1 === keys.length ? 0 : next + 1
    return key
  }
}

/** Keys that are not there yet. */
function newKeys(): () => string {
  let last = most
  return () => keyOf((last += 1))
}

/** As many as are under way at a time. */
const lanes = 8

/** Resolves to how many had to be waited for. What is answered at once is followed by the next without any turn. */
function visiting(
  nextKey: () => string,
  visit: (key: string) => ReturnType<BodyShelf['find']>,
): (count: number) => Promise<number> {
  return async (count) => {
    let [left, waited] = [count, 0]
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        const answer = visit(nextKey())
        if (answer === undefined) continue
        waited += 1
        await answer
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    // Whoever answers at once lets nothing else happen, and clients of servers have to hear from them.
    await nextTurn()
    return waited
  }
}
