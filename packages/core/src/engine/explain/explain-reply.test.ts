import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../../http/http-date.ts'
import { sampleResponse } from '../../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../../testing/sample-transaction.ts'
import type { Input } from '../input.ts'
import { explainStep } from './explain-step.ts'
import type { ReasonCode } from './explanation.ts'

const now = 1_700_000_000_000
const minute = ['Cache-Control', 'max-age=60']

type ReplyInput = Extract<Input, { readonly type: 'reply' }>

interface Situation extends SampleTransactionChanges {
  readonly status?: number
  readonly fields?: readonly string[]
  readonly action?: ReplyInput['action']
  readonly down?: true
  readonly direct?: true
}

function explained(situation: Situation) {
  const { status = 200, fields = minute, action, down, direct, ...changes } = situation
  const transaction = sampleTransaction(direct ? 'direct' : 'awaitBackend.attached', {
    requestTime: now,
    ...changes,
  })
  if (down) transaction.store = 'down'
  const reply = { status, reason: '', fields: ['Date', formatHttpDate(now), ...fields] }
  return explainStep(transaction, { type: 'reply', reply, action }, { now })
}

const stored = sampleResponse({ lifetime: 60 })
const validating: Situation = { stored, ask: 'validate' }
const part = sampleResponse({
  status: 206,
  etag: '"1"',
  part: { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' },
})
const authorization = { fields: ['Authorization', 'Basic x'] }
const ranged = { fields: ['Range', 'bytes=5-9'] }
const rest = ['ETag', '"1"', 'Content-Range', 'bytes 5-9/10', 'Content-Length', '5', ...minute]

/** What comes, the verdict, and the reasons in their order. */
const situations: readonly [string, Situation, string, readonly ReasonCode[]][] = [
  ['what nothing forbids', {}, 'reply.store', ['reply.stored', 'lifetime.max-age']],
  [
    'what was old when it came',
    { fields: [...minute, 'Age', '7'] },
    'reply.store',
    ['reply.stored', 'lifetime.max-age', 'age.on-arrival'],
  ],
  ['no-store', { fields: ['Cache-Control', 'no-store'] }, 'reply.uncacheable', ['reply.no-store']],
  ['private', { fields: ['Cache-Control', 'private'] }, 'reply.uncacheable', ['reply.private']],
  ['Set-Cookie', { fields: [...minute, 'Set-Cookie', 'a=1'] }, 'reply.uncacheable', ['reply.set-cookie']],
  ['Vary: *', { fields: [...minute, 'Vary', '*'] }, 'reply.uncacheable', ['reply.vary-any']],
  ['a reply to Authorization', { request: authorization }, 'reply.decline', ['reply.authorization']],
  [
    'a client that forbids it',
    { request: { fields: ['Cache-Control', 'no-store'] } },
    'reply.decline',
    ['reply.request-no-store'],
  ],
  ['a status that is never stored', { status: 429 }, 'reply.decline', ['reply.status']],
  ['a status that says nothing', { status: 403, fields: [] }, 'reply.decline', ['reply.not-cacheable']],
  [
    'must-understand on a status that is not understood',
    { status: 418, fields: ['Cache-Control', 'max-age=60, must-understand'] },
    'reply.uncacheable',
    ['reply.not-understood'],
  ],
  [
    'no later use',
    { fields: ['Cache-Control', 'max-age=0'] },
    'reply.decline',
    ['reply.never-reusable', 'reply.for-those-who-wait'],
  ],
  [
    'no later use, of what may be for a session',
    { fields: [] },
    'reply.decline',
    ['reply.never-reusable', 'reply.for-those-who-wait'],
  ],
  [
    'no later use, of what was asked with a Cookie',
    { fields: [], request: { fields: ['Cookie', 'a=1'] } },
    'reply.uncacheable',
    ['reply.never-reusable'],
  ],
  ['a part that does not say which', { status: 206 }, 'reply.decline', ['reply.part-of-no-use']],
  [
    'a part of its own',
    { status: 206, request: ranged, fields: rest },
    'reply.store',
    ['reply.stored', 'lifetime.max-age'],
  ],
  [
    'a part that does not say which, to Range',
    { status: 206, request: ranged },
    'reply.decline',
    ['reply.status'],
  ],
  ['a 416', { status: 416, request: ranged }, 'reply.decline', ['reply.part-of-no-use']],
  [
    'the rest of a part',
    { status: 206, stored: part, ask: 'complete', fields: rest },
    'reply.combine',
    ['reply.combined'],
  ],
  [
    'another part than the rest',
    { status: 206, stored: part, ask: 'complete', fields: ['ETag', '"2"', ...rest.slice(2)] },
    'reply.orphaned',
    ['reply.orphaned'],
  ],
  ['a 304', { ...validating, status: 304 }, 'reply.freshen', ['reply.not-modified']],
  [
    'a 304 of another',
    { ...validating, status: 304, fields: ['ETag', '"2"'] },
    'reply.orphaned',
    ['reply.orphaned'],
  ],
  [
    'a 304 with a veto',
    { ...validating, status: 304, fields: ['Cache-Control', 'no-store'] },
    'reply.orphaned',
    ['reply.orphaned', 'reply.no-store'],
  ],
  ['a 304 for a part', { stored: part, ask: 'complete', status: 304 }, 'reply.orphaned', ['reply.orphaned']],
  [
    'a 304 for a part that does not have what is asked for',
    { stored: part, ask: 'validate', status: 304, request: ranged },
    'reply.orphaned',
    ['reply.orphaned'],
  ],
  [
    'a 304 that nobody asked for',
    { status: 304 },
    'reply.failed',
    ['reply.not-modified-unasked', 'reply.error-unmasked'],
  ],
  [
    'HEAD that agrees',
    { stored, request: { method: 'HEAD' }, fields: ['ETag', '"1"', ...minute] },
    'reply.freshen',
    ['reply.head-agrees'],
  ],
  [
    'HEAD that disagrees',
    { stored, request: { method: 'HEAD' }, fields: ['ETag', '"2"'] },
    'reply.expire',
    ['reply.head-disagrees'],
  ],
  [
    'HEAD without anything stored',
    { request: { method: 'HEAD' } },
    'reply.decline',
    ['reply.head-says-nothing'],
  ],
  [
    'an error, and a stored response that may stand in',
    { stored: sampleResponse({ staleIfError: 600 }), status: 503 },
    'reply.masked',
    ['reply.error-masked'],
  ],
  [
    'an error, and a stored response that may not stand in',
    { stored, status: 503, fields: [] },
    'reply.decline',
    ['reply.not-cacheable', 'reply.error-unmasked'],
  ],
  [
    'an error in the background',
    { stored, status: 503, role: 'background' },
    'reply.failed',
    ['reply.error-in-background'],
  ],
  [
    'an error to one that is to invalidate',
    { mode: 'invalidate', status: 500 },
    'reply.decline',
    ['reply.error-invalidates-nothing'],
  ],
  [
    'what another cache calls an error, to one that is to invalidate',
    { mode: 'invalidate', status: 404, policy: { errorStatuses: [404] } },
    'reply.decline',
    ['reply.error-invalidates-nothing'],
  ],
  [
    'a success of one that is to invalidate',
    { mode: 'invalidate' },
    'reply.store',
    ['reply.stored', 'lifetime.max-age'],
  ],
  [
    'a veto to one that is to invalidate',
    { mode: 'invalidate', request: authorization },
    'reply.decline',
    ['reply.authorization'],
  ],
  ['a store that did not answer', { down: true }, 'reply.decline', ['reply.store-down', 'reply.stored']],
  [
    'a store that did not answer, and what may not be stored anyway',
    { down: true, request: authorization },
    'reply.decline',
    ['reply.authorization'],
  ],
  ['a hook that has chosen', { action: 'doNotStore' }, 'reply.decline', ['reply.chosen', 'reply.stored']],
  ['a passed reply', { direct: true, reason: 'bypass' }, 'reply.received', ['reply.passed']],
  ['a passed reply of which no more is known', { direct: true }, 'reply.received', ['reply.passed']],
  [
    'an unsafe request that succeeds',
    { direct: true, request: { method: 'DELETE' } },
    'reply.invalidating',
    ['reply.invalidates'],
  ],
  [
    'a POST that says what a GET would be answered',
    { direct: true, request: { method: 'POST' }, fields: [...minute, 'Content-Location', '/a'] },
    'reply.replacing',
    ['reply.replaces'],
  ],
]

describe('the reasons for what becomes of a reply', () => {
  test.each(situations)('%s', (_title, situation, event, reasons) => {
    const explanation = explained(situation)
    expect([explanation.event, explanation.reasons.map(({ what }) => what)]).toEqual([event, reasons])
  })

  test.each([
    [{ stored: part, ask: 'complete' }, 'it was asked for a part'],
    [{ ...validating, fields: ['ETag', '"2"'] }, 'not of what is stored here'],
    [{ stored: null, ask: 'validate' }, 'not of what is stored here'],
    [{ stored: part, ask: 'validate', request: ranged }, 'does not have the part that is asked for'],
    [{ ...validating, fields: ['Cache-Control', 'no-store'] }, 'may not be stored any more'],
  ] as const)('tell why a 304 fits nothing: %#', (situation, words) => {
    expect(explained({ ...situation, status: 304 }).reasons[0]?.because).toContain(words)
  })

  test('tell the status where it decides', () => {
    expect(explained({ status: 429 }).reasons[0]?.facts).toEqual([
      { name: 'status', value: 429, unit: 'none' },
    ])
    expect(explained({ fields: ['Cache-Control', 'no-store'] }).reasons[0]?.facts).toEqual([])
  })

  test.each([
    [{ stored: null }, 'Nothing is stored'],
    [{ stored: sampleResponse({ mustNotBeStale: true }) }, 'may not be served stale'],
    [{ stored: sampleResponse({ mustValidate: true }) }, 'before the origin was asked'],
    [{ stored: part }, 'is a part'],
    [{ stored: sampleResponse() }, 'Nobody permits'],
    [{ stored: sampleResponse({ lifetime: 1, staleIfError: 10 }) }, 'that is over'],
  ])('tell why nothing stands in for an error: %#', (changes, words) => {
    const transaction = sampleTransaction('awaitBackend.attached', changes)
    const { event, reasons } = explainStep(
      transaction,
      { type: 'replyError', error: { code: 'ERR_X' } },
      { now: now + 100_000 },
    )
    expect([event, reasons[0]?.because]).toEqual(['reply.failed', 'There is no reply of the origin (ERR_X).'])
    expect(reasons[1]?.what).toBe('reply.error-unmasked')
    expect(reasons[1]?.because).toContain(words)
  })
})
