import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sampleResponse } from '../testing/sample-response.ts'
import { BodyPool } from './body-pool.ts'
import { HeadPacker } from './head-packer.ts'
import { KeyShelf } from './key-shelf.ts'
import { MemoryEntry } from './memory-entry.ts'

const keys = ['a', 'b', 'c', 'd', '__proto__']
const labels = ['x', 'y', '__proto__']
const urls = ['u', 'v']

const heads = new HeadPacker()
const bodies = new BodyPool()

const key = fc.constantFrom(...keys)
const entry = fc
  .record({
    surrogateKeys: fc.subarray(labels),
    url: fc.constantFrom(...urls, null),
    bytes: fc.nat(3000),
  })
  .map(
    ({ bytes, ...names }) =>
      new MemoryEntry(heads.pack(sampleResponse(names)), bodies.keep(new Uint8Array(bytes))),
  )
const variants = fc.array(entry, { minLength: 1, maxLength: 3 })

type Step = (shelf: KeyShelf) => unknown

const put = fc.record({ key, variants }).map(({ key: name, variants: placed }): Step => {
  return (shelf) => shelf.put(name, placed)
})
const remove = key.map(
  (name): Step =>
    (shelf) =>
      shelf.delete(name),
)
const use = key.map(
  (name): Step =>
    (shelf) =>
      shelf.get(name),
)
const reserve = fc.nat(4000).map(
  (bytes): Step =>
    (shelf) =>
      shelf.reserve(bytes),
)
const empty = fc.constant<Step>((shelf) => shelf.removeAll())
const step = fc.oneof({ weight: 4, arbitrary: put }, remove, use, reserve, empty)

/** What is there, found by looking at all of it. */
const scan = (shelf: KeyShelf) =>
  keys.flatMap((name) => shelf.peek(name).map(({ response }) => ({ name, response })))

test('whatever is done, labels and URLs lead to the keys that are there, and no others are kept', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const shelf = new KeyShelf(12_000, bodies)
      for (const take of steps) {
        take(shelf)
        const all = scan(shelf)
        const named = new Map<string, Set<string>>()
        const name = (selector: string, found: string) =>
          named.set(selector, (named.get(selector) ?? new Set()).add(found))
        for (const { name: found, response } of all) {
          for (const label of response.surrogateKeys) name(`label ${label}`, found)
          if (response.url !== null) name(`url ${response.url}`, found)
        }
        const expected = (selector: string) => [...(named.get(selector) ?? [])].toSorted()
        for (const surrogateKey of labels) {
          const found = shelf.keysFor({ type: 'surrogateKey', surrogateKey })
          expect(found.toSorted()).toEqual(expected(`label ${surrogateKey}`))
        }
        for (const url of urls)
          expect(shelf.keysFor({ type: 'url', url }).toSorted()).toEqual(expected(`url ${url}`))
        expect([shelf.names, shelf.entries]).toEqual([named.size, all.length])
        expect(shelf.keysFor({ type: 'all' }).toSorted()).toEqual(
          [...new Set(all.map((each) => each.name))].toSorted(),
        )
      }
    }),
    { numRuns: 300 },
  )
})
