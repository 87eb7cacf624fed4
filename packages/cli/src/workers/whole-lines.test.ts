import { PassThrough } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { wholeLines } from './whole-lines.ts'

/** What is handed on of what arrives in these pieces. */
const handedOn = async (pieces: readonly Uint8Array[]): Promise<readonly string[]> => {
  const stream = new PassThrough()
  const taken: string[] = []
  wholeLines(stream, (lines) => void taken.push(lines))
  for (const piece of pieces) stream.write(piece)
  await new Promise((resolve) => stream.on('end', resolve).end())
  return taken
}

describe('the lines of a process', () => {
  test('are handed on whole, in whatever pieces they arrive; what has no end is not', async () => {
    const pieces = ['one\ntw', 'o', '\n', 'three\nfour\nfi', 've'].map((text) => Buffer.from(text))
    expect(await handedOn(pieces)).toEqual(['one\n', 'two\n', 'three\nfour\n'])
  })

  const bytes = Buffer.from('né\n\u{1f600}\n\nx')
  const places = Array.from({ length: bytes.length + 1 }, (_none, index) => index)
  test.each(places)('are the same when they are cut at byte %d, and once more', async (first) => {
    for (const second of places.slice(first)) {
      const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
      const taken = await handedOn(pieces)
      expect(taken.join('')).toBe('né\n\u{1f600}\n\n')
      expect(taken.every((lines) => lines.endsWith('\n'))).toBe(true)
    }
  })
})
