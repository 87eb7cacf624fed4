import { setImmediate as nextTurn } from 'node:timers/promises'
import { keyOf, shuffled } from './store-entries.ts'
import {
  lruShelf,
  mapShelf,
  memoryStoreShelf,
  undiciShelf,
  type CreateShelf,
  type Shelf,
} from './store-shelves.ts'
import type { CreateWork } from './work.ts'

const shelves: ReadonlyMap<string, CreateShelf> = new Map([
  ['memoryStore', memoryStoreShelf],
  ['Map', mapShelf],
  ['lru-cache', lruShelf],
  ['undici', undiciShelf],
])

/** Streams tidy up in the next turn of the event loop. */
const callsInTurn = 256

/** So many keys are asked for at any size, spread over all that there are, so that as much of memory is touched. */
const few = 100

/**
 * One call of a store that holds so many entries: `get` finds one of a few, `roam` any, `put` replaces one of a few, `evict`
 * puts a new one, for which the oldest goes. The argument is the store's name, the call and the number.
 *
 * The keys that are asked for are texts of their own, made in the order in which they are asked for, as the key of a
 * request is: what it costs to read them is the same at any size.
 */
export const storeWork: CreateWork = async (argument) => {
  const [name = '', call = '', size] = argument.split(' ')
  const createShelf = shelves.get(name)
  if (createShelf === undefined) throw new RangeError(`no store is called "${name}"`)
  const capacity = Number(size)
  const shelf = await createShelf(call === 'evict' ? capacity : capacity * 2)
  await inTurns(capacity, (number) => shelf.put(keyOf(number)))
  requireFull(shelf, capacity)
  if (call === 'evict') return { run: evicting(shelf, capacity) }
  const keys = keysFor(call === 'roam' ? capacity : few, capacity)
  // Found once each: their hashes are known from here on.
  for (const key of keys) shelf.find(key)
  return { run: visiting(keys, call === 'put' ? (key) => shelf.put(key) : (key) => shelf.find(key)) }
}

/** So many of the keys, at equal distances, in an order that has nothing to do with that in which they were put. */
const keysFor = (count: number, capacity: number): readonly string[] =>
  Array.from(shuffled(count), (place) => keyOf(Math.floor((place * capacity) / count)))

function visiting(keys: readonly string[], visit: (key: string) => void): (count: number) => Promise<void> {
  let next = 0
  return (count) =>
    inTurns(count, () => {
      visit(keys[next] ?? '')
      next = next + 1 === keys.length ? 0 : next + 1
    })
}

/** Puts ever new keys; each must find the store as full as before. */
function evicting(shelf: Shelf, capacity: number): (count: number) => Promise<void> {
  let last = capacity
  return async (count) => {
    await inTurns(count, () => shelf.put(keyOf((last += 1))))
    requireFull(shelf, capacity)
  }
}

/** Entries are not all of one length, and share some memory: a store that is limited by bytes holds a few more or less. */
const tolerance = 0.05

function requireFull({ size }: Shelf, capacity: number): void {
  if (size === undefined || Math.abs(size - capacity) <= capacity * tolerance) return
  throw new Error(`it holds ${size} of ${capacity} entries`)
}

async function inTurns(count: number, call: (number: number) => void): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    call(done)
    if (done % callsInTurn === callsInTurn - 1) await nextTurn()
  }
}
