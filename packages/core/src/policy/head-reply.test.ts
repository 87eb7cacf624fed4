import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { decideHeadReply } from './head-reply.ts'
import type { PolicyOptions } from './policy-options.ts'
import { readRequestFacts } from './request-facts.ts'
import type { ReplyVerdict } from './verdicts.ts'

const then = Date.UTC(2026, 0, 1)
const now = then + 100_000
const date = (time: number) => ['Date', formatHttpDate(time)]

const held = ['Cache-Control', 'max-age=60, stale-while-revalidate=60', 'ETag', '"a"', 'Content-Length', '10']

interface Case extends PolicyOptions {
  readonly status?: number
  readonly fields?: string[]
  readonly stored?: Partial<StoredResponse> | null
  /** The fields of the stored response. */
  readonly held?: string[]
  readonly request?: string[]
}

function storedOf({ held: fields = held, stored }: Case, options: PolicyOptions): StoredResponse {
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  const reply = { status: 200, reason: 'OK', fields: [...date(then), ...fields] }
  const exchange = { request, reply, requestTime: then, responseTime: then }
  return { ...createStoredResponse(exchange, definePolicy(options)), ...stored }
}

function decided(given: Case): ReplyVerdict {
  const { status = 200, fields = [], stored, held: _, request: lines = [], ...options } = given
  const request = { method: 'HEAD', url: 'http://example.com/', fields: lines }
  return decideHeadReply(
    {
      request,
      facts: readRequestFacts(request),
      reply: { status, reason: '', fields: [...date(now), ...fields] },
      stored: stored === null ? null : storedOf(given, options),
      ask: 'validate',
      background: false,
      requestTime: now,
      responseTime: now,
    },
    definePolicy(options),
  )
}

const equal = ['ETag', '"a"']
const part = { first: 0, last: 4, complete: 10, length: 5, range: '' }
const ofPart = { status: 206, reason: 'Partial Content', part }
const user = ['Authorization', 'Basic x']

describe('decideHeadReply (RFC 9111 §4.3.5)', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ fields: equal }, 'reply.freshen', 'the same validator'],
    [{ fields: [...equal, 'Content-Length', '10'] }, 'reply.freshen', 'and the same length'],
    [{ fields: ['ETag', '"b"'] }, 'reply.expire', 'another validator'],
    [{ fields: [...equal, 'Content-Length', '11'] }, 'reply.expire', 'another length'],
    [{ fields: ['Content-Length', '11'] }, 'reply.expire', 'another length, and no validator'],
    [{ fields: ['Content-Length', '10'] }, 'reply.decline', 'the same length alone says nothing'],
    [{ fields: ['Cache-Control', 'max-age=9'] }, 'reply.decline', 'nothing to compare'],
    [{ held: ['Cache-Control', 'max-age=60'], fields: equal }, 'reply.expire', 'none is stored'],
    [{ fields: equal, stored: ofPart }, 'reply.freshen', 'a part'],
    [
      { fields: [...equal, 'Content-Length', '10'], stored: ofPart },
      'reply.freshen',
      'a part of as much as that',
    ],
    [
      { fields: [...equal, 'Content-Length', '5'], stored: ofPart },
      'reply.expire',
      'a part of more than that',
    ],
    [{ fields: equal, stored: { status: 404 } }, 'reply.expire', 'what was not there is there now'],
    [{ fields: [], stored: { status: 301 } }, 'reply.expire', 'what was elsewhere is here now'],
    [{ fields: equal, stored: null }, 'reply.decline', 'nothing is stored'],
    [{ status: 404, fields: equal }, 'reply.decline', 'it is about 200'],
    [{ status: 410, fields: ['ETag', '"b"'] }, 'reply.decline', 'it is about 200'],
    [{ fields: [...equal, 'Cache-Control', 'no-store'] }, 'reply.expire', 'it may not be kept any more'],
    [{ fields: [...equal, 'Vary', '*'] }, 'reply.expire', 'it could not be selected any more'],
    [{ fields: equal, request: user }, 'reply.decline', 'RFC 9111 §3.5'],
    [{ fields: ['ETag', '"b"'], request: user }, 'reply.decline', 'RFC 9111 §3.5'],
    [{ fields: equal, request: user, shared: false }, 'reply.freshen', 'a cache of one user'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })

  test('updates the stored response by all that the reply brings', () => {
    const verdict = decided({
      fields: [...equal, 'Cache-Control', 'max-age=99', 'X', '2', 'Content-Length', '10'],
    })
    expect(verdict).toMatchObject({
      type: 'reply.freshen',
      stored: { status: 200, lifetime: 99, etag: '"a"', responseTime: now, part: null },
    })
    expect(verdict).toHaveProperty('stored.fields', [
      ...['ETag', '"a"', 'Content-Length', '10', ...date(now)],
      ...['Cache-Control', 'max-age=99', 'X', '2'],
    ])
  })

  test('keeps the part that it updates', () => {
    expect(decided({ fields: equal, stored: ofPart })).toMatchObject({ stored: ofPart })
  })

  test('leaves of what it expires nothing but its freshness', () => {
    const stored = storedOf({}, {})
    expect(stored).toMatchObject({ lifetime: 60, staleWhileRevalidate: 60 })
    expect(decided({ fields: ['ETag', '"b"'], staleWhileRevalidate: 60 })).toEqual({
      type: 'reply.expire',
      stored: { ...stored, lifetime: 0, staleWhileRevalidate: 0 },
    })
  })
})
