import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'
import { asked, judged, late, made, type Row } from '../testing/fixtures/judged.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { DeadlineError, ReplyStatusError, UnaskedNotModifiedError } from './engine-errors.ts'
import type { Input } from './input.ts'
import { translate } from './translate.ts'

const soon = made + 1_000

const cause = new Error('cause')

describe('a request', () => {
  test.each<Row>([
    [
      'may be answered from the cache',
      {},
      { type: 'request' },
      { type: 'request.lookup', facts: { method: 'GET' } },
    ],
    [
      'is passed on',
      { request: { method: 'POST' } },
      { type: 'request' },
      { type: 'request.pass', reason: 'method' },
    ],
    [
      'is passed on by its mode',
      { mode: 'no-store' },
      { type: 'request' },
      { type: 'request.pass', reason: 'bypass' },
    ],
    [
      'cannot be satisfied',
      { mode: 'only-if-cached', request: { method: 'POST' } },
      { type: 'request' },
      { type: 'request.unsatisfied' },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('received', changes, input)).toMatchObject(expected)
  })

  test.each<[string, SampleTransactionChanges, 'validate' | 'plain']>([
    ['by its entity tag', { stored: sampleResponse({ etag: '"1"' }) }, 'validate'],
    [
      'by its date',
      { stored: sampleResponse({ etag: null, lastModified: 'Tue, 14 Nov 2023 00:00:00 GMT' }) },
      'validate',
    ],
    ['not at all: it has no validator', { stored: sampleResponse({ etag: null }) }, 'plain'],
    ['not at all: there is none', {}, 'plain'],
  ])('of the cache itself validates what is stored: %s', (_what, changes, ask) => {
    expect(judged('received', changes, { type: 'refresh' })).toEqual({ type: 'refresh.begin', ask })
  })
})

const lookup = (
  stored: StoredResponse | null,
  refresh: 'open' | 'taken' = 'taken',
): Extract<Input, { type: 'lookup' }> => ({
  type: 'lookup',
  stored,
  variants: stored === null ? 'none' : 'some',
  refresh,
  flight: 'none',
  mark: 'none',
})

const revalidating = sampleResponse({ staleWhileRevalidate: 60 })

describe('a lookup', () => {
  test.each<Row>([
    ['finds a fresh response', {}, lookup(sampleResponse({ lifetime: 90 })), { type: 'lookup.fresh' }],
    [
      'finds a stale one',
      {},
      lookup(sampleResponse()),
      { type: 'lookup.obliged', reason: 'stale', ask: 'validate' },
    ],
    [
      'finds a stale one that cannot be validated',
      {},
      lookup(sampleResponse({ etag: null })),
      { type: 'lookup.obliged', reason: 'stale', ask: 'plain' },
    ],
    ['finds nothing', {}, lookup(null), { type: 'lookup.obliged', reason: 'uri-miss', ask: 'plain' }],
    [
      'finds other variants only',
      {},
      { ...lookup(null), variants: 'some' },
      { type: 'lookup.obliged', reason: 'vary-miss', ask: 'plain' },
    ],
    ['is elected to refresh', {}, lookup(revalidating, 'open'), { type: 'lookup.staleObliged' }],
    ['leaves it to who refreshes', {}, lookup(revalidating), { type: 'lookup.stale', refresh: 'elect' }],
    [
      'leaves the origin alone for a client that accepts what is stale',
      { mode: 'force-cache' },
      lookup(revalidating, 'open'),
      { type: 'lookup.stale', refresh: 'none' },
    ],
    [
      'finds nothing where only that will do',
      { mode: 'only-if-cached' },
      lookup(null),
      { type: 'lookup.unsatisfied' },
    ],
    [
      'ends in a store that broke',
      {},
      { type: 'lookupError', error: cause },
      { type: 'lookup.failed', error: cause },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitCache', changes, input)).toEqual(expected)
  })

  test('uses the time that it is given', () => {
    const transaction = sampleTransaction('awaitCache')
    expect(translate(transaction, lookup(sampleResponse()), soon)).toEqual({ type: 'lookup.fresh' })
  })

  test('cannot be judged before the request was', () => {
    expect(() => judged('received', {}, lookup(null))).toThrow(
      new TypeError('a lookup has answered before the request was admitted'),
    )
  })

  test.each<[string, SampleTransactionChanges]>([
    ['the policy says so', { policy: { onStoreFailure: 'fail' } }],
    ['the mode asks for what is stored only', { mode: 'only-if-cached' }],
    ['the request asks for what is stored only', asked('Cache-Control', 'only-if-cached')],
  ])('fails the request with the store, by an error or a deadline, where %s', (_what, changes) => {
    const fatal = judged('awaitCache', changes, { type: 'lookupError', error: cause })
    expect(fatal).toEqual({ type: 'lookup.fatal', error: cause })
    expect(judged('awaitCache', changes, { type: 'deadline', after: 5, of: 'own' }).type).toBe(
      'deadline.failed',
    )
  })
})

const reply = (status: number, ...fields: string[]): Input => ({
  type: 'reply',
  reply: { status, reason: '', fields },
})

const partial = sampleResponse({
  status: 206,
  fields: ['Content-Range', 'bytes 0-4/10', 'ETag', '"1"'],
  part: { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' },
})
const maskable = sampleResponse({ staleIfError: 60 })
const validating: SampleTransactionChanges = { stored: sampleResponse(), ask: 'validate' }
const masking: SampleTransactionChanges = { stored: maskable, ask: 'validate' }
const refreshing: SampleTransactionChanges = { ...masking, role: 'background' }

describe('a reply to an obliged request', () => {
  test.each<Row>([
    [
      'is stored',
      {},
      reply(200, 'Cache-Control', 'max-age=9'),
      { type: 'reply.store', stored: { lifetime: 9 } },
    ],
    [
      'freshens what is stored',
      validating,
      reply(304, 'ETag', '"1"'),
      { type: 'reply.freshen', stored: { etag: '"1"' } },
    ],
    [
      'completes the part that is stored',
      { ask: 'complete', stored: partial },
      reply(206, 'ETag', '"1"', 'Content-Range', 'bytes 5-9/10', 'Cache-Control', 'max-age=9'),
      { type: 'reply.combine', stored: { status: 200, part: null }, splice: { answer: 'whole' } },
    ],
    [
      'disagrees with what is stored',
      { request: { method: 'HEAD' }, stored: sampleResponse() },
      reply(200, 'ETag', '"2"'),
      { type: 'reply.expire', stored: { lifetime: 0 } },
    ],
    ['is about something else', validating, reply(304, 'ETag', '"2"'), { type: 'reply.orphaned' }],
    ['is not stored', {}, reply(500), { type: 'reply.decline' }],
    [
      'is not stored when it answers HEAD',
      { request: { method: 'HEAD' } },
      reply(200),
      { type: 'reply.decline' },
    ],
    ['will never be stored', {}, reply(200, 'Cache-Control', 'private'), { type: 'reply.uncacheable' }],
    ['is an error behind which the stored one stands', masking, reply(503), { type: 'reply.masked' }],
    ['is an error that nothing masks', validating, reply(503), { type: 'reply.decline' }],
    ['is an error, and nobody is there to see it', refreshing, reply(503), { type: 'reply.failed' }],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitBackend.attached', changes, input)).toMatchObject(expected)
    expect(judged('awaitBackend.detached', changes, input)).toMatchObject(expected)
  })

  test.each<[string, SampleTransactionChanges]>([
    ['masked', masking],
    ['failed', refreshing],
  ])('says which status it was when it is %s', (_what, changes) => {
    expect(judged('awaitBackend.detached', changes, reply(504))).toMatchObject({
      error: new ReplyStatusError(504),
    })
  })

  test('is kept for the request as it went out, without what was meant for one connection', () => {
    const own = asked('Connection', 'x-hop', 'X-Hop', '1', 'Accept', 'text/html')
    const vary = reply(200, 'Cache-Control', 'max-age=9', 'Vary', 'Accept, X-Hop')
    expect(judged('awaitBackend.attached', own, vary)).toMatchObject({
      stored: { vary: ['accept', 'x-hop'], varied: ['text/html', null] },
    })
  })

  test('is dated by when the request went out and when the reply came', () => {
    const verdict = judged(
      'awaitBackend.attached',
      { requestTime: late - 1_500 },
      reply(200, 'Cache-Control', 'max-age=9'),
    )
    expect(verdict).toMatchObject({
      stored: { requestTime: late - 1_500, responseTime: late, initialAge: 1 },
    })
  })

  test.each<[string, SampleTransactionChanges, string]>([
    ['nothing is stored', {}, 'reply.failed'],
    ['what is stored may not stand in', { stored: sampleResponse() }, 'reply.failed'],
    ['what is stored may stand in', { stored: maskable }, 'reply.masked'],
  ])('is of no use when it is a 304 that nobody asked for: %s', (_what, changes, type) => {
    const expected = { type, error: new UnaskedNotModifiedError() }
    expect(judged('awaitBackend.attached', { ...changes, ask: 'plain' }, reply(304))).toEqual(expected)
  })
})

describe('a reply to the original request', () => {
  const target = 'http://example.com/a'
  const head = { method: 'POST', url: `${target}#top` }
  test.each<Row>([
    ['goes through', {}, reply(200, 'Cache-Control', 'max-age=9'), { type: 'reply.received' }],
    [
      'goes through as a 304 to conditions of the client',
      asked('If-Match', '"1"'),
      reply(304),
      { type: 'reply.received' },
    ],
    ['goes through as an error', masking, reply(503), { type: 'reply.received' }],
    [
      'invalidates the target of an unsafe method',
      { request: head },
      reply(204),
      { type: 'reply.invalidating', uris: [target] },
    ],
    [
      'invalidates what it names at the same origin, under its key',
      { request: head },
      reply(201, 'Location', '/b#c', 'Content-Location', 'http://other.example/'),
      { type: 'reply.invalidating', uris: [target, 'http://example.com/b'] },
    ],
    [
      'takes the place of what is stored, when it says that it is what a GET would be answered',
      { request: { ...head, fields: ['Content-Type', 'text/plain'] } },
      reply(200, 'Content-Location', '/a', 'Cache-Control', 'max-age=9'),
      {
        type: 'reply.replacing',
        uris: [target],
        stored: expect.objectContaining({ status: 200, lifetime: 9 }),
      },
    ],
    ['invalidates nothing when it is an error', { request: head }, reply(500), { type: 'reply.received' }],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('direct', changes, input)).toEqual(expected)
  })

  test('goes through also where the request had never been admitted', () => {
    expect(judged('received', {}, reply(200))).toEqual({ type: 'reply.received' })
  })
})

describe('an origin that does not answer', () => {
  const failure: Input = { type: 'replyError', error: cause }
  const silence: Input = { type: 'deadline', after: 30_000, of: 'own' }
  test.each<[TransactionState, string, SampleTransactionChanges, 'masked' | 'failed']>([
    ['awaitBackend.attached', 'nothing stored', {}, 'failed'],
    ['awaitBackend.attached', 'a stored response that may not stand in', validating, 'failed'],
    ['awaitBackend.attached', 'a stored response that may stand in', masking, 'masked'],
    ['awaitBackend.detached', 'a stored response that may not stand in', validating, 'failed'],
    ['awaitBackend.detached', 'a stored response that may stand in', masking, 'masked'],
    ['direct', 'nothing stored', {}, 'failed'],
    ['direct', 'a stored response, of which nothing was asked', masking, 'failed'],
  ])('in %s, with %s', (...[state, , changes, outcome]) => {
    expect(judged(state, changes, failure)).toEqual({ type: `reply.${outcome}`, error: cause })
    const error = new DeadlineError(state, 30_000)
    expect(judged(state, changes, silence)).toEqual({ type: `deadline.${outcome}`, error })
  })

  test('is not masked once the window of stale-if-error is over', () => {
    const transaction = sampleTransaction('awaitBackend.attached', masking)
    expect(translate(transaction, failure, made + 121_000).type).toBe('reply.failed')
  })
})

describe('a deadline', () => {
  test.each<[TransactionState, string]>([
    ['awaitCache', 'deadline.passed'],
    ['delivering', 'deadline.failed'],
  ])('says in %s where and how long was waited', (state, type) => {
    const verdict = judged(state, masking, { type: 'deadline', after: 2_000, of: 'own' })
    expect(verdict).toEqual({ type, error: new DeadlineError(state, 2_000) })
  })
})

describe('a client that leaves', () => {
  test.each<[TransactionState, string, string]>([
    ['awaitCache', 'client.gone', 'client.gone'],
    ['awaitBackend.attached', 'client.gone', 'client.goneLast'],
    ['direct', 'client.gone', 'client.gone'],
    ['delivering', 'client.gone', 'client.gone'],
  ])('in %s: %s, or %s where the method is HEAD, whose reply could not be stored', (state, get, head) => {
    expect(judged(state, {}, { type: 'clientGone', others: 0 })).toEqual({ type: get })
    expect(judged(state, { request: { method: 'HEAD' } }, { type: 'clientGone', others: 0 })).toEqual({
      type: head,
    })
  })
})

describe('the end', () => {
  test.each<[string, TransactionState, Input, object]>([
    ['of a fetch is ordered', 'awaitBackend.detached', { type: 'stop' }, { type: 'fetch.stopped' }],
    ['of a body comes', 'delivering', { type: 'bodyDone' }, { type: 'delivery.done' }],
    [
      'of a body never comes',
      'delivering',
      { type: 'bodyError', error: cause },
      { type: 'delivery.failed', error: cause },
    ],
  ])('%s', (...[, state, input, expected]) => {
    expect(judged(state, {}, input)).toEqual(expected)
  })

  test('of the alphabet is loud', () => {
    expect(() => judged('received', {}, { type: 'surprise' } as never)).toThrow('unexpected value')
  })
})

describe('a transaction that is to leave nothing old behind', () => {
  const invalidating: SampleTransactionChanges = { mode: 'invalidate' }
  const answered = (status: number, action?: 'insert'): Input => ({
    type: 'reply',
    reply: { status, reason: '', fields: ['Cache-Control', 'max-age=60'] },
    action,
  })

  test.each([
    [200, 'reply.store'],
    [404, 'reply.store'],
    [501, 'reply.decline'],
    [503, 'reply.decline'],
  ])('stores the reply, unless the origin has failed: %d', (status, type) => {
    expect(judged('awaitBackend.attached', invalidating, answered(status)).type).toBe(type)
  })

  test('stores what failed, too, where somebody has chosen that', () => {
    expect(judged('awaitBackend.attached', invalidating, answered(503, 'insert')).type).toBe('reply.store')
  })

  test.each(['invalidate', 'reload', 'no-cache'] as const)('waits for nobody in the mode %s', (mode) => {
    const input: Input = { ...lookup(null), flight: 'joinable' }
    expect(judged('awaitCache', { mode }, input).type).toBe('lookup.obliged')
    expect(judged('awaitCache', {}, input).type).toBe('lookup.joined')
  })
})

test('a transaction that wants the whole anew does not ask for the rest of a part', () => {
  const part = { first: 0, last: 4, complete: 10, length: 5, range: '' }
  const stored = sampleResponse({ status: 206, part })
  const asks = (range: 'kept' | 'dropped') => {
    const verdict = translate(sampleTransaction('awaitCache', { range }), lookup(stored), soon)
    return 'ask' in verdict ? verdict.ask : verdict.type
  }
  expect([asks('kept'), asks('dropped')]).toEqual(['complete', 'plain'])
})
