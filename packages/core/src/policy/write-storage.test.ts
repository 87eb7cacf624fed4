import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'
import { readRequestFacts } from './request-facts.ts'
import { mayReplaceTarget } from './write-storage.ts'

const now = Date.UTC(2026, 0, 1)

interface Case extends PolicyOptions {
  readonly method?: string
  readonly url?: string
  readonly status?: number
  readonly request?: string[]
}

function judged(fields: string[], given: Case = {}): boolean {
  const {
    method = 'POST',
    url = 'http://a.example/b?c#d',
    status = 200,
    request: sent = [],
    ...options
  } = given
  const policy = definePolicy(options)
  const request = { method, url, fields: sent }
  const reply = { status, reason: '', fields }
  const candidate = createStoredResponse({ request, reply, requestTime: now, responseTime: now }, policy)
  return mayReplaceTarget({ facts: readRequestFacts(request), candidate, policy, request })
}

const here = ['Content-Location', '/b?c']
const fresh = ['Cache-Control', 'max-age=60']

describe('mayReplaceTarget (RFC 9110 §9.3.3) lets the response be stored', () => {
  test.each<[string[], Case, string]>([
    [[...here, ...fresh], {}, 'with Content-Location and a lifetime'],
    [
      ['Content-Location', 'http://A.example:80/b?c', ...fresh],
      {},
      'RFC 9110 §4.2.3: the same URI in other words',
    ],
    [[...here, 'Expires', formatHttpDate(now + 60_000)], {}, 'with Expires'],
    [[...here, 'Cache-Control', 's-maxage=60'], {}, 'with s-maxage in a shared cache'],
    [[...here, 'CDN-Cache-Control', 'max-age=60'], {}, 'RFC 9213 §2.2: with a targeted lifetime'],
    [[...here, ...fresh], { method: 'PATCH' }, 'RFC 5789 §2: to PATCH'],
    [[...here, ...fresh], { status: 203 }, 'RFC 9110 §15.3.4'],
  ])('%j under %j: %s', (fields, given) => {
    expect(judged(fields, given)).toBe(true)
  })
})

describe('mayReplaceTarget (RFC 9110 §9.3.3) does not', () => {
  test.each<[string[], Case, string]>([
    [fresh, {}, 'without Content-Location'],
    [['Content-Location', '/other', ...fresh], {}, 'with that of another resource'],
    [['Content-Location', 'http://evil.example/b?c', ...fresh], {}, 'nor of another origin'],
    [['Content-Location', 'http://a b/', ...fresh], {}, 'nor with one that is none'],
    [[...here, ...fresh], { url: 'about:blank' }, 'nor where the target is no HTTP resource'],
    [here, {}, 'without explicit freshness'],
    [[...here, 'Last-Modified', formatHttpDate(now - 1e9)], {}, 'by heuristics'],
    [[...here, 'Cache-Control', 's-maxage=60'], { shared: false }, 'by s-maxage in a private cache'],
    [
      [...here, 'Cache-Control', 's-maxage=60', 'Last-Modified', formatHttpDate(now - 1e9)],
      { shared: false },
      'nor by heuristics beside it',
    ],
    [
      [...here, 'CDN-Cache-Control', 'public', 'Expires', formatHttpDate(now + 60_000)],
      {},
      'RFC 9213 §2.2: by Expires that is ignored',
    ],
    [
      [
        ...[...here, 'CDN-Cache-Control', 'public', 'Expires', formatHttpDate(now + 60_000)],
        ...['Last-Modified', formatHttpDate(now - 1e9)],
      ],
      {},
      'RFC 9213 §2.2: nor by heuristics in its place',
    ],
    [[...here, 'Cache-Control', 'max-age=5', 'Age', '5', 'ETag', '"a"'], {}, 'when all of it is used up'],
    [[...here, 'Cache-Control', 'max-age=0', 'ETag', '"a"'], {}, 'when it is stale on arrival'],
    [[...here, ...fresh], { status: 201 }, 'RFC 9110 §15.3.2: what was created is elsewhere'],
    [[...here, ...fresh], { status: 404 }, 'when it is an error'],
    [[...here, ...fresh], { method: 'PUT' }, 'RFC 9110 §9.3.4: to PUT'],
    [[...here, ...fresh], { method: 'DELETE' }, 'RFC 9110 §9.3.5: to DELETE'],
    [[...here, 'Cache-Control', 'no-store, max-age=60'], {}, 'RFC 9111 §5.2.2.5'],
    [[...here, 'Cache-Control', 'private, max-age=60'], {}, 'RFC 9111 §5.2.2.7'],
    [[...here, ...fresh], { request: ['Cache-Control', 'no-store'] }, 'RFC 9111 §5.2.1.5'],
    [[...here, ...fresh], { request: ['Authorization', 'Basic x'] }, 'RFC 9111 §3.5'],
    [[...here, ...fresh, 'Set-Cookie', 'a=b'], {}, 'RFC 9111 §7.3'],
    [[...here, ...fresh, 'Vary', '*'], {}, 'RFC 9111 §4.1'],
  ])('%j under %j: %s', (fields, given) => {
    expect(judged(fields, given)).toBe(false)
  })
})
