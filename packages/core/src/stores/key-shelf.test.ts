import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { BodyPool } from './body-pool.ts'
import { HeadPacker } from './head-packer.ts'
import { KeyShelf } from './key-shelf.ts'
import { MemoryEntry } from './memory-entry.ts'

const heads = new HeadPacker()
const bodies = new BodyPool()

const entry = (labels: string[], url: string | null = null, bytes = 0): MemoryEntry =>
  new MemoryEntry(
    heads.pack(sampleResponse({ surrogateKeys: labels, url })),
    bodies.keep(new Uint8Array(bytes)),
  )

const label = (surrogateKey: string) => ({ type: 'surrogateKey', surrogateKey }) as const

describe('what a shelf finds by labels and URLs', () => {
  test('is all that is there, once a key', () => {
    const shelf = new KeyShelf(1_000_000, bodies)
    shelf.put('one', [entry(['a', 'b']), entry(['a'], 'url')])
    shelf.put('two', [entry(['b'])])
    expect(shelf.keysFor(label('a'))).toEqual(['one'])
    expect(shelf.keysFor(label('b'))).toEqual(['one', 'two'])
    expect(shelf.keysFor({ type: 'url', url: 'url' })).toEqual(['one'])
    expect(shelf.keysFor({ type: 'key', key: 'two' })).toEqual(['two'])
    expect(shelf.keysFor({ type: 'key', key: 'three' })).toEqual([])
    expect(shelf.names).toBe(3)
  })

  test('goes when it is replaced, deleted or cleared', () => {
    const shelf = new KeyShelf(1_000_000, bodies)
    shelf.put('one', [entry(['a', 'b'], 'url')])
    shelf.put('one', [entry(['b'])])
    expect([shelf.names, shelf.keysFor(label('a')), shelf.keysFor(label('b'))]).toEqual([1, [], ['one']])
    shelf.delete('one')
    expect(shelf.names).toBe(0)
    shelf.put('two', [entry(['a'], 'url')])
    shelf.clear()
    expect(shelf.names).toBe(0)
  })

  test('goes when it makes room for others, or is too large for the shelf', () => {
    const shelf = new KeyShelf(10_000, bodies)
    for (let index = 0; index < 100; index++)
      shelf.put(`key ${index}`, [entry([`label ${index}`], null, 2_000)])
    expect(shelf.names).toBe(shelf.entries)
    expect(shelf.entries).toBeLessThan(5)
    shelf.put('key 99', [entry(['large'], null, 20_000)])
    expect(shelf.keysFor(label('large'))).toEqual([])
    expect(shelf.names).toBe(shelf.entries)
  })

  test('is told in the order of use, the least recent first', () => {
    const shelf = new KeyShelf(1_000_000, bodies)
    for (const key of ['one', 'two', 'three']) shelf.put(key, [entry([])])
    shelf.get('one')
    expect(shelf.keysFor({ type: 'all' })).toEqual(['two', 'three', 'one'])
  })
})
