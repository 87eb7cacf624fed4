import { describe, expect, test } from '@jest/globals'
import { fieldValue } from '../http/field-lines.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { answer } from './answer.ts'
import { ReplyStatusError } from './engine-errors.ts'
import type { Verdict } from './verdict.ts'

/** Thirty seconds after `sampleResponse` was made, which is fresh for sixty. */
const now = 1_700_000_030_040
const stored = sampleResponse({ initialAge: 0 })
const freshened = sampleResponse({ initialAge: 0, lifetime: 90 })
const reply = {
  status: 201,
  reason: 'Created',
  fields: ['X-From', 'origin', 'Date', 'Tue, 14 Nov 2023 22:13:50 GMT'],
}
const cause = new Error('cause')

const material = { reply, storedLength: 10, now }

const answered = (verdict: Verdict, changes: SampleTransactionChanges = { stored }) =>
  answer(sampleTransaction('awaitCache', changes), verdict, material)

const cacheStatusOf = (verdict: Verdict, changes?: SampleTransactionChanges) =>
  fieldValue(answered(verdict, changes).head.fields, 'cache-status')

describe('an answer from what is stored', () => {
  test.each<[Verdict]>([
    [{ type: 'lookup.fresh' }],
    [{ type: 'lookup.stale', refresh: 'none' }],
    [{ type: 'lookup.staleObliged' }],
  ])('has the stored head and body, its age, and counts as a hit: %j', (verdict) => {
    const seen = answered(verdict)
    expect(seen).toMatchObject({
      body: 'stored',
      source: 'stored',
      maskedError: undefined,
      head: { status: 200 },
    })
    expect(seen.head.fields).toEqual([
      ...stored.fields,
      'Age',
      '30',
      'Cache-Status',
      'cachechart; hit; ttl=30',
    ])
  })

  test('has the head that the origin has just brought up to date', () => {
    const seen = answered({ type: 'reply.freshen', stored: freshened }, { stored, reason: 'stale' })
    expect(seen).toMatchObject({ body: 'stored', source: 'stored', maskedError: undefined })
    expect(fieldValue(seen.head.fields, 'cache-status')).toBe('cachechart; fwd=stale; fwd-status=201')
    expect(answered({ type: 'reply.freshen', stored: freshened }, {}).head.fields).toContain('30')
  })

  test.each<[Verdict, string]>([
    [{ type: 'reply.masked', error: new ReplyStatusError(503) }, '; fwd-status=503'],
    [{ type: 'reply.masked', error: cause }, ''],
    [{ type: 'deadline.masked', error: cause }, ''],
  ])('names the error that it stands in for: %j', (verdict, status) => {
    const seen = answered(verdict, { stored, reason: 'stale' })
    expect(seen).toMatchObject({ body: 'stored', source: 'stored' })
    expect(seen.maskedError).toBe('error' in verdict ? verdict.error : null)
    expect(fieldValue(seen.head.fields, 'cache-status')).toBe(
      `cachechart; fwd=stale${status}; detail=stale-if-error`,
    )
  })

  test.each<[string, SampleTransactionChanges['request']]>([
    ['to HEAD', { method: 'HEAD' }],
    ['to a client whose own copy is still right', { fields: ['If-None-Match', '"1"'] }],
  ])('has no body %s', (_what, request) => {
    expect(answered({ type: 'lookup.fresh' }, { stored, request: request ?? {} })).toMatchObject({
      body: 'none',
      source: 'stored',
    })
  })

  test('cannot be given where nothing was selected', () => {
    expect(() => answered({ type: 'lookup.fresh' }, {})).toThrow(
      new TypeError('no stored response was selected'),
    )
  })

  test('cannot be given to a request that was never admitted', () => {
    const transaction = sampleTransaction('received', { stored })
    expect(() => answer(transaction, { type: 'lookup.fresh' }, material)).toThrow(TypeError)
    expect(answer(transaction, { type: 'reply.store', stored }, material)).toMatchObject({ body: 'reply' })
  })

  test('is cut to the range that was asked for', () => {
    const asked = { stored, request: { fields: ['Range', 'bytes=2-5'] } }
    expect(answered({ type: 'lookup.fresh' }, asked)).toMatchObject({
      head: { status: 206 },
      body: 'stored',
      cut: { pieces: [{ from: 2, to: 6 }], length: 4 },
    })
  })
})

describe('an answer from the origin', () => {
  test.each<[Verdict, string]>([
    [{ type: 'reply.store', stored }, '; stored'],
    [{ type: 'reply.decline' }, ''],
    [{ type: 'reply.uncacheable' }, ''],
    [{ type: 'reply.received' }, ''],
    [{ type: 'reply.invalidating', uris: [] }, ''],
    [{ type: 'reply.replacing', uris: [], stored }, '; stored'],
    [{ type: 'reply.expire', stored }, ''],
  ])('has its head and body, and says whether it was stored: %j', (verdict, storage) => {
    const cacheStatus = `cachechart; fwd=vary-miss${storage}`
    expect(answered(verdict, { reason: 'vary-miss' })).toEqual({
      head: { ...reply, fields: [...reply.fields, 'Cache-Status', cacheStatus] },
      body: 'reply',
      cut: null,
      source: 'origin',
      maskedError: undefined,
      stored: storage === '' ? null : stored,
    })
  })

  const held = { request: { fields: ['If-None-Match', '"1"'] } }
  const splice = { before: { from: 0, to: 5 }, after: null, answer: 'whole' } as const

  test.each<[string, Verdict, SampleTransactionChanges, object]>([
    [
      'is a 304 to a client that has what has come',
      { type: 'reply.store', stored },
      held,
      { body: 'none', head: { status: 304 } },
    ],
    [
      'is the whole to a client whose copy could only be told by the second',
      { type: 'reply.store', stored: sampleResponse({ lastModified: null }) },
      { request: { fields: ['If-Modified-Since', 'Tue, 14 Nov 2034 00:00:00 GMT'] } },
      { body: 'reply' },
    ],
    [
      'is a 304 to a client that has what has changed no later',
      { type: 'reply.store', stored: sampleResponse({ lastModified: 'Mon, 13 Nov 2023 00:00:00 GMT' }) },
      { request: { fields: ['If-Modified-Since', 'Tue, 14 Nov 2023 00:00:00 GMT'] } },
      { body: 'none', head: { status: 304 } },
    ],
    [
      'is what was stored and what has come together',
      { type: 'reply.combine', stored, splice },
      {},
      { body: 'spliced', head: { status: 200 } },
    ],
    ['is a 304 for both together', { type: 'reply.combine', stored, splice }, held, { body: 'none' }],
    [
      'is the part that has come, where that was asked for',
      { type: 'reply.combine', stored, splice: { ...splice, answer: 'reply' } },
      {},
      { body: 'reply', head: { status: 201 } },
    ],
  ])('%s', (...[, verdict, changes, expected]) => {
    expect(answered(verdict, changes)).toMatchObject({
      source: 'origin',
      maskedError: undefined,
      ...expected,
    })
  })

  test('is a miss where the cache could not be asked', () => {
    expect(cacheStatusOf({ type: 'reply.received' }, {})).toBe('cachechart; fwd=miss')
  })

  test('cannot be given before there is one', () => {
    const transaction = sampleTransaction('direct')
    expect(() => answer(transaction, { type: 'reply.received' }, { ...material, reply: undefined })).toThrow(
      new TypeError('reply.received has nothing to answer with'),
    )
  })
})

describe('an answer of the cache itself', () => {
  test.each<[Verdict]>([[{ type: 'request.unsatisfied' }], [{ type: 'lookup.unsatisfied' }]])(
    'is 504, without a body: %j',
    (verdict) => {
      const seen = answered(verdict, { policy: { name: 'edge' } })
      expect(seen).toMatchObject({
        body: 'none',
        source: 'cache',
        maskedError: undefined,
        head: { status: 504 },
      })
      expect(fieldValue(seen.head.fields, 'cache-status')).toBe('edge; detail=only-if-cached')
    },
  )
})
