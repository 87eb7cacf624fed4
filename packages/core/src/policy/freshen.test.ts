import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatHttpDate } from '../http/http-date.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { requestArbitrary } from '../testing/request-arbitrary.ts'
import { responseArbitrary } from '../testing/response-arbitrary.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { correspondsTo, freshenStored } from './freshen.ts'

const then = Date.UTC(2026, 0, 1)
const now = then + 100_000
const policy = definePolicy()
const requestOf = (...fields: string[]) => ({ method: 'GET', url: 'http://example.com/', fields })
const notModified = (...fields: string[]) => ({ status: 304, reason: 'Not Modified', fields })

function storedWith(...fields: string[]): StoredResponse {
  const reply = { status: 200, reason: 'Fine', fields: ['Date', formatHttpDate(then), ...fields] }
  const request = requestOf('Accept', 'a', 'Cookie', 'old')
  return createStoredResponse({ request, reply, requestTime: then, responseTime: then }, policy)
}

function freshened(
  stored: StoredResponse,
  fields: string[],
  request = requestOf('Accept', 'a', 'Cookie', 'new'),
) {
  const exchange = { request, reply: notModified(...fields), requestTime: now - 1000, responseTime: now }
  return freshenStored(stored, exchange, policy)
}

const dated = ['Date', formatHttpDate(now)]
const earlier = formatHttpDate(then - 5000)
const later = formatHttpDate(then - 1000)

describe('correspondsTo (RFC 9111 §4.3.4)', () => {
  test.each<[string[], string[], boolean, string]>([
    [['ETag', '"a"'], ['ETag', '"a"'], true, 'the same strong validator'],
    [['ETag', '"a"'], ['ETag', '"b"'], false, 'another strong validator'],
    [['ETag', 'W/"a"'], ['ETag', 'W/"a"'], true, 'the same weak validator'],
    [['ETag', 'W/"a"'], ['ETag', 'W/"b"'], false, 'another weak validator'],
    [['ETag', 'W/"a"'], ['ETag', '"a"'], true, 'a tag that was weakened with the content coding'],
    [['ETag', '"a"'], ['ETag', 'W/"a"'], true, 'the other way round'],
    [['Last-Modified', earlier], ['ETag', '"a"'], false, 'a strong one that is not stored'],
    [
      ['Last-Modified', earlier],
      ['ETag', '"a"', 'Last-Modified', earlier],
      false,
      'a strong one that is not stored, beside the same date',
    ],
    [
      ['Last-Modified', earlier],
      ['ETag', 'W/"a"', 'Last-Modified', earlier],
      true,
      'a weak one that is not stored, beside the same date',
    ],
    [['Last-Modified', earlier], ['ETag', 'W/"a"'], false, 'a weak one that is not stored, alone'],
    [['Last-Modified', earlier], ['Last-Modified', earlier], true, 'the same date'],
    [['Last-Modified', earlier], ['Last-Modified', later], false, 'another date'],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['ETag', '"a"', 'Last-Modified', later],
      true,
      'the tag decides',
    ],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['ETag', '"b"', 'Last-Modified', earlier],
      false,
      'the tag decides, too',
    ],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['Last-Modified', earlier],
      true,
      'the date where there is no tag',
    ],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['Last-Modified', later],
      false,
      'another date where there is no tag',
    ],
    [['ETag', '"a"'], ['Last-Modified', later], false, 'a date that is not stored'],
    [['ETag', '"a"'], [], true, 'no validator at all: those that were sent are meant'],
    [['Last-Modified', earlier], [], true, 'no validator at all: RFC 9110 §15.4.5 asks for no date'],
    [['ETag', '"a"'], ['ETag', 'b"'], true, 'no usable validator'],
    [[], [], true, 'no validator on either side: the third case'],
    [[], ['ETag', 'W/"a"'], false, 'a weak one, where none is stored'],
    [[], ['Last-Modified', earlier], false, 'a date, where none is stored'],
  ])('stored with %j, a 304 with %j: %j (%s)', (...[validators, fields, expected]) => {
    expect(correspondsTo(storedWith(...validators), notModified(...fields))).toBe(expected)
  })
})

describe('freshenStored (RFC 9111 §3.2, §4.3.4)', () => {
  test('keeps status and reason, and computes everything anew', () => {
    const stored = storedWith('Cache-Control', 'max-age=5', 'ETag', '"a"', 'X', '1')
    const fields = ['Cache-Control', 'max-age=60, must-revalidate', 'X', '2']
    const result = freshened(stored, [...dated, ...fields])
    expect(result).toMatchObject({
      ...{ status: 200, reason: 'Fine', lifetime: 60, mustNotBeStale: true, etag: '"a"', part: null },
      ...{ date: now, requestTime: now - 1000, responseTime: now, initialAge: 1 },
    })
    expect(result.fields).toEqual(['ETag', '"a"', ...dated, ...fields])
  })

  test('forgets the age that the stored response had, and counts that of the 304', () => {
    const stored = storedWith('Age', '500', 'Cache-Control', 'max-age=1000')
    expect(stored.initialAge).toBe(500)
    expect(freshened(stored, dated).initialAge).toBe(1)
    const aged = freshened(stored, [...dated, 'Age', '7'])
    expect(aged.initialAge).toBe(8)
    expect(aged.fields).not.toContain('Age')
  })

  test('does not store what is for one proxy alone (RFC 9111 §3.1)', () => {
    const result = freshened(storedWith('X', '1'), [...dated, 'Proxy-Authenticate', 'x'])
    expect(result.fields).toEqual(['X', '1', ...dated])
  })

  test('takes the values for a Vary that the 304 brings from the request that was validated', () => {
    const stored = storedWith('Vary', 'Accept')
    expect(freshened(stored, [...dated, 'Vary', 'Cookie, Accept'])).toMatchObject({
      vary: ['accept', 'cookie'],
      varied: ['a', 'new'],
    })
    expect(freshened(stored, dated)).toMatchObject({ vary: ['accept'], varied: ['a'] })
    expect(freshened(stored, [...dated, 'Vary', '*'])).toMatchObject({ vary: ['*'], varied: [null] })
  })

  test('keeps the part that is stored, whatever this request asked for (RFC 9111 §3.4)', () => {
    const part = { first: 4, last: 9, complete: 10, length: 5, range: 'bytes=-6' }
    const lines = ['ETag', '"a"', 'Content-Range', 'bytes 4-9/10', 'Content-Length', '5']
    const stored = { ...storedWith(...lines), status: 206, reason: 'Partial Content', part }
    for (const range of [[], ['Range', 'bytes=5-6']]) {
      const updates = [...dated, 'Content-Length', '0', 'Content-Range', 'bytes 5-6/10']
      const result = freshened(stored, updates, requestOf(...range))
      expect(result).toMatchObject({ status: 206, reason: 'Partial Content', part, responseTime: now })
      expect(result.fields).toEqual([...lines, ...dated])
    }
  })

  test('leaves the stored response alone', () => {
    const stored = storedWith('X', '1', 'ETag', '"a"')
    const before = structuredClone(stored)
    freshened(stored, [...dated, 'X', '2'])
    expect(stored).toEqual(before)
  })
})

/** RFC 9110 §5.3: the order of lines counts among those of one name only. */
function inOrderOfNames({ fields, ...rest }: StoredResponse) {
  const valuesOf = (lines: FieldLines, name: string) =>
    lines.filter((_, index) => index % 2 === 1 && lines[index - 1]?.toLowerCase() === name)
  const names = fields.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  const lines = [...new Set(names)].toSorted().map((name) => [name, valuesOf(fields, name)])
  return { ...rest, lines }
}

test('freshening twice by the same 304 is freshening once, of a whole response and of a part', () => {
  const part = fc.constantFrom(null, { first: 2, last: 4, complete: null, length: 3, range: 'bytes=2-4' })
  const time = fc.integer({ min: 0, max: 1000 }).map((seconds) => 1_700_000_000_000 + seconds * 1000)
  const exchange = fc.record({
    request: requestArbitrary({ methods: ['GET', 'HEAD'] }),
    reply: responseArbitrary(),
    requestTime: time,
    responseTime: time,
  })
  fc.assert(
    fc.property(exchange, exchange, part, (...[first, second, kept]) => {
      const stored = { ...createStoredResponse(first, policy), part: kept }
      const once = freshenStored(stored, second, policy)
      expect(once.part).toEqual(kept)
      expect(inOrderOfNames(freshenStored(once, second, policy))).toEqual(inOrderOfNames(once))
    }),
    { numRuns: 500 },
  )
})
