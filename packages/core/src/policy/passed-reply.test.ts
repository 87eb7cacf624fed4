import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { definePolicy } from './default-policy.ts'
import { decidePassedReply } from './passed-reply.ts'
import type { PolicyOptions } from './policy-options.ts'
import { readRequestFacts } from './request-facts.ts'
import { selectVariant } from './select-variant.ts'
import type { CacheMode, PassedReplyVerdict } from './verdicts.ts'

const now = Date.UTC(2026, 0, 1)
const target = 'http://example.com/a'

interface Case extends PolicyOptions {
  readonly method?: string
  readonly url?: string
  readonly request?: string[]
  readonly status?: number
  readonly fields?: string[]
  readonly mode?: CacheMode
}

function decided(given: Case): PassedReplyVerdict {
  const {
    method = 'POST',
    url = target,
    request: lines = [],
    status = 200,
    fields = [],
    mode,
    ...options
  } = given
  const request = { method, url, fields: lines }
  const exchange = {
    ...{ request, facts: readRequestFacts(request), mode: mode ?? 'default' },
    reply: { status, reason: 'OK', fields: ['Date', formatHttpDate(now), ...fields] },
    ...{ requestTime: now - 1000, responseTime: now },
  }
  return decidePassedReply(exchange, definePolicy(options))
}

const describing = ['Content-Location', '/a', 'Cache-Control', 'max-age=60']

describe('decidePassedReply', () => {
  test.each<[Case, PassedReplyVerdict['type'], string]>([
    [{ fields: describing }, 'reply.replacing', 'RFC 9110 §9.3.3'],
    [{ method: 'PATCH', fields: describing }, 'reply.replacing', 'RFC 5789 §2'],
    [{ fields: describing, mode: 'reload' }, 'reply.replacing', 'Fetch §2.2.5: it updates the cache'],
    [{ fields: describing, mode: 'no-cache' }, 'reply.replacing', 'Fetch §2.2.5: it updates the cache'],
    [{ fields: describing, mode: 'no-store' }, 'reply.invalidating', 'Fetch §2.2.5: it does not'],
    [
      { fields: describing, request: ['Cache-Control', 'no-store'] },
      'reply.invalidating',
      'RFC 9111 §5.2.1.5',
    ],
    [{ fields: [...describing, 'Cache-Control', 'no-store'] }, 'reply.invalidating', 'RFC 9111 §5.2.2.5'],
    [{ fields: describing, request: ['Authorization', 'x'] }, 'reply.invalidating', 'RFC 9111 §3.5'],
    [{ fields: describing.slice(2) }, 'reply.invalidating', 'RFC 9110 §9.3.3: no Content-Location'],
    [{ fields: describing.slice(0, 2) }, 'reply.invalidating', 'RFC 9110 §9.3.3: no explicit freshness'],
    [{ method: 'PUT', fields: describing }, 'reply.invalidating', 'RFC 9110 §9.3.4: not to be stored'],
    [{ method: 'DELETE' }, 'reply.invalidating', 'RFC 9111 §4.4'],
    [{ method: 'BREW', status: 302 }, 'reply.invalidating', 'RFC 9111 §4.4: its safety is not known'],
    [{ fields: describing, status: 500 }, 'reply.received', 'RFC 9111 §4.4: an error'],
    [{ method: 'OPTIONS', fields: describing }, 'reply.received', 'RFC 9110 §9.2.1: safe'],
    [{ method: 'GET', fields: describing }, 'reply.received', 'RFC 9110 §9.2.1: safe'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })

  test.each<[Case, readonly string[]]>([
    [{ method: 'PUT' }, [target]],
    [{ method: 'PUT', url: `${target}#b` }, [target]],
    [
      { method: 'PUT', fields: ['Location', '/b#c', 'Content-Location', 'c'] },
      [target, 'http://example.com/b', 'http://example.com/c'],
    ],
    [{ method: 'PUT', fields: ['Location', 'http://example.org/b'] }, [target]],
  ])('%j invalidates what is stored for %j (RFC 9111 §4.4)', (given, uris) => {
    expect(decided(given)).toEqual({ type: 'reply.invalidating', uris })
  })

  test('hands on what replaces the target, for the requests that would have the same answer', () => {
    const request = ['Accept-Language', 'de']
    const verdict = decided({ fields: [...describing, 'Vary', 'Accept-Language', 'Location', '/b'], request })
    if (verdict.type !== 'reply.replacing') throw new Error(verdict.type)
    expect(verdict.uris).toEqual([target, 'http://example.com/b'])
    const { stored: response } = verdict
    expect(response).toMatchObject({ status: 200, lifetime: 60, initialAge: 1, varied: ['de'] })
    const asked = { method: 'GET', url: target, fields: request }
    expect(selectVariant(asked, [{ response }])).toEqual({ response })
    expect(selectVariant({ ...asked, fields: [] }, [{ response }])).toBeUndefined()
  })
})
