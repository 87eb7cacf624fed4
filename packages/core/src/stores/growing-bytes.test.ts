import { describe, expect, test } from '@jest/globals'
import { GrowingBytes } from './growing-bytes.ts'

const kibibyte = 1024
const most = 1024 * kibibyte

function append(bytes: GrowingBytes, chunk: Uint8Array): void {
  bytes.append(chunk, bytes.capacityFor(chunk))
}

describe('bytes that grow', () => {
  test('are taken in a buffer of exactly their length', () => {
    const bytes = new GrowingBytes({ announced: undefined, most })
    for (const chunk of [[1, 2, 3], [], [4], [5, 6, 7, 8, 9]]) append(bytes, Uint8Array.from(chunk))
    expect(bytes.length).toBe(9)
    expect(bytes.capacity).toBeGreaterThan(9)
    expect([...new Uint8Array(bytes.take())]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([bytes.length, bytes.capacity]).toEqual([0, 0])
  })

  test('keep nothing of the chunks themselves', () => {
    const slab = new Uint8Array(64 * kibibyte).fill(1)
    const bytes = new GrowingBytes({ announced: undefined, most })
    append(bytes, slab.subarray(10, 13))
    slab.fill(2)
    const taken = bytes.take()
    expect(taken.byteLength).toBe(3)
    expect([...new Uint8Array(taken)]).toEqual([1, 1, 1])
  })

  test('of an announced length are taken without a copy', () => {
    const bytes = new GrowingBytes({ announced: 40 * kibibyte, most })
    for (let index = 0; index < 40; index += 1) {
      append(bytes, new Uint8Array(kibibyte))
      expect(bytes.capacity).toBe(40 * kibibyte)
    }
  })

  test('trust no announcement beyond 64 KiB', () => {
    const bytes = new GrowingBytes({ announced: most, most })
    append(bytes, new Uint8Array(1))
    expect(bytes.capacity).toBe(64 * kibibyte)
    append(bytes, new Uint8Array(64 * kibibyte))
    expect(bytes.capacity).toBe(128 * kibibyte)
  })

  test('outgrow an announcement that was too low', () => {
    const bytes = new GrowingBytes({ announced: 2, most })
    append(bytes, Uint8Array.from([1, 2, 3]))
    append(bytes, Uint8Array.from([4]))
    expect([...new Uint8Array(bytes.take())]).toEqual([1, 2, 3, 4])
  })

  test('of no announced length are copied a few times, however many chunks there are', () => {
    const bytes = new GrowingBytes({ announced: undefined, most })
    const capacities = new Set<number>()
    for (let index = 0; index < 1024; index += 1) {
      append(bytes, new Uint8Array(kibibyte))
      capacities.add(bytes.capacity)
    }
    expect(capacities.size).toBe(11)
    expect(bytes.capacity).toBe(most)
  })

  test.each([undefined, 100])(
    'take no more room than the most that was set, with %p announced',
    (announced) => {
      const bytes = new GrowingBytes({ announced, most: 10 })
      append(bytes, new Uint8Array(8))
      append(bytes, new Uint8Array(1))
      expect(bytes.capacity).toBe(10)
      append(bytes, new Uint8Array(2))
      expect(bytes.capacity).toBe(11)
    },
  )
})
