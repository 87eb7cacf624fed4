import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { isNotModified, matchesIfRange } from './precondition.ts'
import { readRequestFacts } from './request-facts.ts'

const now = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(now + seconds * 1000)

function storedWith(validators: string[], status = 200) {
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  const reply = { status, reason: '', fields: ['Date', at(0), ...validators] }
  return createStoredResponse({ request, reply, requestTime: now, responseTime: now }, definePolicy())
}

function judged(condition: string[], validators: string[], { status = 200, method = 'GET' } = {}) {
  const facts = readRequestFacts({ method, url: 'http://example.com/', fields: condition })
  return isNotModified(facts, storedWith(validators, status), now) ? 'not modified' : 'modified'
}

type Row = [string[], string[], 'not modified' | 'modified', string]

describe('isNotModified by If-None-Match (RFC 9111 §4.3.2)', () => {
  test.each<Row>([
    [[], ['ETag', '"a"'], 'modified', 'no condition'],
    [['If-None-Match', '"a"'], ['ETag', '"a"'], 'not modified', 'the same entity tag'],
    [['If-None-Match', 'W/"a"'], ['ETag', '"a"'], 'not modified', 'RFC 9110 §13.1.2: compared weakly'],
    [['If-None-Match', '"a"'], ['ETag', 'W/"a"'], 'not modified', 'RFC 9110 §13.1.2: compared weakly'],
    [['If-None-Match', 'W/"a"'], ['ETag', 'W/"a"'], 'not modified', 'RFC 9110 §13.1.2: compared weakly'],
    [['If-None-Match', '"x", "a"'], ['ETag', 'W/"a"'], 'not modified', 'one of several'],
    [
      ['If-None-Match', '"x","a",W/"y"'],
      ['ETag', '"a"'],
      'not modified',
      'RFC 9110 §5.6.1: without whitespace',
    ],
    [['If-None-Match', '"x, a"'], ['ETag', '"a"'], 'modified', 'a comma may be part of a tag'],
    [['If-None-Match', '"x"', 'If-None-Match', '"a"'], ['ETag', '"a"'], 'not modified', 'on several lines'],
    [['If-None-Match', '"b"'], ['ETag', '"a"'], 'modified', 'another entity tag'],
    [['If-None-Match', '"A"'], ['ETag', '"a"'], 'modified', 'RFC 9110 §8.8.3.2: character by character'],
    [['If-None-Match', '"a"'], [], 'modified', 'none stored'],
    [['If-None-Match', 'a'], ['ETag', '"a"'], 'not modified', 'without quotes: tolerated'],
    [['If-None-Match', '"a"'], ['ETag', 'a'], 'not modified', 'without quotes: tolerated'],
    [['If-None-Match', 'x, a'], ['ETag', '"a"'], 'not modified', 'without quotes, in a list'],
    [['If-None-Match', '"a'], ['ETag', '"a"'], 'modified', 'a quote that is never closed'],
    [['If-None-Match', 'b'], ['ETag', '"a"'], 'modified', 'another one, without quotes'],
    [['If-None-Match', '*, "b"'], ['ETag', '"a"'], 'modified', 'RFC 9110 §13.1.2: "*" in a list is invalid'],
    [['If-None-Match', '*'], [], 'not modified', 'RFC 9110 §13.1.2: "*" stands for any'],
    [['If-None-Match', ''], ['ETag', '"a"'], 'modified', 'RFC 9110 §13.1.2: an empty list matches none'],
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
    [
      ['If-None-Match', '', 'If-Modified-Since', at(0)],
      ['Last-Modified', at(-10)],
      'modified',
      'RFC 9110 §13.1.3: nor beside one that matches nothing',
    ],
  ])('asked with %j, stored with %j: %s (%s)', (...[condition, validators, outcome]) => {
    expect(judged(condition, validators)).toBe(outcome)
  })
})

describe('isNotModified by If-Modified-Since (RFC 9111 §4.3.2)', () => {
  const lastModified = ['Last-Modified', 'Sun, 06 Nov 1994 08:49:37 GMT']

  test.each<Row>([
    [['If-Modified-Since', at(-10)], ['Last-Modified', at(-10)], 'not modified', 'the same time'],
    [['If-Modified-Since', at(-5)], ['Last-Modified', at(-10)], 'not modified', 'a later time'],
    [['If-Modified-Since', at(-11)], ['Last-Modified', at(-10)], 'modified', 'an earlier time'],
    [['If-Modified-Since', at(0)], [], 'not modified', 'without Last-Modified, Date counts'],
    [['If-Modified-Since', at(-1)], [], 'modified', 'without Last-Modified, Date counts'],
    [
      ['If-Modified-Since', 'Sunday, 06-Nov-94 08:49:37 GMT'],
      lastModified,
      'not modified',
      'RFC 9110 §5.6.7: RFC 850',
    ],
    [
      ['If-Modified-Since', 'Sun Nov  6 08:49:37 1994'],
      lastModified,
      'not modified',
      'RFC 9110 §5.6.7: asctime',
    ],
    [
      ['If-Modified-Since', 'Sunday, 06-Nov-94 08:49:36 GMT'],
      lastModified,
      'modified',
      'RFC 9110 §5.6.7: RFC 850',
    ],
    [
      ['If-Modified-Since', 'soon'],
      ['Last-Modified', at(-10)],
      'modified',
      'RFC 9110 §13.1.3: an invalid date',
    ],
    [['If-Modified-Since', 'soon'], ['Last-Modified', 'soon'], 'modified', 'an invalid date on both sides'],
    [
      ['If-Modified-Since', 'soon'],
      ['Last-Modified', 'Sat, 06 Nov 1943 08:49:37 GMT'],
      'modified',
      'RFC 9110 §13.1.3: an invalid date is no date before 1970 either',
    ],
    [
      ['If-Modified-Since', at(0), 'If-Modified-Since', at(0)],
      ['Last-Modified', at(-10)],
      'modified',
      'RFC 9110 §13.1.3: more than one member',
    ],
  ])('asked with %j, stored with %j: %s (%s)', (...[condition, validators, outcome]) => {
    expect(judged(condition, validators)).toBe(outcome)
  })
})

describe('isNotModified', () => {
  test.each([200, 206])('is asked of a stored %d', (status) => {
    expect(judged(['If-None-Match', '*'], ['ETag', '"a"'], { status })).toBe('not modified')
  })

  test.each([203, 301, 404])('is not asked of a stored %d', (status) => {
    expect(judged(['If-None-Match', '*'], ['ETag', '"a"'], { status })).toBe('modified')
  })

  test('counts for HEAD, too (RFC 9110 §13.2.2)', () => {
    expect(judged(['If-None-Match', '"a"'], ['ETag', '"a"'], { method: 'HEAD' })).toBe('not modified')
  })
})

describe('matchesIfRange (RFC 9110 §13.1.5)', () => {
  test.each<[string, string[], boolean, string]>([
    ['"a"', ['ETag', '"a"'], true, 'the same entity tag'],
    ['"b"', ['ETag', '"a"'], false, 'another entity tag'],
    ['W/"a"', ['ETag', 'W/"a"'], false, '§8.8.3.2: weak tags are never strongly equal'],
    ['W/"a"', ['ETag', '"a"'], false, '§8.8.3.2: both must be strong'],
    ['"a"', ['ETag', 'W/"a"'], false, '§8.8.3.2: both must be strong'],
    ['"a"', [], false, 'no entity tag is stored'],
    ['"a", "b"', ['ETag', '"a"'], false, 'one tag, not a list'],
    ['a', ['ETag', 'a'], false, 'without quotes it is no strong tag'],
    ['*', ['ETag', '"a"'], false, 'an entity tag or a date'],
    ['', ['ETag', '"a"'], false, 'an entity tag or a date'],
    [at(-1), ['Last-Modified', at(-1)], true, '§8.8.2.2: a second before Date it is strong'],
    [at(0), ['Last-Modified', at(0)], false, '§8.8.2.2: within the second of Date it is weak'],
    [at(5), ['Last-Modified', at(5)], false, '§8.8.2.2: and after it'],
    [at(-5), ['Last-Modified', at(-10)], false, 'an exact match, not "earlier or equal"'],
    [
      'Sunday, 06-Nov-94 08:49:37 GMT',
      ['Last-Modified', 'Sun, 06 Nov 1994 08:49:37 GMT'],
      false,
      'by its characters',
    ],
    [at(-10), ['ETag', '"a"'], false, 'no Last-Modified is stored'],
    ['soon', ['Last-Modified', 'soon'], false, 'no date'],
  ])('%j, stored with %j: %s (%s)', (ifRange, validators, outcome, _clause) => {
    expect(matchesIfRange(ifRange, storedWith(validators))).toBe(outcome)
  })
})
