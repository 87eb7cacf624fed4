import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'

const responseTime = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(responseTime + seconds * 1000)

function storedWith(
  fields: string[],
  options: PolicyOptions = {},
  requestFields: string[] = [],
): StoredResponse {
  const request = { method: 'GET', url: 'http://example.com/', fields: requestFields }
  const reply = { status: 200, reason: 'OK', fields }
  return createStoredResponse(
    { request, reply, requestTime: responseTime - 2000, responseTime },
    definePolicy(options),
  )
}

describe('createStoredResponse', () => {
  test('computes everything that reuse needs', () => {
    const fields = [
      ...['Date', at(-5), 'Cache-Control', 'max-age=60, stale-while-revalidate=7, stale-if-error=8'],
      ...['ETag', '"a"', 'Last-Modified', at(-100), 'Vary', 'Cookie, Accept', 'Content-Type', 'text/plain'],
    ]
    expect(storedWith(fields, {}, ['Accept', 'a , b'])).toEqual({
      version: 1,
      status: 200,
      reason: 'OK',
      fields,
      vary: ['accept', 'cookie'],
      varied: ['a, b', null],
      requestTime: responseTime - 2000,
      responseTime,
      date: responseTime - 5000,
      initialAge: 5,
      lifetime: 60,
      heuristic: false,
      mustValidate: false,
      mustNotBeStale: false,
      staleWhileRevalidate: 7,
      staleIfError: 8,
      etag: '"a"',
      lastModified: at(-100),
    })
  })

  test.each([
    ['a private cache, without a Vary', false, [], ['Authorization', 'alice'], ['authorization'], ['alice']],
    [
      'a private cache, beside Vary',
      false,
      ['Vary', 'Accept, Cookie'],
      ['cookie', 'a=1', 'Authorization', 'b'],
      ['accept', 'authorization', 'cookie'],
      [null, 'b', 'a=1'],
    ],
    ['a private cache, where there are none', false, [], ['Accept', 'a'], [], []],
    ['a private cache, where nothing matches', false, ['Vary', '*'], ['Cookie', 'a=1'], ['*'], [null]],
    [
      'a shared cache, which goes by the permission of the origin',
      true,
      [],
      ['Authorization', 'alice'],
      [],
      [],
    ],
  ])('selects by credentials in %s', (_where, shared, fields, requestFields, vary, varied) => {
    expect(storedWith(fields, { shared }, requestFields)).toMatchObject({ vary, varied })
  })

  test('is plain JSON', () => {
    const stored = storedWith(['Vary', 'Accept', 'ETag', '"a"'])
    expect(JSON.parse(JSON.stringify(stored))).toEqual(stored)
  })

  test('marks a heuristic lifetime', () => {
    const stored = storedWith(['Date', at(0), 'Last-Modified', at(-1000)])
    expect(stored).toMatchObject({ lifetime: 100, heuristic: true })
  })

  test('does not keep connection fields, Age, proxy fields and Trailer (RFC 9111 §3.1)', () => {
    const fields = [
      ...[
        'Date',
        at(0),
        'Connection',
        'X-Hop',
        'X-Hop',
        '1',
        'Keep-Alive',
        'timeout=5',
        'Transfer-Encoding',
        'chunked',
      ],
      ...[
        'Proxy-Authenticate',
        'x',
        'Proxy-Authentication-Info',
        'x',
        'Proxy-Authorization',
        'x',
        'Trailer',
        'X',
      ],
      ...['Age', '3', 'Content-Length', '1', 'Set-Cookie', 'a=b', 'Cache-Status', 'upstream; hit'],
    ]
    expect(storedWith(fields).fields).toEqual([
      ...['Date', at(0), 'Content-Length', '1', 'Set-Cookie', 'a=b', 'Cache-Status', 'upstream; hit'],
    ])
  })

  test.each<[string[], number, string]>([
    [[], 2, 'none: only the delay'],
    [['Age', '10'], 12, 'a number'],
    [['Age', '10, 20'], 12, 'RFC 9111 §5.1: the first of a list'],
    [['Age', '10', 'Age', '20'], 12, 'RFC 9111 §5.1: the first of several lines'],
    [['Age', '-10'], 2, 'RFC 9111 §5.1: an invalid one is ignored'],
    [['Age', 'old'], 2, 'RFC 9111 §5.1: an invalid one is ignored'],
  ])('reads the age from %j as %d: %s', (fields, age, _case) => {
    expect(storedWith(['Date', at(0), ...fields]).initialAge).toBe(age)
  })

  test.each<[string[], string]>([
    [['ETag', '"a"'], 'missing'],
    [['Date', 'now', 'ETag', '"a"'], 'invalid'],
    [['Date', at(0), 'ETag', '"a"', 'Date', at(0)], 'given twice'],
  ])('dates a response whose Date is not usable: %j (%s; RFC 9110 §6.6.1)', (fields, _case) => {
    expect(storedWith(fields)).toMatchObject({ fields: ['ETag', '"a"', 'Date', at(0)], date: responseTime })
  })

  test.each<[string[], string | null]>([
    [['ETag', 'W/"a"'], 'W/"a"'],
    [['ETag', 'a'], null],
    [['ETag', '"a"', 'ETag', '"b"'], null],
    [[], null],
  ])('takes the entity tag of %j for %j', (fields, etag) => {
    expect(storedWith(fields).etag).toBe(etag)
  })

  test.each<[string[], string | null]>([
    [['Last-Modified', at(-1)], at(-1)],
    [['Last-Modified', 'yesterday'], null],
    [[], null],
  ])('takes the modification date of %j for %j', (fields, lastModified) => {
    expect(storedWith(fields).lastModified).toBe(lastModified)
  })

  test.each<[string, PolicyOptions, Partial<StoredResponse>, string]>([
    ['no-cache', {}, { mustValidate: true, mustNotBeStale: false }, 'RFC 9111 §5.2.2.4'],
    ['no-cache="Set-Cookie"', {}, { mustValidate: true }, 'RFC 9111 §5.2.2.4: naming fields, too'],
    ['must-revalidate', {}, { mustNotBeStale: true, mustValidate: false }, 'RFC 9111 §5.2.2.2'],
    ['must-revalidate', { shared: false }, { mustNotBeStale: true }, 'RFC 9111 §5.2.2.2'],
    ['proxy-revalidate', {}, { mustNotBeStale: true }, 'RFC 9111 §5.2.2.8'],
    [
      'proxy-revalidate',
      { shared: false },
      { mustNotBeStale: false },
      'RFC 9111 §5.2.2.8: not for private caches',
    ],
    ['s-maxage=5', {}, { mustNotBeStale: true }, 'RFC 9111 §5.2.2.10'],
    [
      's-maxage=5',
      { shared: false },
      { mustNotBeStale: false },
      'RFC 9111 §5.2.2.10: not for private caches',
    ],
    ['max-age=5', {}, { mustNotBeStale: false, mustValidate: false, staleIfError: null }, 'no demand'],
  ])('%j under %j demands %j: %s', (...[cacheControl, options, expected]) => {
    expect(storedWith(['Cache-Control', cacheControl], options)).toMatchObject(expected)
  })

  test('joins several lines of Cache-Control and Vary', () => {
    const stored = storedWith([
      'Cache-Control',
      'max-age=5',
      'Vary',
      'B',
      'cache-control',
      'no-cache',
      'vary',
      'A',
    ])
    expect(stored).toMatchObject({ lifetime: 5, mustValidate: true, vary: ['a', 'b'] })
  })
})
