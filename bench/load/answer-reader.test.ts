import { expect, test } from '@jest/globals'
import { AnswerReader } from './answer-reader.ts'

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nAge: 1\r\n\r\nhello'

test('an answer in one piece is complete at once, and so is the next', () => {
  const reader = new AnswerReader()
  expect(reader.takes(Buffer.from(answer))).toBe(1)
  expect(reader.takes(Buffer.from(answer))).toBe(1)
})

test.each([8, answer.indexOf('\r\n\r\n') + 2, answer.length - 5, answer.length - 1])(
  'an answer that is cut at byte %i is complete with its second piece',
  (cut) => {
    const reader = new AnswerReader()
    expect(reader.takes(Buffer.from(answer.slice(0, cut)))).toBe(0)
    expect(reader.takes(Buffer.from(answer.slice(cut)))).toBe(1)
  },
)

test.each([
  ['another status', answer.replace('200 OK', '404 Not Found')],
  ['no length', answer.replace('Content-Length: 5', 'Transfer-Encoding: chunked')],
])('an answer with %s is an error', (_name, text) => {
  expect(() => new AnswerReader().takes(Buffer.from(text))).toThrow('unexpected answer')
})

test('an answer that comes byte by byte is complete with its last byte', () => {
  const reader = new AnswerReader()
  const counts = answer.split('').map((byte) => reader.takes(Buffer.from(byte)))
  expect(counts.indexOf(1)).toBe(answer.length - 1)
})

test.each([1, 7, answer.length + 3, 3 * answer.length])(
  'several answers at once are counted, in pieces of %i bytes',
  (size) => {
    const reader = new AnswerReader()
    const bytes = Buffer.from(answer.repeat(3))
    let completed = 0
    for (let from = 0; from < bytes.length; from += size)
      completed += reader.takes(bytes.subarray(from, from + size))
    expect(completed).toBe(3)
  },
)

test('a head and a body longer than what is looked at are read to their ends', () => {
  const head = `HTTP/1.1 200 OK\r\nFiller: ${'x'.repeat(5000)}\r\nContent-Length: 9000\r\n\r\n`
  expect(new AnswerReader().takes(Buffer.from((head + 'y'.repeat(9000)).repeat(2)))).toBe(2)
})

test.each([
  [{ method: 'HEAD' }, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
  [{ status: 304 }, 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'],
] as const)('an answer to %j has no body', (shape, head) => {
  expect(new AnswerReader(shape).takes(Buffer.from(head.repeat(2)))).toBe(2)
})
