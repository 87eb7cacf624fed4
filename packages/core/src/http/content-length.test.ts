import { describe, expect, test } from '@jest/globals'
import { contentLengthOf } from './content-length.ts'

describe('the announced length of a message', () => {
  test.each<[readonly string[], number | undefined]>([
    [['content-LENGTH', '42'], 42],
    [['Content-Length', '0'], 0],
    [[], undefined],
    [['Content-Length', ''], undefined],
    [['Content-Length', '-1'], undefined],
    [['Content-Length', '4.2'], undefined],
    [['Content-Length', '9'.repeat(16)], undefined],
    [['Content-Length', '4', 'Content-Length', '4'], undefined],
  ])('RFC 9110 §8.6: %j is %p', (fields, length) => {
    expect(contentLengthOf(fields)).toBe(length)
  })
})
