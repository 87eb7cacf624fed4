import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideReuse } from './reuse.ts'
import type { Ask, CacheMode, ForwardReason, ReuseVerdict } from './verdicts.ts'

const responseTime = Date.UTC(2026, 0, 1)

interface Case extends PolicyOptions {
  /** Cache-Control of the stored response; it has an entity tag. */
  readonly stored?: string
  /** Seconds since it was stored. */
  readonly age?: number
  /** Cache-Control of the request. */
  readonly request?: string
  readonly mode?: CacheMode
  /** Whether the request has Authorization. */
  readonly user?: 'known'
  /** Seconds since which it has waited for another's fetch, by the time the response was stored. */
  readonly waited?: number
  readonly validator?: 'etag' | 'last-modified' | 'none'
}

const validators = {
  etag: ['ETag', '"a"'],
  'last-modified': ['Last-Modified', formatHttpDate(responseTime)],
  none: [],
}

function decided(given: Case): ReuseVerdict {
  const {
    stored: cacheControl = 'max-age=60',
    age = 0,
    request: asked,
    mode = 'default',
    validator = 'etag',
    user,
    waited,
    ...options
  } = given
  const policy = definePolicy(options)
  const request = {
    method: 'GET',
    url: 'http://example.com/',
    fields: [
      ...(asked === undefined ? [] : ['Cache-Control', asked]),
      ...(user === undefined ? [] : ['Authorization', 'Basic x']),
    ],
  }
  const fields = [
    'Date',
    formatHttpDate(responseTime),
    'Cache-Control',
    cacheControl,
    ...validators[validator],
  ]
  const reply = { status: 200, reason: 'OK', fields }
  const stored = createStoredResponse({ request, reply, requestTime: responseTime, responseTime }, policy)
  const now = responseTime + age * 1000
  const waitedSince = waited === undefined ? null : responseTime - waited * 1000
  return decideReuse({
    facts: readRequestFacts(request),
    stored,
    variants: 'some',
    mode,
    waitedSince,
    now,
    policy,
  })
}

const fresh: ReuseVerdict = { type: 'lookup.fresh' }
const elected: ReuseVerdict = { type: 'lookup.stale', refresh: 'elect' }
const accepted: ReuseVerdict = { type: 'lookup.stale', refresh: 'none' }
const unsatisfied: ReuseVerdict = { type: 'lookup.unsatisfied' }
const validated = (reason: ForwardReason): ReuseVerdict => ({
  type: 'lookup.obliged',
  reason,
  ask: 'validate',
})

const staleWindow = 'max-age=60, stale-while-revalidate=30'

describe('decideReuse by age', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{ age: 0 }, fresh, 'RFC 9111 §4.2'],
    [{ age: 59.999 }, fresh, 'RFC 9111 §4.2: lifetime greater than age'],
    [{ age: 60 }, validated('stale'), 'RFC 9111 §4.2: no longer greater'],
    [{ age: -1000 }, fresh, 'a clock that was set back'],
    [{ stored: staleWindow, age: 60 }, elected, 'RFC 5861 §3'],
    [{ stored: staleWindow, age: 89.999 }, elected, 'RFC 5861 §3: to the end of the window'],
    [{ stored: staleWindow, age: 90 }, validated('stale'), 'RFC 5861 §3: past the window'],
    [{ age: 69, staleWhileRevalidate: 10 }, elected, 'a window by default'],
    [{ age: 70, staleWhileRevalidate: 10 }, validated('stale'), 'past the window by default'],
    [{ stored: staleWindow, age: 60, staleWhileRevalidate: 0 }, elected, 'what the origin says counts'],
    [
      { stored: 'max-age=60, stale-while-revalidate=0', age: 60, staleWhileRevalidate: 9 },
      validated('stale'),
      'also 0',
    ],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse for a request that has waited for another', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{ age: 90, waited: 0 }, fresh, 'RFC 9111 §4: collapsed with it, though stale already'],
    [{ stored: 'max-age=0, must-revalidate', waited: 1 }, fresh, 'RFC 9111 §4: even if it never was fresh'],
    [{ age: 0, waited: 1, request: 'max-age=0' }, fresh, 'RFC 9111 §5.2.1.1: it was asked for meanwhile'],
    [{ age: 60, waited: -1 }, validated('stale'), 'what was stored before it waited is as stale as ever'],
    [{ stored: 'no-cache, max-age=9', waited: 1 }, validated('stale'), 'RFC 9111 §5.2.2.4'],
    [{ waited: 1, request: 'no-cache' }, validated('request'), 'RFC 9111 §5.2.1.4'],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse lets vetoes of the response win', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{ stored: 'no-cache, max-age=60' }, validated('stale'), 'RFC 9111 §5.2.2.4: though it is fresh'],
    [
      { stored: 'no-cache="vary", max-age=60' },
      validated('stale'),
      'RFC 9111 §5.2.2.4: naming what it needs',
    ],
    [{ stored: 'no-cache, max-age=60', request: 'max-stale' }, validated('stale'), 'RFC 9111 §4.2.4'],
    [{ stored: 'no-cache, stale-while-revalidate=9' }, validated('stale'), 'RFC 9111 §4.2.4'],
    [
      { stored: `${staleWindow}, must-revalidate`, age: 30 },
      fresh,
      'RFC 9111 §5.2.2.2: not before it is stale',
    ],
    [{ stored: `${staleWindow}, must-revalidate`, age: 60 }, validated('stale'), 'RFC 9111 §5.2.2.2'],
    [
      { stored: 'max-age=60, must-revalidate', age: 60, request: 'max-stale' },
      validated('stale'),
      'RFC 9111 §4.2.4',
    ],
    [
      { stored: 'max-age=60, must-revalidate', age: 60, staleWhileRevalidate: 9 },
      validated('stale'),
      'RFC 9111 §4.2.4',
    ],
    [{ stored: `${staleWindow}, proxy-revalidate`, age: 60 }, validated('stale'), 'RFC 9111 §5.2.2.8'],
    [{ stored: `${staleWindow}, proxy-revalidate`, age: 60, shared: false }, elected, 'RFC 9111 §5.2.2.8'],
    [{ stored: `${staleWindow}, s-maxage=60`, age: 60 }, validated('stale'), 'RFC 9111 §5.2.2.10'],
    [{ stored: `${staleWindow}, s-maxage=60`, age: 60, shared: false }, elected, 'RFC 9111 §5.2.2.10'],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse heeds what the request says', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{ request: 'no-cache' }, validated('request'), 'RFC 9111 §5.2.1.4'],
    [{ request: 'no-cache, max-stale', age: 60 }, validated('request'), 'RFC 9111 §5.2.1.4: comes first'],
    [{ request: 'max-age=10', age: 9 }, fresh, 'RFC 9111 §5.2.1.1'],
    [{ request: 'max-age=10', age: 10 }, validated('request'), 'RFC 9111 §5.2.1.1: ages are rounded down'],
    [{ request: 'max-age=0', age: 0 }, validated('request'), 'RFC 9111 §5.2.1.1: a reload'],
    [{ request: 'max-age=100', age: 60 }, validated('stale'), 'RFC 9111 §5.2.1.1: nor a stale one'],
    [
      { request: 'max-age=100', age: 60, stored: staleWindow },
      validated('stale'),
      'RFC 9111 §5.2.1.1: nor then',
    ],
    [{ request: 'max-age=100, max-stale', age: 60 }, accepted, 'RFC 9111 §5.2.1.1: unless with max-stale'],
    [{ request: 'max-age=50, max-stale', age: 60 }, validated('stale'), 'RFC 9111 §5.2.1.1: both are limits'],
    [{ request: 'min-fresh=20', age: 40 }, fresh, 'RFC 9111 §5.2.1.3'],
    [{ request: 'min-fresh=20', age: 41 }, validated('request'), 'RFC 9111 §5.2.1.3'],
    [{ request: 'min-fresh=20', age: 60, stored: staleWindow }, validated('stale'), 'RFC 9111 §5.2.1.3'],
    [{ request: 'min-fresh=0', age: 60, stored: staleWindow }, validated('stale'), 'RFC 9111 §5.2.1.3'],
    [{ request: 'max-stale', age: 10_000 }, accepted, 'RFC 9111 §5.2.1.2: of any age'],
    [{ request: 'max-stale=10', age: 69 }, accepted, 'RFC 9111 §5.2.1.2'],
    [{ request: 'max-stale=10', age: 70 }, validated('stale'), 'RFC 9111 §5.2.1.2'],
    [
      { request: 'max-stale=10', age: 65, stored: staleWindow },
      elected,
      'inside stale-while-revalidate it is refreshed',
    ],
    [
      { request: 'max-stale=10', age: 75, stored: staleWindow },
      validated('stale'),
      'and max-stale limits that window',
    ],
    [{ request: 'max-stale=0', age: 60, stored: staleWindow }, validated('stale'), 'also when it is 0'],
    [{ request: 'max-stale=10', age: 30 }, fresh, 'what is fresh is not stale'],
    [{ request: 'no-transform', age: 30 }, fresh, 'nothing about reuse'],
    [{ request: 'no-transform', age: 60, stored: staleWindow }, elected, 'nothing about reuse'],
    [{ request: 'only-if-cached', age: 30 }, fresh, 'RFC 9111 §5.2.1.7'],
    [{ request: 'only-if-cached', age: 60 }, unsatisfied, 'RFC 9111 §5.2.1.7'],
    [{ request: 'only-if-cached, max-stale', age: 60 }, accepted, 'RFC 9111 §5.2.1.7'],
    [
      { request: 'only-if-cached', age: 60, stored: staleWindow },
      accepted,
      'RFC 9111 §5.2.1.7: and no refresh',
    ],
    [{ request: 'only-if-cached, max-age=0' }, unsatisfied, 'RFC 9111 §5.2.1.7'],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse takes immutable at its word (RFC 8246 §2)', () => {
  const stored = 'max-age=60, immutable'

  test.each<[Case, ReuseVerdict, string]>([
    [{ stored, request: 'max-age=0', age: 30 }, fresh, 'a reload needs no validation'],
    [{ stored, request: 'max-age=0', age: 60 }, validated('stale'), 'but when it is stale'],
    [{ stored, request: 'max-age=0, max-stale', age: 60 }, validated('stale'), 'at once'],
    [{ stored, request: 'no-cache', age: 30 }, validated('request'), 'or when the client insists'],
    [{ stored, mode: 'no-cache', age: 30 }, validated('request'), 'or when the caller does'],
    [{ stored, request: 'min-fresh=50', age: 30 }, validated('request'), 'time left is another matter'],
  ])('%j: %j (%s)', (given, verdict, _case) => {
    expect(decided(given)).toEqual(verdict)
  })
})

test('a response without Cache-Control is not immutable', () => {
  const policy = definePolicy()
  const request = { method: 'GET', url: 'http://example.com/', fields: ['Cache-Control', 'max-age=0'] }
  const fields = ['Expires', formatHttpDate(responseTime + 60_000), 'ETag', '"a"']
  const reply = { status: 200, reason: 'OK', fields }
  const stored = createStoredResponse({ request, reply, requestTime: responseTime, responseTime }, policy)
  const facts = readRequestFacts(request)
  expect(
    decideReuse({
      facts,
      stored,
      variants: 'some',
      mode: 'default',
      waitedSince: null,
      now: responseTime,
      policy,
    }),
  ).toEqual(validated('request'))
})

describe('decideReuse by cache mode (Fetch §4.6)', () => {
  const unconditional: ReuseVerdict = { type: 'lookup.obliged', reason: 'request', ask: 'plain' }

  test.each<[Case, ReuseVerdict]>([
    [{ mode: 'reload' }, unconditional],
    [{ mode: 'no-store' }, unconditional],
    [{ mode: 'no-cache' }, validated('request')],
    [{ mode: 'no-cache', request: 'only-if-cached' }, unsatisfied],
    [{ mode: 'force-cache' }, fresh],
    [{ mode: 'force-cache', age: 10_000 }, accepted],
    [{ mode: 'force-cache', age: 10_000, stored: 'max-age=60, must-revalidate' }, accepted],
    [{ mode: 'force-cache', stored: 'no-cache, max-age=60' }, fresh],
    [{ mode: 'force-cache', request: 'no-cache' }, fresh],
    [{ mode: 'only-if-cached' }, fresh],
    [{ mode: 'only-if-cached', age: 10_000 }, accepted],
    [{ mode: 'only-if-cached', stored: 'no-cache' }, accepted],
  ])('%j: %j', (given, verdict) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse says whether validation is worth while', () => {
  test.each<[Case['validator'], Ask]>([
    ['etag', 'validate'],
    ['last-modified', 'validate'],
    ['none', 'plain'],
  ])('with %s: %s', (validator, ask) => {
    const verdict = decided({ stored: 'max-age=60', age: 60, ...(validator && { validator }) })
    expect(verdict).toEqual({ type: 'lookup.obliged', reason: 'stale', ask })
  })
})

describe('decideReuse with nothing stored', () => {
  const request = (...fields: string[]) =>
    readRequestFacts({ method: 'GET', url: 'http://example.com/', fields })
  const policy = definePolicy()
  const missed = (reason: ForwardReason): ReuseVerdict => ({
    type: 'lookup.obliged',
    reason,
    ask: 'plain',
  })

  test.each<['none' | 'some', CacheMode, string[], ReuseVerdict]>([
    ['none', 'default', [], missed('uri-miss')],
    ['some', 'default', [], missed('vary-miss')],
    ['none', 'force-cache', [], missed('uri-miss')],
    ['none', 'reload', [], missed('uri-miss')],
    ['none', 'only-if-cached', [], unsatisfied],
    ['some', 'default', ['Cache-Control', 'only-if-cached'], unsatisfied],
    ['none', 'default', ['Authorization', 'Basic x'], missed('uri-miss')],
  ])('with %s other variant, in mode %s, asked with %j: %j', (...[variants, mode, fields, verdict]) => {
    expect(
      decideReuse({
        facts: request(...fields),
        stored: null,
        variants,
        mode,
        waitedSince: null,
        now: 0,
        policy,
      }),
    ).toEqual(verdict)
  })
})

describe('a stale response for all, asked for by a user whom the origin knows', () => {
  test.each<[Case, Ask]>([
    [{}, 'plain'],
    [{ stored: 'max-age=60, public' }, 'validate'],
    [{ stored: 'max-age=60, must-revalidate' }, 'validate'],
    [{ stored: 's-maxage=60' }, 'validate'],
    [{ shared: false }, 'validate'],
  ])('RFC 9111 §3.5, stored %j: %s', (given, ask) => {
    expect(decided({ ...given, age: 70, user: 'known' })).toEqual({
      type: 'lookup.obliged',
      reason: 'stale',
      ask,
    })
  })
})

test('a stale response for all is served to a user whom the origin knows, but refreshed by others', () => {
  const stored = 'max-age=60, stale-while-revalidate=60'
  expect(decided({ stored, age: 70, user: 'known' })).toEqual(accepted)
  expect(decided({ stored, age: 0, user: 'known' })).toEqual(fresh)
  expect(decided({ stored, age: 70 })).toEqual(elected)
  expect(decided({ stored: `${stored}, public`, age: 70, user: 'known' })).toEqual(elected)
})

test('what came while a request with a cookie waited is not for it, where the origin said nothing of caching', () => {
  const asking = (...lines: string[]) => ({ method: 'GET', url: 'http://example.com/', fields: lines })
  const reply = { status: 200, reason: 'OK', fields: ['Date', formatHttpDate(responseTime), 'ETag', '"a"'] }
  const policy = definePolicy()
  const times = { requestTime: responseTime, responseTime }
  const decide = (asked: string[], waiting: string[]) => {
    const stored = createStoredResponse({ request: asking(...asked), reply, ...times }, policy)
    const facts = readRequestFacts(asking(...waiting))
    const known = { variants: 'some', mode: 'default', waitedSince: responseTime, now: responseTime } as const
    return decideReuse({ facts, stored, policy, ...known }).type
  }
  expect(decide([], [])).toBe('lookup.fresh')
  expect(decide([], ['Cookie', 'b'])).toBe('lookup.obliged')
  expect(decide(['Cookie', 'a'], [])).toBe('lookup.obliged')
  expect(decide(['Cookie', 'a'], ['Cookie', 'a'])).toBe('lookup.obliged')
})
