import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'
import { decideReply } from './reply.ts'
import { readRequestFacts } from './request-facts.ts'
import type { ReplyFacts, ReplyVerdict } from './verdicts.ts'

const now = Date.UTC(2026, 0, 1)
const date = formatHttpDate(now)

interface Case extends PolicyOptions {
  readonly status: number
  readonly fields?: string[]
  /** The fields of the stored response; none is stored where they are left out. */
  readonly stored?: string[]
  readonly sent?: 'validators' | 'plain'
  readonly role?: 'client' | 'background'
  readonly method?: string
  readonly request?: string[]
}

function factsOf(given: Case): ReplyFacts {
  const {
    status,
    fields = [],
    stored,
    sent = 'plain',
    role = 'client',
    method = 'GET',
    request: lines = [],
  } = given
  const request = { method, url: 'http://example.com/', fields: lines }
  const old = stored && { status: 200, reason: 'OK', fields: ['Date', date, ...stored] }
  const policy = definePolicy()
  return {
    request,
    facts: readRequestFacts(request),
    reply: { status, reason: '', fields: ['Date', date, ...fields] },
    stored: old
      ? createStoredResponse({ request, reply: old, requestTime: now, responseTime: now }, policy)
      : null,
    validated: sent === 'validators',
    background: role === 'background',
    requestTime: now,
    responseTime: now,
  }
}

function decided(given: Case): ReplyVerdict {
  const { status: _, fields: _f, stored: _s, sent: _v, role: _r, method: _m, request: _q, ...options } = given
  return decideReply(factsOf(given), definePolicy(options))
}

const fresh = ['Cache-Control', 'max-age=60']
const stale = ['Cache-Control', 'max-age=0, stale-if-error=30', 'ETag', '"a"']
const vetoed = ['Cache-Control', 'max-age=0, stale-if-error=30, must-revalidate', 'ETag', '"a"']

describe('decideReply on a whole response', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ status: 200, fields: fresh }, 'reply.store', 'RFC 9111 §3'],
    [{ status: 200, fields: fresh, stored: stale, sent: 'validators' }, 'reply.store', 'RFC 9111 §4.3.3'],
    [{ status: 200, fields: fresh, role: 'background' }, 'reply.store', 'RFC 5861 §3'],
    [{ status: 404, fields: fresh }, 'reply.store', 'RFC 9111 §3'],
    [{ status: 200 }, 'reply.decline', 'nothing to reuse it by'],
    [{ status: 200, fields: fresh, method: 'HEAD' }, 'reply.decline', 'RFC 9111 §3'],
    [{ status: 206, fields: fresh }, 'reply.decline', 'RFC 9111 §3.3'],
    [{ status: 200, fields: ['Cache-Control', 'no-store'] }, 'reply.uncacheable', 'RFC 9111 §5.2.2.5'],
    [{ status: 200, fields: [...fresh, 'Set-Cookie', 'a=b'] }, 'reply.uncacheable', 'RFC 9111 §7.3'],
    [
      { status: 200, fields: [...fresh, 'Set-Cookie', 'a=b'], shared: false },
      'reply.store',
      'a private cache',
    ],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })

  test('hands on what is to be stored', () => {
    const given: Case = { status: 200, fields: fresh }
    const stored = createStoredResponse(factsOf(given), definePolicy())
    expect(decided(given)).toEqual({ type: 'reply.store', stored })
    expect(stored).toMatchObject({ lifetime: 60, status: 200 })
  })
})

describe('decideReply on an error', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ status: 503, stored: stale, sent: 'validators' }, 'reply.masked', 'RFC 5861 §4'],
    [{ status: 503, stored: stale, fields: fresh }, 'reply.masked', 'rather than storing the error'],
    [{ status: 503, stored: vetoed }, 'reply.decline', 'RFC 9111 §5.2.2.2'],
    [{ status: 503 }, 'reply.decline', 'nothing stored'],
    [{ status: 503, fields: fresh }, 'reply.store', 'RFC 9111 §3: an error that says it may be'],
    [{ status: 503, fields: fresh, stored: vetoed }, 'reply.store', 'RFC 9111 §4.3.3: forwarded as it is'],
    [{ status: 500, stored: ['ETag', '"a"'], staleIfError: 9 }, 'reply.masked', 'by default'],
    [{ status: 501, stored: stale }, 'reply.decline', 'not among the statuses'],
    [{ status: 429, stored: stale }, 'reply.decline', 'not among the statuses'],
    [{ status: 429, stored: stale, errorStatuses: [429] }, 'reply.masked', 'unless it is made one'],
    [{ status: 503, stored: stale, errorStatuses: [] }, 'reply.decline', 'switched off'],
    [
      { status: 503, role: 'background', stored: stale },
      'reply.failed',
      'a refresh replaces nothing by an error',
    ],
    [{ status: 503, role: 'background', fields: fresh }, 'reply.failed', 'even by one that may be stored'],
    [{ status: 501, role: 'background', fields: fresh }, 'reply.failed', 'whichever server error it is'],
    [{ status: 503, role: 'background', errorStatuses: [] }, 'reply.failed', 'switched off or not'],
    [
      { status: 429, role: 'background', errorStatuses: [429], fields: fresh },
      'reply.failed',
      'or one made an error',
    ],
    [{ status: 404, role: 'background', fields: fresh }, 'reply.store', 'what is gone is no error'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })
})

describe('decideReply on a 304 (RFC 9111 §4.3.4)', () => {
  const validated: Case = { status: 304, stored: stale, sent: 'validators' }

  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ ...validated, fields: ['ETag', '"a"'] }, 'reply.freshen', 'the same validator'],
    [validated, 'reply.freshen', 'no validator'],
    [{ ...validated, role: 'background' }, 'reply.freshen', 'in the background'],
    [{ ...validated, method: 'HEAD' }, 'reply.freshen', 'in answer to HEAD'],
    [{ ...validated, fields: ['ETag', '"b"'] }, 'reply.orphaned', 'another validator'],
    [{ status: 304, sent: 'validators' }, 'reply.orphaned', 'evicted meanwhile'],
    [{ status: 304, stored: stale }, 'reply.orphaned', 'nothing was asked'],
    [{ status: 304, stored: stale, role: 'background' }, 'reply.orphaned', 'nothing was asked'],
    [
      { ...validated, fields: ['Cache-Control', 'no-store'] },
      'reply.orphaned',
      'it may not be kept any more',
    ],
    [{ ...validated, fields: ['Set-Cookie', 'a=b'] }, 'reply.orphaned', 'it may not be kept any more'],
    [{ ...validated, fields: ['Vary', '*'] }, 'reply.orphaned', 'it could not be selected any more'],
    [
      { ...validated, fields: ['Set-Cookie', 'a=b'], shared: false },
      'reply.freshen',
      'a private cache may keep it',
    ],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })

  test('hands on the stored response as it is updated', () => {
    const verdict = decided({ ...validated, fields: ['Cache-Control', 'max-age=99'] })
    expect(verdict).toMatchObject({
      type: 'reply.freshen',
      stored: { status: 200, lifetime: 99, etag: '"a"' },
    })
  })
})
