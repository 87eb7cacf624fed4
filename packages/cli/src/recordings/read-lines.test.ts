import { describe, expect, test } from '@jest/globals'
import { readLines } from './read-lines.ts'

async function linesOf(text: string, pieceBytes: number, maxBytes = 100) {
  async function* pieces() {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  const lines: string[] = []
  for await (const { number, text: line, isWhole } of readLines(pieces(), maxBytes))
    lines.push(`${number}${isWhole ? '' : '…'} ${line}`)
  return lines
}

describe('the lines of a text', () => {
  test.each([1, 2, 3, 5, 100])('are the same, whatever pieces it comes in: of %d bytes', async (bytes) => {
    expect(await linesOf('one\n\nżwei\nthree', bytes)).toEqual(['1 one', '2 ', '3 żwei', '4… three'])
    expect(await linesOf('one\n', bytes)).toEqual(['1 one'])
    expect(await linesOf('', bytes)).toEqual([])
  })

  test.each([1, 7, 100])('may have so many bytes, and no more, in pieces of %d', async (bytes) => {
    expect(await linesOf('1234567890\n1234567890', bytes, 10)).toHaveLength(2)
    await expect(linesOf('ok\n12345678901\n', bytes, 10)).rejects.toMatchObject({ code: 'ERR_LINE', line: 2 })
  })
})
