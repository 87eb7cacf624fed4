import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { maximumSeconds } from '../http/delta-seconds.ts'
import { freshenStored } from './freshen.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideStorage } from './storable.ts'
import type { StoringOverrides } from './storage-overrides.ts'

const now = Date.UTC(2026, 0, 1)
const policy = definePolicy()

const exchange = (fields: string[], overrides?: StoringOverrides) => ({
  request: { method: 'GET', url: 'http://example.com/', fields: ['Accept', 'a', 'Cookie', 'c'] },
  reply: { status: 200, reason: '', fields: ['Date', formatHttpDate(now), ...fields] },
  requestTime: now,
  responseTime: now,
  overrides,
})

const stored = (fields: string[], overrides?: StoringOverrides) =>
  createStoredResponse(exchange(fields, overrides), policy)

const own = [
  ...['Cache-Control', 'max-age=60, stale-while-revalidate=5, stale-if-error=6', 'Age', '10'],
  ...['Vary', 'Accept', 'Surrogate-Key', 'a'],
]

describe('an override', () => {
  test.each<[StoringOverrides, object]>([
    [{}, { lifetime: 60, initialAge: 10, staleWhileRevalidate: 5, staleIfError: 6, sensitive: false }],
    [{ ttl: 100 }, { lifetime: 110, initialAge: 10 }],
    [{ ttl: 0 }, { lifetime: 10, initialAge: 10 }],
    [{ ttl: 1.9 }, { lifetime: 11 }],
    [{ maxAge: 100 }, { lifetime: 100, initialAge: 10 }],
    [{ maxAge: 0 }, { lifetime: 0 }],
    [{ ttl: Infinity }, { lifetime: maximumSeconds }],
    [
      { maxAge: Infinity, staleIfError: Infinity },
      { lifetime: maximumSeconds, staleIfError: maximumSeconds },
    ],
    [
      { staleWhileRevalidate: 0, staleIfError: 0 },
      { staleWhileRevalidate: 0, staleIfError: 0 },
    ],
    [
      { staleWhileRevalidate: 7, staleIfError: 8 },
      { staleWhileRevalidate: 7, staleIfError: 8 },
    ],
    [
      { ttl: undefined, maxAge: undefined, staleIfError: undefined },
      { lifetime: 60, staleIfError: 6 },
    ],
    [{ vary: ['Cookie'] }, { vary: ['cookie'], varied: ['c'] }],
    [{ vary: [] }, { vary: [], varied: [] }],
    [{ vary: ['*'] }, { vary: ['*'] }],
    [{ surrogateKeys: ['b', 'a'] }, { surrogateKeys: ['a', 'b'] }],
    [{ surrogateKeys: ['b'], labels: ['c'] }, { surrogateKeys: ['c'] }],
    [{ labels: [] }, { surrogateKeys: [] }],
    [{ sensitive: true }, { sensitive: true }],
  ])('%j makes of a response %j', (overrides, expected) => {
    expect(stored(own, overrides)).toMatchObject(expected)
  })

  test('of the lifetime makes a heuristic one explicit', () => {
    const fields = ['Last-Modified', formatHttpDate(now - 1_000_000)]
    expect(stored(fields)).toMatchObject({ heuristic: true, lifetime: 100 })
    expect(stored(fields, { ttl: 5 })).toMatchObject({ heuristic: false, lifetime: 5 })
  })

  test('changes no veto of the response', () => {
    const fields = ['Cache-Control', 's-maxage=5']
    expect(stored(fields, { staleWhileRevalidate: 60 })).toMatchObject({ mustNotBeStale: true })
  })

  test('names the target URI where the key does not', () => {
    const named = createStoredResponse({ ...exchange(own), namedUrl: 'http://example.com/x' }, policy)
    expect([named.url, stored(own).url]).toEqual(['http://example.com/x', null])
  })
})

test('what was once sensitive stays so, whoever brings it up to date', () => {
  const sensitive = stored(own, { sensitive: true })
  expect(freshenStored(sensitive, exchange(own), policy).sensitive).toBe(true)
  expect(freshenStored(stored(own), exchange(own, { sensitive: true }), policy).sensitive).toBe(true)
  expect(freshenStored(stored(own), exchange(own), policy).sensitive).toBe(false)
})

describe('whether a response may be stored', () => {
  const decided = (status: number, fields: string[], overrides: StoringOverrides) => {
    const { reply, ...others } = exchange(fields, overrides)
    const candidate = createStoredResponse({ ...others, reply: { ...reply, status } }, policy)
    return decideStorage({ facts: readRequestFacts(others.request), candidate, policy, overrides })
  }

  test.each<[number, string[], StoringOverrides]>([
    [302, [], { ttl: 60 }],
    [302, [], { maxAge: 60 }],
    [200, [], { ttl: 60 }],
  ])('is decided by whoever gives it a lifetime: %d %j with %j', (status, fields, overrides) => {
    expect(decided(status, fields, {}).type).toBe('decline')
    expect(decided(status, fields, overrides).type).toBe('storable')
  })

  test.each<[string[], string]>([
    [['Cache-Control', 'no-store'], 'no-store'],
    [['Cache-Control', 'private'], 'private'],
    [['Set-Cookie', 'a=b'], 'set-cookie'],
    [['Vary', '*'], 'vary-any'],
  ])('is a matter of the response that says %j, whatever lifetime it is given', (fields, reason) => {
    expect(decided(200, fields, { ttl: 60 })).toEqual({ type: 'uncacheable', reason })
  })

  test('hangs on the fields that select it as they are in the end', () => {
    expect(decided(200, ['Vary', '*'], { ttl: 60, vary: ['accept'] }).type).toBe('storable')
  })
})
