import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatHttpDate } from '../http/http-date.ts'
import { requestArbitrary } from '../testing/request-arbitrary.ts'
import { responseArbitrary } from '../testing/response-arbitrary.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'
import type { StorageAction } from './forced-action.ts'
import { decideReply, decideReplyFailure } from './reply.ts'
import { readRequestFacts } from './request-facts.ts'
import type { Ask, ReplyFacts, ReplyVerdict } from './verdicts.ts'

const now = Date.UTC(2026, 0, 1)
const date = formatHttpDate(now)

interface Case extends PolicyOptions {
  readonly status: number
  readonly fields?: string[]
  /** The fields of the stored response; none is stored where they are left out. */
  readonly stored?: string[]
  readonly ask?: Ask
  readonly role?: 'client' | 'background'
  readonly method?: string
  readonly request?: string[]
}

function factsOf(given: Case): ReplyFacts {
  const {
    status,
    fields = [],
    stored,
    ask = 'plain',
    role = 'client',
    method = 'GET',
    request: lines = [],
  } = given
  const request = { method, url: 'http://example.com/', fields: lines }
  const storedStatus = stored?.includes('Content-Range') === true ? 206 : 200
  const old = stored && { status: storedStatus, reason: 'OK', fields: ['Date', date, ...stored] }
  const policy = definePolicy()
  return {
    request,
    facts: readRequestFacts(request),
    reply: { status, reason: '', fields: ['Date', date, ...fields] },
    stored: old
      ? createStoredResponse({ request, reply: old, requestTime: now, responseTime: now }, policy)
      : null,
    ask,
    background: role === 'background',
    requestTime: now,
    responseTime: now,
  }
}

function decided(given: Case): ReplyVerdict {
  const { status: _, fields: _f, stored: _s, ask: _a, role: _r, method: _m, request: _q, ...options } = given
  return decideReply(factsOf(given), definePolicy(options))
}

const fresh = ['Cache-Control', 'max-age=60']
const stale = ['Cache-Control', 'max-age=0, stale-if-error=30', 'ETag', '"a"']
const vetoed = ['Cache-Control', 'max-age=0, stale-if-error=30, must-revalidate', 'ETag', '"a"']

const ofPart = [...stale, 'Content-Range', 'bytes 0-4/10']
const modified = formatHttpDate(now - 9000)
const datedPart = [...ofPart, 'Last-Modified', modified]
const within = ['Range', 'bytes=1-2']

describe('decideReply on a whole response', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ status: 200, fields: fresh }, 'reply.store', 'RFC 9111 §3'],
    [{ status: 200, fields: fresh, stored: stale, ask: 'validate' }, 'reply.store', 'RFC 9111 §4.3.3'],
    [{ status: 200, fields: fresh, role: 'background' }, 'reply.store', 'RFC 5861 §3'],
    [{ status: 404, fields: fresh }, 'reply.store', 'RFC 9111 §3'],
    [{ status: 200 }, 'reply.decline', 'nothing to reuse it by'],
    [{ status: 200, fields: fresh, method: 'HEAD' }, 'reply.decline', 'RFC 9111 §3'],
    [{ status: 200, fields: fresh, stored: ofPart, ask: 'complete' }, 'reply.store', 'RFC 9110 §14.2'],
    [{ status: 200, fields: fresh, stored: ofPart, request: within }, 'reply.store', 'RFC 9110 §14.2'],
    [{ status: 410, fields: fresh, stored: stale, ask: 'validate' }, 'reply.store', 'RFC 9111 §4.3.3'],
    [{ status: 404, stored: stale, ask: 'validate' }, 'reply.decline', 'RFC 9111 §4.3.3: it goes'],
    [{ status: 404, fields: fresh, stored: ofPart, ask: 'complete' }, 'reply.store', 'there is no rest'],
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

describe('decideReply on a part (RFC 9111 §3.3, §3.4)', () => {
  const part = [...fresh, 'ETag', '"a"', 'Content-Range', 'bytes 5-9/10']

  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ status: 206, fields: part, request: ['Range', 'bytes=5-'] }, 'reply.store', 'RFC 9111 §3.3'],
    [
      { status: 206, fields: part, request: ['Range', 'bytes=5-'], stored: ofPart },
      'reply.combine',
      'RFC 9111 §3.4',
    ],
    [{ status: 206, fields: part, stored: ofPart, ask: 'complete' }, 'reply.combine', 'RFC 9111 §3.4'],
    [{ status: 206, fields: fresh, request: within }, 'reply.decline', 'it does not say which part'],
    [
      { status: 206, fields: ['Cache-Control', 'no-store'], request: within },
      'reply.decline',
      'nor what comes next',
    ],
    [{ status: 206, fields: part }, 'reply.decline', 'nobody asked for it'],
    [{ status: 206, fields: part, role: 'background' }, 'reply.decline', 'nobody asked for it'],
    [{ status: 206, fields: part, method: 'HEAD', request: within }, 'reply.decline', 'RFC 9110 §14.2'],
    [{ status: 206, fields: fresh, stored: ofPart, ask: 'complete' }, 'reply.orphaned', 'it is not the rest'],
    [{ status: 416, stored: ofPart, ask: 'complete' }, 'reply.orphaned', 'there is no rest'],
    [{ status: 416, fields: fresh, request: within }, 'reply.decline', 'RFC 9110 §15.5.17'],
    [{ status: 416, fields: fresh }, 'reply.store', 'whatever it means without Range, it means for all'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })
})

describe('decideReply on a reply to HEAD (RFC 9111 §4.3.5)', () => {
  test.each<[Case, ReplyVerdict['type']]>([
    [{ status: 200, method: 'HEAD', stored: stale, fields: ['ETag', '"a"'] }, 'reply.freshen'],
    [{ status: 200, method: 'HEAD', stored: stale, fields: ['ETag', '"b"'] }, 'reply.expire'],
    [{ status: 200, method: 'HEAD', stored: stale, fields: fresh }, 'reply.decline'],
    [{ status: 410, method: 'HEAD', stored: stale, fields: fresh }, 'reply.decline'],
    [{ status: 503, method: 'HEAD', stored: stale }, 'reply.masked'],
  ])('%j: %s', (given, type) => {
    expect(decided(given).type).toBe(type)
  })
})

describe('decideReply on an error', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ status: 503, stored: stale, ask: 'validate' }, 'reply.masked', 'RFC 5861 §4'],
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
      { status: 500, role: 'background', errorStatuses: [] },
      'reply.failed',
      'from the first server error on',
    ],
    [
      { status: 429, role: 'background', errorStatuses: [429], fields: fresh },
      'reply.failed',
      'or one made an error',
    ],
    [{ status: 404, role: 'background', fields: fresh }, 'reply.store', 'what is gone is no error'],
    [{ status: 503, stored: ofPart, request: within }, 'reply.masked', 'by the part that was asked for'],
    [{ status: 503, stored: ofPart, ask: 'complete' }, 'reply.decline', 'RFC 9111 §3.3: not by a part of it'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given).type).toBe(type)
  })
})

describe('decideReply on a 304 (RFC 9111 §4.3.4)', () => {
  const validated: Case = { status: 304, stored: stale, ask: 'validate' }

  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ ...validated, fields: ['ETag', '"a"'] }, 'reply.freshen', 'the same validator'],
    [validated, 'reply.freshen', 'no validator'],
    [{ ...validated, role: 'background' }, 'reply.freshen', 'in the background'],
    [{ ...validated, method: 'HEAD' }, 'reply.freshen', 'in answer to HEAD'],
    [{ ...validated, fields: ['ETag', '"b"'] }, 'reply.orphaned', 'another validator'],
    [{ status: 304, ask: 'validate' }, 'reply.orphaned', 'evicted meanwhile'],
    [{ status: 304, stored: stale }, 'reply.failed', 'nothing was asked: it would be for ever'],
    [{ status: 304, stored: stale, role: 'background' }, 'reply.failed', 'nothing was asked'],
    [{ status: 304, stored: ofPart, ask: 'complete' }, 'reply.orphaned', 'the rest was asked for'],
    [{ ...validated, stored: ofPart, request: within }, 'reply.freshen', 'a part has what is asked for'],
    [{ ...validated, stored: ofPart, role: 'background' }, 'reply.freshen', 'a part is refreshed'],
    [
      {
        ...validated,
        stored: datedPart,
        request: [...within, 'If-Range', modified],
        fields: ['ETag', '"a"', 'Last-Modified', date],
      },
      'reply.orphaned',
      'RFC 9110 §13.1.5: now If-Range asks for the whole',
    ],
    [
      { ...validated, stored: datedPart, request: [...within, 'If-Range', modified] },
      'reply.freshen',
      'If-Range is still true',
    ],
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

test('when what the client wants was asked for, it is not asked for again: that would be for ever', () => {
  fc.assert(
    fc.property(
      requestArbitrary({ methods: ['GET', 'GET', 'HEAD'] }),
      responseArbitrary({ statuses: [200, 206, 206, 304, 304, 404, 416, 416, 503] }),
      fc.option(fc.constantFrom(stale, ofPart)),
      fc.constantFrom([], ['Content-Range', 'bytes 5-9/10']),
      fc.boolean(),
      (...[request, head, held, range, background]) => {
        const { stored } = factsOf({ status: 200, ...(held === null ? {} : { stored: held }) })
        const facts = readRequestFacts(request)
        const reply = { ...head, fields: [...head.fields, ...range] }
        const times = { requestTime: now, responseTime: now }
        const given = { request, facts, reply, stored, ask: 'plain', background, ...times } as const
        expect(decideReply(given, definePolicy()).type).not.toBe('reply.orphaned')
      },
    ),
    { numRuns: 500 },
  )
})

test('a failure is masked where stale-if-error permits it, by what has all that is asked for', () => {
  const failure = (given: Case) => ({ ...factsOf(given), now, policy: definePolicy() })
  expect(decideReplyFailure(failure({ status: 200, stored: stale }))).toBe('reply.masked')
  expect(decideReplyFailure(failure({ status: 200, stored: vetoed }))).toBe('reply.failed')
  expect(decideReplyFailure(failure({ status: 200, stored: ofPart, request: within }))).toBe('reply.masked')
  expect(decideReplyFailure(failure({ status: 200, stored: ofPart }))).toBe('reply.failed')
})

describe('an action that was chosen for a reply', () => {
  const chosen = (given: Case, action: StorageAction) =>
    decideReply({ ...factsOf(given), action }, definePolicy())

  test('counts for more than what the reply says', () => {
    const reply = { status: 200, fields: ['Cache-Control', 'no-store'] }
    expect(chosen(reply, 'insert')).toMatchObject({ type: 'reply.store', stored: { status: 200 } })
    expect(chosen({ status: 200, fields: fresh }, 'doNotStore')).toEqual({ type: 'reply.decline' })
  })

  test('counts for more than that an error could be masked', () => {
    const masked: Case = { status: 503, stored: ['Cache-Control', 'max-age=1, stale-if-error=60'] }
    expect(decided(masked)).toEqual({ type: 'reply.masked' })
    expect(chosen(masked, 'doNotStore')).toEqual({ type: 'reply.decline' })
  })
})

test('a reply of no later use, of which nothing is said, is for those who wait; asked for with a cookie for nobody else', () => {
  expect(decided({ status: 200 })).toMatchObject({
    type: 'reply.decline',
    shared: { sharedWith: 'cookieless' },
  })
  expect(decided({ status: 200, request: ['Cookie', 'a'] })).toEqual({ type: 'reply.uncacheable' })
})
