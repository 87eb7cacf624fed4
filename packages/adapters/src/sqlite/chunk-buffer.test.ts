import { expect, test } from '@jest/globals'
import { seededRandom } from '@cachechart/core/testing'
import { ChunkBuffer } from './chunk-buffer.ts'
import { chunkBytes } from './schema.ts'

const seed = 20_261_121

const cut = (pieces: readonly Uint8Array[]): { chunks: Uint8Array[]; rest: Uint8Array } => {
  const buffer = new ChunkBuffer()
  const chunks: Uint8Array[] = []
  for (const piece of pieces) for (const chunk of buffer.add(piece)) chunks.push(chunk.slice())
  return { chunks, rest: buffer.rest }
}

test(`whatever the pieces, the chunks are full, the rest is no more than one, and together they are the body (seed ${seed})`, () => {
  const random = seededRandom(seed)
  const odd = [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes]
  const length = () =>
    random() < 0.5 ? Math.floor(random() * 3000) : (odd[Math.floor(random() * odd.length)] ?? 0)
  for (let round = 0; round < 100; round += 1) {
    const lengths = Array.from({ length: Math.floor(random() * 8) }, length)
    const pieces = lengths.map((size, index) => new Uint8Array(size).fill(index + 1))
    const { chunks, rest } = cut(pieces)
    const whole = Buffer.concat([...chunks, rest]).equals(Buffer.concat(pieces))
    const areFull = chunks.every((chunk) => chunk.length === chunkBytes)
    expect({ lengths, whole, areFull, isShort: rest.length <= chunkBytes }).toEqual({
      ...{ lengths, whole: true, areFull: true, isShort: true },
    })
  }
})

test('a body of exactly one chunk is one, and is not copied when it comes as one piece', () => {
  const whole = new Uint8Array(chunkBytes).fill(1)
  expect(cut([whole])).toEqual({ chunks: [], rest: whole })
  expect(cut([whole]).rest).toBe(whole)
})
