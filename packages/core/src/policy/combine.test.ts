import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldValue } from '../http/field-lines.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { combineWith, type Combination } from './combine.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'

const then = Date.UTC(2026, 0, 1)
const now = then + 100_000
const policy = definePolicy()
const url = 'http://example.com/'
const date = (time: number) => ['Date', formatHttpDate(time)]

/** The bytes that a message carries: `0-4/10`, `0-4/*`, or a number of bytes that are the whole. */
type Bytes = string | number

const framing = (bytes: Bytes) =>
  typeof bytes === 'number' ? ['Content-Length', String(bytes)] : ['Content-Range', `bytes ${bytes}`]

function storedOf(bytes: Bytes, fields = ['ETag', '"a"']): StoredResponse {
  const request = { method: 'GET', url, fields: ['Range', 'bytes=asked'] }
  const status = typeof bytes === 'number' ? 200 : 206
  const reply = { status, reason: 'Stored', fields: [...date(then), ...fields, ...framing(bytes)] }
  return createStoredResponse({ request, reply, requestTime: then, responseTime: then }, policy)
}

function combined(stored: StoredResponse, bytes: Bytes, fields = ['ETag', '"a"']): Combination | null {
  const request = { method: 'GET', url, fields: ['Range', 'bytes=again'] }
  const status = typeof bytes === 'number' ? 200 : 206
  const reply = { status, reason: 'New', fields: [...date(now), ...fields, ...framing(bytes)] }
  return combineWith(stored, { request, reply, requestTime: now - 1000, responseTime: now }, policy)
}

const slice = (from: number, to: number) => ({ from, to })
const part = (first: number, last: number, complete: number | null) =>
  ({ first, last, complete, length: last - first + 1, range: '' }) as const

describe('the union of a part and what is stored (RFC 9110 §15.3.7.3)', () => {
  test.each<[Bytes, Bytes, StoredResponse['part'], Combination['splice'], string]>([
    ['0-4/10', '5-9/10', null, { before: slice(0, 5), after: null }, 'the end'],
    ['5-9/10', '0-4/10', null, { before: null, after: slice(0, 5) }, 'the beginning'],
    ['0-4/10', '3-9/10', null, { before: slice(0, 3), after: null }, 'the end, overlapping'],
    ['5-9/10', '0-7/10', null, { before: null, after: slice(3, 5) }, 'the beginning, overlapping'],
    ['4-5/10', '0-9/10', null, { before: null, after: null }, 'all of it'],
    ['0-4/10', '5-7/10', part(0, 7, 10), { before: slice(0, 5), after: null }, 'the next ones'],
    ['5-7/10', '3-4/10', part(3, 7, 10), { before: null, after: slice(0, 3) }, 'those before'],
    [
      '3-6/10',
      '5-8/10',
      part(3, 8, 10),
      { before: slice(0, 2), after: null },
      'offsets count from its own beginning',
    ],
    [
      '3-6/10',
      '1-3/10',
      part(1, 6, 10),
      { before: null, after: slice(1, 4) },
      'offsets count from its own beginning',
    ],
    ['3-4/*', '5-5/*', part(3, 5, null), { before: slice(0, 2), after: null }, 'nobody knows where it ends'],
    ['3-4/*', '5-5/10', part(3, 5, 10), { before: slice(0, 2), after: null }, 'one knows where it ends'],
    ['3-4/10', '5-5/*', part(3, 5, 10), { before: slice(0, 2), after: null }, 'one knows where it ends'],
    ['0-4/*', '5-9/10', null, { before: slice(0, 5), after: null }, 'and so it is the whole'],
    ['0-9/*', '2-4/10', null, { before: slice(0, 2), after: slice(5, 10) }, 'and so it was the whole'],
  ])('%s and %s: %j of %j (%s)', (...[own, added, expected, splice]) => {
    const result = combined(storedOf(own), added)
    expect(result?.splice).toEqual(splice)
    expect(result?.stored.part).toEqual(expected)
  })

  test.each<[Bytes, Bytes, Combination['splice']]>([
    [10, '2-4/10', { before: slice(0, 2), after: slice(5, 10) }],
    [10, '0-4/*', { before: null, after: slice(5, 10) }],
    [10, '9-9/10', { before: slice(0, 9), after: null }],
    ['0-4/10', '1-2/10', { before: slice(0, 1), after: slice(3, 5) }],
    ['0-4/10', '0-4/10', { before: null, after: null }],
  ])('of %s, with %s within it, keeps what it is', (own, added, splice) => {
    const stored = storedOf(own, ['ETag', '"a"', 'Content-MD5', 'x', 'Content-Digest', 'y'])
    const result = combined(stored, added)
    expect(result?.splice).toEqual(splice)
    expect(result?.stored).toMatchObject({ status: stored.status, reason: 'Stored', part: stored.part })
    for (const name of ['content-length', 'content-range', 'content-md5', 'content-digest']) {
      expect(fieldValue(result?.stored.fields ?? [], name)).toBe(fieldValue(stored.fields, name))
    }
  })
})

describe('the combined response (RFC 9111 §3.4)', () => {
  const strong = ['ETag', '"a"']
  const digests = ['Content-MD5', 'x', 'Content-Digest', 'y']
  const old = [...strong, 'Cache-Control', 'max-age=5', 'A', '1', 'B', '1', ...digests]
  const fresh = [...strong, 'Cache-Control', 'max-age=60', 'A', '2', 'Age', '7', 'Content-Length', '3']

  test('has the fields of the new one, those of the stored one beside them, and its own length', () => {
    const result = combined(storedOf('0-4/10', [...old, 'Content-Length', '5']), '5-7/10', fresh)?.stored
    expect(result).toMatchObject({ status: 206, reason: 'Stored' })
    expect(result?.fields).toEqual([
      ...['ETag', '"a"', 'B', '1', ...date(now), 'Cache-Control', 'max-age=60', 'A', '2'],
      ...['Content-Length', '8', 'Content-Range', 'bytes 0-7/10'],
    ])
  })

  test('is a complete 200 where it is the whole', () => {
    const result = combined(storedOf('0-6/10', old), '7-9/10', fresh)?.stored
    expect(result).toMatchObject({ status: 200, reason: 'OK', part: null })
    expect(result?.fields).toEqual([
      ...['ETag', '"a"', 'B', '1', ...date(now), 'Cache-Control', 'max-age=60', 'A', '2'],
      ...['Content-Length', '10'],
    ])
  })

  test('is as old and as fresh as the new one', () => {
    const result = combined(storedOf('0-4/10', old), '5-7/10', fresh)?.stored
    expect(result).toMatchObject({
      ...{ lifetime: 60, initialAge: 8, date: now, requestTime: now - 1000, responseTime: now, etag: '"a"' },
    })
  })

  test('leaves the stored one alone', () => {
    const stored = storedOf('0-4/10', old)
    const before = structuredClone(stored)
    combined(stored, '5-9/10', fresh)
    expect(stored).toEqual(before)
  })
})

describe('nothing is combined', () => {
  const strong = ['ETag', '"a"']

  test.each<[string[], string[], string]>([
    [strong, ['ETag', '"b"'], 'RFC 9110 §15.3.7.3: another strong validator'],
    [strong, ['ETag', 'W/"a"'], 'a weak one'],
    [['ETag', 'W/"a"'], ['ETag', 'W/"a"'], 'a weak one'],
    [['ETag', 'W/"a"'], strong, 'a weak one'],
    [strong, [], 'none'],
    [[], strong, 'none'],
    [[], [], 'none'],
    [strong, [...strong, 'Content-Encoding', 'gzip'], 'another content coding'],
    [
      [...strong, 'Content-Encoding', 'gzip'],
      [...strong, 'Content-Encoding', 'br'],
      'another content coding',
    ],
  ])('stored with %j, the new part with %j (%s)', (own, added, _clause) => {
    expect(combined(storedOf('0-4/10', own), '5-9/10', added)).toBeNull()
  })

  test('unless the content coding is the same, or left out as after If-Range (RFC 9110 §15.3.7)', () => {
    const coded = [...strong, 'Content-Encoding', 'gzip']
    for (const added of [coded, strong]) {
      const result = combined(storedOf('0-4/10', coded), '5-9/10', added)?.stored.fields
      expect(fieldValue(result ?? [], 'content-encoding')).toBe('gzip')
    }
  })

  test.each<[Bytes, Bytes, string]>([
    ['0-4/10', '6-9/10', 'a gap'],
    ['6-9/10', '0-4/10', 'a gap'],
    ['0-4/10', '5-9/11', 'another length of the whole'],
    ['0-4/10', '5-10/*', 'more than the whole'],
    ['5-10/*', '0-4/10', 'more than the whole'],
    [10, '2-4/11', 'another length of the whole'],
    [10, '8-10/*', 'more than the whole'],
    [0, '0-4/*', 'the whole is empty'],
    ['0-4/10', '5-9/9', 'RFC 9110 §14.4: invalid'],
    ['0-4/10', 10, 'no part'],
  ])('%s and %s (%s)', (own, added, _clause) => {
    expect(combined(storedOf(own), added)).toBeNull()
  })

  test.each<[string[], string[], string]>([
    [['Content-Length', '4'], [], 'what is stored contradicts itself'],
    [[], ['Content-Length', '4'], 'what is new contradicts itself'],
  ])('stored with %j, the new part with %j (%s)', (own, added, _clause) => {
    expect(combined(storedOf('0-4/10', [...strong, ...own]), '5-9/10', [...strong, ...added])).toBeNull()
  })

  test.each<[string[], string]>([
    [[], 'RFC 9110 §15.3.7.1: it does not say which part'],
    [['Content-Range', 'lines 5-9/10'], 'RFC 9110 §14.4: another unit'],
    [
      ['Content-Range', 'bytes 5-9/10', 'Content-Type', 'multipart/byteranges; boundary=x'],
      'RFC 9110 §15.3.7.2',
    ],
  ])('where the new part has %j (%s)', (fields, _clause) => {
    const request = { method: 'GET', url, fields: [] }
    const reply = { status: 206, reason: '', fields: [...strong, ...fields] }
    const exchange = { request, reply, requestTime: now, responseTime: now }
    expect(combineWith(storedOf('0-4/10'), exchange, policy)).toBeNull()
  })

  test('where the length of what is stored is not known, or it is not a 200', () => {
    const whole = storedOf(10)
    expect(combined({ ...whole, fields: [] }, '2-4/10')).toBeNull()
    expect(combined({ ...whole, status: 203 }, '2-4/10')).toBeNull()
  })
})

test('whatever is combined, the slices and the new part are all of the union, and it lies within the whole', () => {
  const content = 'abcdefghijkl'
  const span = fc
    .tuple(fc.nat(11), fc.nat(11))
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
  const known = fc.constantFrom('12', '*')
  fc.assert(
    fc.property(fc.option(span), known, span, known, (...[own, ownLength, added, addedLength]) => {
      const stored = storedOf(own === null ? 12 : `${own[0]}-${own[1]}/${ownLength}`)
      const [first, last] = own ?? [0, 11]
      const body = content.slice(first, last + 1)
      const result = combined(stored, `${added[0]}-${added[1]}/${addedLength}`)
      expect(result === null).toBe(added[0] > last + 1 || first > added[1] + 1)
      if (result === null) return
      const { before, after } = result.splice
      for (const { from, to } of [before, after].filter((kept) => kept !== null)) {
        expect(0 <= from && from < to && to <= body.length).toBe(true)
      }
      const cut = (kept: typeof before) => (kept === null ? '' : body.slice(kept.from, kept.to))
      const union = cut(before) + content.slice(added[0], added[1] + 1) + cut(after)
      const held = result.stored.part ?? { first: 0, last: 11, complete: 12, length: 12 }
      expect(union).toBe(content.slice(held.first, held.last + 1))
      expect(held.length).toBe(union.length)
      expect([12, null]).toContain(held.complete)
      expect(held.last).toBeLessThan(held.complete ?? Infinity)
      expect(result.stored.status).toBe(result.stored.part === null ? 200 : 206)
    }),
    { numRuns: 1000 },
  )
})
