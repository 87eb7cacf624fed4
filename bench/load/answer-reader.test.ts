import { expect, test } from '@jest/globals'
import { AnswerReader } from './answer-reader.ts'

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nAge: 1\r\n\r\nhello'

test('an answer in one piece is complete at once, and so is the next', () => {
  const reader = new AnswerReader()
  expect(reader.takes(Buffer.from(answer))).toBe(true)
  expect(reader.takes(Buffer.from(answer))).toBe(true)
})

test.each([8, answer.indexOf('\r\n\r\n') + 2, answer.length - 5, answer.length - 1])(
  'an answer that is cut at byte %i is complete with its second piece',
  (cut) => {
    const reader = new AnswerReader()
    expect(reader.takes(Buffer.from(answer.slice(0, cut)))).toBe(false)
    expect(reader.takes(Buffer.from(answer.slice(cut)))).toBe(true)
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
  const verdicts = answer.split('').map((byte) => reader.takes(Buffer.from(byte)))
  expect(verdicts.indexOf(true)).toBe(answer.length - 1)
})
