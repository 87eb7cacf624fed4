import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideStorage, lacksPermission, type RefusalReason } from './storable.ts'

const now = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(now + seconds * 1000)

interface Case extends PolicyOptions {
  readonly status?: number
  readonly method?: string
  readonly request?: string[]
}

/** What is decided about a response with these fields; the entity tag makes it worth storing. */
function decided(fields: string[], given: Case = {}, validator: string[] = ['ETag', '"a"']) {
  const { status = 200, method = 'GET', request: requestFields = [], ...options } = given
  const policy = definePolicy(options)
  const request = { method, url: 'http://example.com/', fields: requestFields }
  const reply = { status, reason: '', fields: ['Date', at(0), ...validator, ...fields] }
  const candidate = createStoredResponse({ request, reply, requestTime: now, responseTime: now }, policy)
  return decideStorage({ facts: readRequestFacts(request), candidate, policy })
}

const fresh = ['Cache-Control', 'max-age=60']
const authorized = ['Authorization', 'Basic x']

describe('decideStorage stores', () => {
  test.each<[string[], Case, string]>([
    [fresh, {}, 'RFC 9111 §3: explicit freshness'],
    [['Expires', at(60)], {}, 'RFC 9111 §3: Expires'],
    [['Expires', at(60)], { status: 302 }, 'RFC 9111 §3: Expires, whatever the status'],
    [['Cache-Control', 's-maxage=60'], { status: 302 }, 'RFC 9111 §3: s-maxage in a shared cache'],
    [fresh, { status: 302 }, 'RFC 9111 §3: any final status, when it is fresh explicitly'],
    [fresh, { status: 299 }, 'RFC 9111 §3: one that is not understood, too'],
    [fresh, { status: 503 }, 'RFC 9111 §3: an error, too'],
    [fresh, { status: 599 }, 'RFC 9111 §3: to the last status'],
    [[], {}, 'RFC 9110 §15.1: a status that is cacheable by heuristics'],
    [['Cache-Control', 'public'], { status: 302 }, 'RFC 9111 §3: public'],
    [['Cache-Control', 'private'], { status: 302, shared: false }, 'RFC 9111 §3: private in a private cache'],
    [['Cache-Control', 'no-cache'], {}, 'RFC 9111 §5.2.2.4: no-cache is not no-store'],
    [
      ['Cache-Control', 'must-understand, no-store, max-age=60'],
      {},
      'RFC 9111 §5.2.2.3: sets no-store aside',
    ],
    [
      ['Cache-Control', 'private="x"', ...fresh],
      { shared: false },
      'RFC 9111 §5.2.2.7: for shared caches only',
    ],
    [[...fresh, 'Set-Cookie', 'a=b'], { shared: false }, 'a cookie in a private cache'],
    [
      [...fresh, 'Set-Cookie', 'a=b'],
      { setCookie: 'store' },
      'RFC 9111 §7.3: a cookie, where that is chosen',
    ],
    [['Cache-Control', 'private="set-cookie", max-age=60', 'Set-Cookie', 'a=b'], {}, 'RFC 9111 §5.2.2.7'],
    [[...fresh, 'Content-Range', 'bytes 0-4/10'], { status: 206 }, 'RFC 9111 §3: a part that says which'],
    [
      ['Cache-Control', 'must-understand, no-store, max-age=60', 'Content-Range', 'bytes 0-4/10'],
      { status: 206 },
      'RFC 9111 §3: 206 is understood',
    ],
    [['CDN-Cache-Control', 'max-age=60', 'Cache-Control', 'no-store'], {}, 'RFC 9213 §3.1'],
    [['CDN-Cache-Control', 'max-age=60', 'Cache-Control', 'private'], { status: 302 }, 'RFC 9213 §2.2'],
    [[...fresh, 'Vary', 'Accept'], {}, 'RFC 9111 §4.1'],
    [['Cache-Control', 'public, max-age=60'], { request: authorized }, 'RFC 9111 §3.5: public'],
    [
      ['Cache-Control', 'must-revalidate, max-age=60'],
      { request: authorized },
      'RFC 9111 §3.5: must-revalidate',
    ],
    [['Cache-Control', 's-maxage=60'], { request: authorized }, 'RFC 9111 §3.5: s-maxage'],
    [fresh, { request: authorized, shared: false }, 'RFC 9111 §3.5: for shared caches only'],
  ])('%j under %j: %s', (fields, given, _clause) => {
    expect(decided(fields, given)).toEqual({ type: 'storable' })
  })
})

describe('decideStorage declines', () => {
  test.each<[string[], Case, RefusalReason, string]>([
    [fresh, { method: 'HEAD' }, 'method', 'RFC 9111 §3: there is no content to reuse'],
    [fresh, { method: 'POST' }, 'method', 'RFC 9111 §3: the method must be understood'],
    [fresh, { request: ['Cache-Control', 'no-store'] }, 'request-no-store', 'RFC 9111 §5.2.1.5'],
    [fresh, { status: 199 }, 'status', 'RFC 9111 §3: final'],
    [fresh, { status: 206 }, 'status', 'RFC 9110 §15.3.7: which part it is was not said'],
    [
      ['CDN-Cache-Control', 'a', 'Expires', at(60)],
      { status: 302 },
      'not-cacheable',
      'RFC 9213 §2.2: Expires is ignored',
    ],
    [fresh, { status: 304 }, 'status', 'RFC 9111 §3: no response of its own'],
    [fresh, { status: 428 }, 'status', 'RFC 6585 §3: never'],
    [fresh, { status: 429 }, 'status', 'RFC 6585 §4: never'],
    [fresh, { status: 431 }, 'status', 'RFC 6585 §5: never'],
    [fresh, { status: 511 }, 'status', 'RFC 6585 §6: never'],
    [
      ['Cache-Control', 'must-understand, public'],
      { status: 429 },
      'status',
      'RFC 6585 §4: whatever it says',
    ],
    [fresh, { status: 600 }, 'status', 'RFC 9110 §15: outside the range of statuses'],
    [fresh, { request: authorized }, 'authorization', 'RFC 9111 §3.5'],
    [
      ['Cache-Control', 'max-age=60, proxy-revalidate'],
      { request: authorized },
      'authorization',
      'RFC 9111 §3.5',
    ],
    [[], { status: 302 }, 'not-cacheable', 'RFC 9111 §3: nothing says that it may be'],
    [[], { status: 500 }, 'not-cacheable', 'RFC 9110 §15.1'],
    [['Cache-Control', 's-maxage=60'], { status: 302, shared: false }, 'not-cacheable', 'RFC 9111 §5.2.2.10'],
    [['Cache-Control', 'no-store'], { status: 500 }, 'no-store', 'an error from the first one on'],
    [
      ['Cache-Control', 'no-store'],
      { status: 503 },
      'no-store',
      'an error says nothing of the next response',
    ],
  ])('%j under %j because of %s: %s', (...[fields, given, reason]) => {
    expect(decided(fields, given)).toEqual({ type: 'decline', reason })
  })
})

describe('decideStorage finds uncacheable', () => {
  test.each<[string[], Case, RefusalReason, string]>([
    [['Cache-Control', 'no-store, max-age=60'], {}, 'no-store', 'RFC 9111 §5.2.2.5'],
    [
      ['Cache-Control', 'no-store'],
      { shared: false },
      'no-store',
      'RFC 9111 §5.2.2.5: in private caches, too',
    ],
    [
      ['Cache-Control', 'must-understand, max-age=60'],
      { status: 299 },
      'not-understood',
      'RFC 9111 §5.2.2.3',
    ],
    [['Cache-Control', 'private, max-age=60'], {}, 'private', 'RFC 9111 §5.2.2.7'],
    [
      ['Cache-Control', 'private="content-type", max-age=60'],
      {},
      'private',
      'RFC 9111 §5.2.2.7: naming what the rest depends on',
    ],
    [[...fresh, 'Set-Cookie', 'a=b'], {}, 'set-cookie', 'RFC 9111 §7.3'],
    [[...fresh, 'CDN-Cache-Control', 'no-store'], {}, 'no-store', 'RFC 9213 §2.2'],
    [[...fresh, 'CDN-Cache-Control', 'private'], {}, 'private', 'RFC 9213 §2.2'],
    [[...fresh, 'Vary', '*'], {}, 'vary-any', 'RFC 9111 §4.1'],
    [[...fresh, 'Vary', '*'], { shared: false }, 'vary-any', 'RFC 9111 §4.1'],
  ])('%j under %j because of %s: %s', (...[fields, given, reason]) => {
    expect(decided(fields, given)).toEqual({ type: 'uncacheable', reason })
  })
})

describe('lacksPermission (RFC 9111 §3.5)', () => {
  test.each<[string[], string, boolean, boolean, string]>([
    [authorized, 'max-age=60', true, true, 'nothing permits it'],
    [authorized, 'public', true, false, 'the origin does'],
    [[], 'max-age=60', true, false, 'nobody is known'],
    [authorized, 'max-age=60', false, false, 'a private cache needs none for what a shared one has stored'],
  ])('of a request with %j to what was stored with %j, shared %j: %j (%s)', (...row) => {
    const [fields, cacheControl, shared, expected] = row
    const request = { method: 'GET', url: 'http://example.com/', fields }
    const reply = { status: 200, reason: '', fields: ['Cache-Control', cacheControl] }
    const exchange = { request, reply, requestTime: now, responseTime: now }
    const candidate = createStoredResponse(exchange, definePolicy())
    const facts = readRequestFacts(request)
    expect(lacksPermission({ facts, candidate, policy: definePolicy({ shared }) })).toBe(expected)
  })
})

describe('decideStorage declines what could never be reused', () => {
  test.each<[string[], Case, 'storable' | 'decline', string]>([
    [[], {}, 'decline', 'neither fresh, nor with a validator, nor with a stale window'],
    [['Cache-Control', 'max-age=0'], {}, 'decline', 'the same, explicitly'],
    [['Cache-Control', 'max-age=5', 'Age', '5'], {}, 'decline', 'stale on arrival'],
    [['Cache-Control', 'max-age=5', 'Age', '4'], {}, 'storable', 'fresh for a second'],
    [['Last-Modified', at(0)], {}, 'storable', 'with a validator'],
    [['ETag', '"a"', 'Cache-Control', 'no-cache'], {}, 'storable', 'with a validator'],
    [
      ['Cache-Control', 'max-age=0, stale-while-revalidate=1'],
      {},
      'storable',
      'inside stale-while-revalidate',
    ],
    [['Cache-Control', 'max-age=0, stale-if-error=1'], {}, 'storable', 'inside stale-if-error'],
    [['Cache-Control', 'max-age=0'], { staleIfError: 5 }, 'storable', 'inside the default stale-if-error'],
    [['Cache-Control', 'max-age=0'], { staleWhileRevalidate: 5 }, 'storable', 'inside the default window'],
    [
      ['Cache-Control', 'max-age=0, stale-if-error=0'],
      { staleIfError: 5 },
      'decline',
      'what the origin says counts',
    ],
    [
      ['Cache-Control', 'max-age=0, must-revalidate'],
      { staleIfError: 5 },
      'decline',
      'a veto against stale reuse',
    ],
    [['Cache-Control', 'no-cache, max-age=0'], { staleIfError: 5 }, 'decline', 'a veto without a validator'],
  ])('%j under %j: %s (%s)', (...[fields, given, type]) => {
    expect(decided(fields, given, [])).toEqual(
      type === 'storable' ? { type } : { type, reason: 'never-reusable' },
    )
  })
})
