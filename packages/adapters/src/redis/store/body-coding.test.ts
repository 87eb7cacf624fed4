import { describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { codingFor, decodeWith, encodeWith } from './body-coding.ts'

const text = Buffer.from('a line that comes again and again\n'.repeat(1000))

describe.each(['gzip', 'zstd'] as const)('bodies that are compressed by %s', (coding) => {
  test('come back, and are shorter meanwhile', async () => {
    const encoded = await encodeWith(coding, text)
    expect(encoded.length).toBeLessThan(text.length / 10)
    expect(await decodeWith(coding, encoded, text.length)).toEqual(text)
  })

  test('are compressed only where it is worth it', async () => {
    expect(await codingFor(coding, text)).toBe(coding)
    expect(await codingFor(coding, randomBytes(10_000))).toBe('identity')
    expect(await codingFor(coding, text.subarray(0, 100))).toBe('identity')
  })

  test('that are not of the length that was told, or damaged, are not believed', async () => {
    const encoded = Buffer.from(await encodeWith(coding, text))
    for (const length of [0, 1, text.length - 1, text.length + 1]) {
      expect(await decodeWith(coding, encoded, length)).toBeUndefined()
    }
    expect(await decodeWith(coding, encoded.subarray(0, -10), text.length)).toBeUndefined()
    expect(await decodeWith(coding, text, text.length)).toBeUndefined()
  })
})

test('what would become far longer than it says is not decoded to its end', async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
  const before = process.memoryUsage().arrayBuffers
  expect(await decodeWith('gzip', bomb, 1000)).toBeUndefined()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024)
})

test('what is not compressed is what it is, if its length is right', async () => {
  expect(await encodeWith('identity', text)).toBe(text)
  expect(await decodeWith('identity', text, text.length)).toBe(text)
  expect(await decodeWith('identity', text, text.length + 1)).toBeUndefined()
})
