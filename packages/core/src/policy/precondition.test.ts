import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { isNotModified } from './precondition.ts'
import { readRequestFacts } from './request-facts.ts'

const now = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(now + seconds * 1000)

function judged(condition: string[], validators: string[], status = 200) {
  const request = { method: 'GET', url: 'http://example.com/', fields: condition }
  const reply = { status, reason: '', fields: ['Date', at(0), ...validators] }
  const stored = createStoredResponse({ request, reply, requestTime: now, responseTime: now }, definePolicy())
  return isNotModified(readRequestFacts(request), stored, now) ? 'not modified' : 'modified'
}

describe('isNotModified (RFC 9111 §4.3.2)', () => {
  test.each<[string[], string[], 'not modified' | 'modified', string]>([
    [[], ['ETag', '"a"'], 'modified', 'no condition'],
    [['If-None-Match', '"a"'], ['ETag', '"a"'], 'not modified', 'the same entity tag'],
    [['If-None-Match', 'W/"a"'], ['ETag', '"a"'], 'not modified', 'RFC 9110 §13.1.2: compared weakly'],
    [['If-None-Match', '"x", "a"'], ['ETag', 'W/"a"'], 'not modified', 'one of several'],
    [['If-None-Match', '"x"', 'If-None-Match', '"a"'], ['ETag', '"a"'], 'not modified', 'on several lines'],
    [['If-None-Match', '"b"'], ['ETag', '"a"'], 'modified', 'another entity tag'],
    [['If-None-Match', '"a"'], [], 'modified', 'none stored'],
    [['If-None-Match', '*'], [], 'not modified', 'RFC 9110 §13.1.2: "*" stands for any'],
    [['If-None-Match', 'a'], ['ETag', '"a"'], 'modified', 'no entity tag'],
    [
      ['If-None-Match', '"b"', 'If-Modified-Since', at(0)],
      ['ETag', '"a"', 'Last-Modified', at(-10)],
      'modified',
      'RFC 9110 §13.1.3: If-Modified-Since does not count beside If-None-Match',
    ],
    [
      ['If-None-Match', '"a"', 'If-Modified-Since', at(-20)],
      ['ETag', '"a"', 'Last-Modified', at(-10)],
      'not modified',
      'RFC 9110 §13.1.3: nor does it the other way round',
    ],
    [['If-Modified-Since', at(-10)], ['Last-Modified', at(-10)], 'not modified', 'the same time'],
    [['If-Modified-Since', at(-5)], ['Last-Modified', at(-10)], 'not modified', 'a later time'],
    [['If-Modified-Since', at(-11)], ['Last-Modified', at(-10)], 'modified', 'an earlier time'],
    [['If-Modified-Since', at(0)], [], 'not modified', 'without Last-Modified, Date counts'],
    [['If-Modified-Since', at(-1)], [], 'modified', 'without Last-Modified, Date counts'],
    [
      ['If-Modified-Since', 'soon'],
      ['Last-Modified', at(-10)],
      'modified',
      'RFC 9110 §13.1.3: an invalid date',
    ],
    [['If-Modified-Since', 'soon'], ['Last-Modified', 'soon'], 'modified', 'an invalid date on both sides'],
  ])('asked with %j, stored with %j: %s (%s)', (...[condition, validators, outcome]) => {
    expect(judged(condition, validators)).toBe(outcome)
  })

  test.each([203, 301, 404])('conditions are not for a stored %d', (status) => {
    expect(judged(['If-None-Match', '*'], ['ETag', '"a"'], status)).toBe('modified')
  })
})
