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
      immutable: false,
      sharedWithAuthorization: false,
      mustValidate: false,
      mustNotBeStale: false,
      staleWhileRevalidate: 7,
      staleIfError: 8,
      etag: '"a"',
      lastModified: at(-100),
      lastModifiedTime: responseTime - 100_000,
      part: null,
      surrogateKeys: [],
      url: null,
      sharedWith: 'all',
      sensitive: false,
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
    ['a private cache, by Cookie alone', false, [], ['Cookie', 'a=1'], ['cookie'], ['a=1']],
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

  test('keeps every other field: Trailer, too, which is none of a connection (RFC 9110 §6.6.2, §7.6.1)', () => {
    const fields = ['Date', at(0), 'Trailer', 'X-Sum', 'X-Own', '1']
    expect(storedWith(fields).fields).toEqual(fields)
  })

  test('does not keep connection fields, Age and proxy fields (RFC 9111 §3.1)', () => {
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
      ...['Proxy-Authenticate', 'x', 'Proxy-Authentication-Info', 'x', 'Proxy-Authorization', 'x'],
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
    [['ETag', 'a'], 'a'],
    [['ETag', 'a b'], null],
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
    const time = lastModified === null ? null : Date.parse(lastModified)
    expect(storedWith(fields)).toMatchObject({ lastModified, lastModifiedTime: time })
  })

  test.each<[string, PolicyOptions, Partial<StoredResponse>, string]>([
    ['no-cache', {}, { mustValidate: true, mustNotBeStale: false }, 'RFC 9111 §5.2.2.4'],
    [
      'no-cache="Set-Cookie"',
      {},
      { mustValidate: false },
      'RFC 9111 §5.2.2.4: naming a field, not of the rest',
    ],
    ['no-cache="a, ETag"', {}, { mustValidate: true }, 'naming what the rest depends on, of the whole'],
    ['immutable', {}, { immutable: true }, 'RFC 8246 §2'],
    ['public', {}, { sharedWithAuthorization: true }, 'RFC 9111 §3.5'],
    ['must-revalidate', {}, { sharedWithAuthorization: true }, 'RFC 9111 §3.5'],
    ['s-maxage=0', {}, { sharedWithAuthorization: true }, 'RFC 9111 §3.5'],
    ['max-age=5', { shared: false }, { sharedWithAuthorization: true }, 'RFC 9111 §3.5: shared caches only'],
    ['max-age=5', {}, { sharedWithAuthorization: false, immutable: false }, 'RFC 9111 §3.5'],
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

  test.each<[string, PolicyOptions, string[], string]>([
    ['no-cache="set-cookie, X-A"', {}, [], 'RFC 9111 §5.2.2.4'],
    ['no-cache="Set-Cookie, x-a"', { shared: false }, [], 'RFC 9111 §5.2.2.4: in a private cache, too'],
    ['private="Set-Cookie, X-A"', {}, [], 'RFC 9111 §5.2.2.7'],
    ['private="Set-Cookie", no-cache="X-A"', {}, [], 'both'],
    [
      'private="Set-Cookie, X-A"',
      { shared: false },
      ['Set-Cookie', 'a=b', 'X-A', '1'],
      'RFC 9111 §5.2.2.7: for shared caches only',
    ],
    ['no-cache, no-cache="X-A"', {}, ['Set-Cookie', 'a=b', 'X-A', '1'], 'it is about the whole already'],
  ])('%j under %j keeps, of the named fields, %j: %s', (...[cacheControl, options, kept]) => {
    const own = ['Date', at(0), 'Cache-Control', cacheControl]
    const { fields } = storedWith([...own, 'Set-Cookie', 'a=b', 'X-A', '1'], options)
    expect(fields).toEqual([...own, ...kept])
  })

  const partial = (...fields: string[]) => {
    const request = { method: 'GET', url: 'http://example.com/', fields: ['Range', 'bytes=2-'] }
    const reply = { status: 206, reason: '', fields }
    return createStoredResponse({ request, reply, requestTime: 0, responseTime }, definePolicy()).part
  }

  test.each<[string[], StoredResponse['part'], string]>([
    [
      ['Content-Range', 'bytes 2-9/10'],
      { first: 2, last: 9, complete: 10, length: 8, range: 'bytes=2-' },
      'RFC 9110 §14.4',
    ],
    [
      ['Content-Range', 'bytes 2-9/*', 'Content-Length', '8'],
      { first: 2, last: 9, complete: null, length: 8, range: 'bytes=2-' },
      'of an unknown whole',
    ],
    [
      ['Content-Range', 'bytes 2-9/10', 'Content-Length', '7'],
      { first: 2, last: 9, complete: 10, length: 7, range: 'bytes=2-' },
      'that contradicts itself',
    ],
    [['Content-Range', 'bytes 9-2/10'], null, 'RFC 9110 §14.4: invalid'],
    [['Content-Type', 'multipart/byteranges; boundary=a'], null, 'several parts'],
    [
      ['Content-Type', 'multipart/byteranges; boundary=a', 'Content-Range', 'bytes 2-9/10'],
      null,
      'RFC 9110 §15.3.7.2: several parts, whatever it says',
    ],
  ])('of a 206 with %j is the part %j: %s', (...[fields, part]) => {
    expect(partial(...fields)).toEqual(part)
  })

  test('is no part when it is not a 206, whatever it says, and answers no Range that was not sent', () => {
    expect(storedWith(['Content-Range', 'bytes 2-9/10']).part).toBeNull()
    const exchange = {
      request: { method: 'GET', url: 'http://a/', fields: [] },
      requestTime: 0,
      responseTime,
    }
    const reply = { status: 206, reason: '', fields: ['Content-Range', 'bytes 2-9/10'] }
    expect(createStoredResponse({ ...exchange, reply }, definePolicy()).part?.range).toBe('')
  })

  test('is judged by the targeted field, where one governs (RFC 9213 §2.2)', () => {
    const fields = ['Cache-Control', 'no-cache, max-age=5', 'CDN-Cache-Control', 'max-age=60, immutable']
    expect(storedWith(fields)).toMatchObject({ lifetime: 60, mustValidate: false, immutable: true })
    expect(storedWith(fields, { targets: [] })).toMatchObject({ lifetime: 5, mustValidate: true })
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

  test.each<[string[], string[], 'all' | 'cookieless' | 'none']>([
    [['Cache-Control', 'max-age=0'], ['Cookie', 'a'], 'all'],
    [['Cache-Control', 's-maxage=0'], ['Cookie', 'a'], 'all'],
    [['Cache-Control', 'public'], ['Cookie', 'a'], 'all'],
    [['Expires', '0'], ['Cookie', 'a'], 'all'],
    [['Last-Modified', at(-1_000_000)], ['Cookie', 'a'], 'all'],
    [['ETag', '"a"'], ['Cookie', 'a'], 'none'],
    [[], ['Cookie', 'a'], 'none'],
    [[], [], 'cookieless'],
    [['Cache-Control', 'must-revalidate'], [], 'cookieless'],
    [['CDN-Cache-Control', 'must-revalidate', 'Expires', at(60)], [], 'cookieless'],
  ])('with %j, asked for with %j, is shared with %s of those who wait', (fields, asked, expected) => {
    expect(storedWith(fields, {}, asked).sharedWith).toBe(expected)
    expect(storedWith(fields, { shared: false }, asked).sharedWith).toBe('all')
  })
})
