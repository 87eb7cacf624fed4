import { describe, expect, test } from '@jest/globals'
import type { StoredPart } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { fieldsToSend } from './validate.ts'

const lastModified = 'Sun, 06 Nov 1994 08:49:37 GMT'

const ranges = ['Range', 'bytes=0-1', 'If-Range', '"x"']
const conditions = [
  ...['If-Match', '"x"', 'If-None-Match', '"x"', 'If-Modified-Since', lastModified],
  ...['if-unmodified-since', lastModified],
]
const own = ['Accept', 'a', ...conditions, ...ranges, 'Cookie', 'c']

const partOf = (changes: Partial<StoredPart>): StoredPart => ({
  ...{ first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' },
  ...changes,
})

describe("the client's own lines", () => {
  test('go without its conditions and its Range', () => {
    const sent = fieldsToSend(own, { ask: 'plain', range: 'dropped', stored: null })
    expect(sent).toEqual(['Accept', 'a', 'Cookie', 'c'])
  })

  test('go with its Range and If-Range where these are to be kept', () => {
    const sent = fieldsToSend(own, { ask: 'plain', range: 'kept', stored: null })
    expect(sent).toEqual(['Accept', 'a', ...ranges, 'Cookie', 'c'])
  })

  test.each(['kept', 'dropped'] as const)('are the same array where nothing is changed (%s)', (range) => {
    const fields = ['Accept', 'a']
    expect(fieldsToSend(fields, { ask: 'plain', range, stored: sampleResponse() })).toBe(fields)
    expect(fieldsToSend(fields, { ask: 'validate', range, stored: null })).toBe(fields)
  })

  test('are left alone', () => {
    const fields = Object.freeze(['Accept', 'a'])
    expect(fieldsToSend(fields, { ask: 'validate', range: 'kept', stored: sampleResponse() })).not.toBe(
      fields,
    )
  })
})

describe('what is added to validate (RFC 9111 §4.3.1)', () => {
  test.each<[string | null, string | null, string[]]>([
    ['"a"', null, ['If-None-Match', '"a"']],
    ['W/"a"', null, ['If-None-Match', 'W/"a"']],
    [null, lastModified, ['If-Modified-Since', lastModified]],
    ['"a"', lastModified, ['If-None-Match', '"a"', 'If-Modified-Since', lastModified]],
    [null, null, []],
  ])('for the entity tag %s and the date %s: %j', (etag, modified, added) => {
    const stored = sampleResponse({ etag, lastModified: modified })
    const whole = fieldsToSend(own, { ask: 'validate', range: 'dropped', stored })
    expect(whole).toEqual(['Accept', 'a', 'Cookie', 'c', ...added])
    const range = fieldsToSend(own, { ask: 'validate', range: 'kept', stored })
    expect(range).toEqual(['Accept', 'a', ...ranges, 'Cookie', 'c', ...added])
  })
})

describe('what is added to complete (RFC 9111 §3.3)', () => {
  test.each<[Partial<StoredPart>, string | null, string[], string]>([
    [{}, '"a"', ['Range', 'bytes=5-', 'If-Range', '"a"'], 'the end is missing'],
    [{ first: 4, last: 9, length: 6 }, '"a"', ['Range', 'bytes=0-3', 'If-Range', '"a"'], 'the beginning is'],
    [{ first: 1, last: 9, length: 9 }, '"a"', ['Range', 'bytes=0-0', 'If-Range', '"a"'], 'one byte is'],
    [{}, 'W/"a"', ['Range', 'bytes=5-'], 'RFC 9110 §13.1.5: no weak tag'],
    [{}, null, ['Range', 'bytes=5-'], 'no tag'],
    [{ first: 2, last: 6 }, '"a"', [], 'both ends are: no one range'],
    [{ length: 4 }, '"a"', [], 'it contradicts itself'],
    [{ complete: null }, '"a"', [], 'nobody knows how much'],
  ])('for %j and the entity tag %s: %j (%s)', (part, etag, added, _clause) => {
    const stored = sampleResponse({ status: 206, etag, lastModified, part: partOf(part) })
    expect(fieldsToSend(own, { ask: 'complete', range: 'dropped', stored })).toEqual([
      ...['Accept', 'a', 'Cookie', 'c'],
      ...added,
    ])
  })

  test('is nothing for a whole response', () => {
    const stored = sampleResponse({ part: null })
    expect(fieldsToSend(['A', '1'], { ask: 'complete', range: 'dropped', stored })).toEqual(['A', '1'])
  })
})
