import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BodyPool } from './body-pool.ts'
import { longestPacked } from './entry-size.ts'
import type { KeptBody } from './kept-body.ts'

const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)

/** The buffers in which they lie. */
const buffersOf = (bodies: readonly KeptBody[]) => new Set(bodies.map(({ bytes }) => bytes?.buffer))

describe('a pool of bodies', () => {
  test('keeps small ones together, and a large one alone', () => {
    const pool = new BodyPool()
    const small = [1, 100, longestPacked].map((length) => pool.keep(filled(length, 1)))
    expect(buffersOf(small).size).toBe(1)
    const large = pool.keep(filled(longestPacked + 1, 1))
    expect(large.bytes?.buffer.byteLength).toBe(longestPacked + 1)
    const buffer = new ArrayBuffer(100_000)
    expect(pool.adopt(buffer).bytes?.buffer).toBe(buffer)
  })

  test('keeps copies', () => {
    const pool = new BodyPool()
    for (const length of [10, 10_000]) {
      // Node's own slice() of such a thing is no copy.
      const own = Buffer.from(filled(length, 1))
      const body = pool.keep(own)
      own.fill(2)
      expect(body.bytes).toEqual(filled(length, 1))
    }
  })

  test('gives nothing to a reader in which it could write into the bytes of others', () => {
    const pool = new BodyPool()
    const [before, body, after] = [1, 2, 3].map((byte) => pool.keep(filled(10, byte)))
    body?.bytes?.fill(9)
    expect([before?.bytes, after?.bytes]).toEqual([filled(10, 1), filled(10, 3)])
  })

  test('fills no hole while the one who had it may still be reading there', () => {
    const pool = new BodyPool()
    const read = pool.keep(filled(1000, 1))
    const { bytes } = read
    pool.release(read)
    for (let index = 0; index < 100; index++) pool.release(pool.keep(filled(1000, 2)))
    expect([bytes, read.bytes]).toEqual([filled(1000, 1), filled(1000, 1)])
  })

  test('needs no more than a third beyond the bytes that are left, however holes come about', () => {
    const pool = new BodyPool()
    const bodies = Array.from({ length: 3200 }, (_, index) => pool.keep(filled(1000, index % 256)))
    const left = bodies.filter((_, index) => index % 10 === 7)
    for (const [index, body] of bodies.entries()) if (index % 10 !== 7) pool.release(body)
    const taken = [...buffersOf(left)].reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0)
    expect(taken).toBeLessThan((left.length * 1000 * 4) / 3 + 2 * 32 * 1024)
    expect(left.every(({ bytes }) => bytes?.length === 1000)).toBe(true)
    expect(left.map(({ bytes }) => bytes?.[999])).toEqual(left.map((_, index) => (index * 10 + 7) % 256))
  })

  test('moves nothing because of a body that is released again and again', () => {
    const pool = new BodyPool()
    const [body, ...others] = Array.from({ length: 40 }, () => pool.keep(filled(1000, 1)))
    const before = buffersOf(others)
    for (let time = 0; time < 20; time += 1) if (body !== undefined) pool.release(body)
    expect(buffersOf(others)).toEqual(before)
    expect([...buffersOf(others)].every((buffer) => before.has(buffer))).toBe(true)
  })

  test('survives readers who take buffers away: what was in them is gone, and nothing else', () => {
    const pool = new BodyPool()
    const lost = pool.keep(filled(10, 1))
    const empty = pool.keep(filled(0, 0))
    structuredClone(lost.bytes?.buffer, { transfer: [lost.bytes?.buffer as ArrayBuffer] }) // it has one
    structuredClone(empty.bytes?.buffer, { transfer: [empty.bytes?.buffer as ArrayBuffer] })
    expect(lost.bytes).toBeUndefined()
    expect(empty.bytes).toEqual(filled(0, 0))
    expect(pool.keep(filled(10, 2)).bytes).toEqual(filled(10, 2))
    pool.release(lost)
  })
})

test('whatever is kept and released, in whatever order, each body reads as it was', () => {
  const length = fc.oneof(fc.nat(5000), fc.nat(40))
  const released = fc.constantFrom('release' as const, 'release twice' as const)
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.record({ type: fc.constant('keep' as const), length }) },
    { weight: 15, arbitrary: fc.record({ type: released, index: fc.nat() }) },
    { weight: 1, arbitrary: fc.constant({ type: 'release all' as const }) },
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 300 }), (steps) => {
      const pool = new BodyPool()
      const all: { body: KeptBody; byte: number }[] = []
      let kept: KeptBody[] = []
      for (const taken of steps) {
        if (taken.type === 'keep') {
          const byte = all.length % 256
          const body = pool.keep(filled(taken.length, byte))
          all.push({ body, byte })
          kept.push(body)
        } else if (taken.type === 'release all') {
          pool.releaseAll(kept)
          kept = []
        } else {
          const [body] = kept.splice(taken.index % Math.max(1, kept.length), 1)
          if (body !== undefined) pool.release(body)
          if (body !== undefined && taken.type === 'release twice') pool.release(body)
        }
      }
      // Those that were released as well: somebody may hold them.
      for (const { body, byte } of all)
        expect(Buffer.compare(body.bytes ?? Buffer.of(), filled(body.length, byte))).toBe(0)
    }),
    { numRuns: 50 },
  )
})
