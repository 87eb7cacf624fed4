/** What a transaction makes of a lease, and of a store that does not answer. */
import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import { asked, judged, late, type Row } from '../testing/fixtures/judged.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import type { Input } from './input.ts'
import { translate } from './translate.ts'

const cause = new Error('cause')

const lookup = (stored: StoredResponse | null): Extract<Input, { type: 'lookup' }> => ({
  type: 'lookup',
  stored,
  variants: stored === null ? 'none' : 'some',
  refresh: 'taken',
  flight: 'none',
  mark: 'none',
  lease: 'wanted',
})

describe('a lookup where others share the store', () => {
  test.each<Row>([
    [
      'asks for the lease',
      {},
      lookup(null),
      { type: 'lookup.leaseObliged', reason: 'uri-miss', ask: 'plain' },
    ],
    [
      'asks for the lease to validate what is stored',
      {},
      lookup(sampleResponse()),
      { type: 'lookup.leaseObliged', reason: 'stale', ask: 'validate' },
    ],
    [
      'follows who asks in its own process',
      {},
      { ...lookup(null), flight: 'joinable' },
      { type: 'lookup.joined', reason: 'uri-miss', ask: 'plain' },
    ],
    ['asks nobody for what it has', {}, lookup(sampleResponse({ lifetime: 90 })), { type: 'lookup.fresh' }],
    [
      'goes to the origin as it is when the key is marked so',
      {},
      { ...lookup(null), mark: 'pass' },
      { type: 'lookup.pass', reason: 'uri-miss' },
    ],
    [
      'asks the origin itself where its client wants that',
      asked('Cache-Control', 'no-cache'),
      lookup(null),
      { type: 'lookup.obliged', reason: 'uri-miss' },
    ],
    [
      'asks the origin itself where its mode wants that',
      { mode: 'reload' },
      lookup(sampleResponse()),
      { type: 'lookup.obliged', reason: 'request' },
    ],
    [
      'asks the origin itself where nobody shares the store',
      {},
      { ...lookup(null), lease: undefined } as unknown as Input, // as one who builds it without the member
      { type: 'lookup.obliged' },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitCache', changes, input)).toMatchObject(expected)
  })
})

describe('a lookup that fails', () => {
  const failed = { type: 'lookupError', error: cause } as const
  const joinable = { ...failed, flight: 'joinable', mark: 'none' } as const

  test.each<Row>([
    ['has the transaction lead', {}, failed, { type: 'lookup.failed', error: cause }],
    [
      'has it follow who leads already',
      {},
      joinable,
      { type: 'lookup.joined', reason: 'miss', ask: 'plain' },
    ],
    [
      'has it lead where its client wants the origin asked',
      asked('Cache-Control', 'no-cache'),
      joinable,
      { type: 'lookup.failed' },
    ],
    ['has it lead where its mode wants that', { mode: 'no-cache' }, joinable, { type: 'lookup.failed' }],
    [
      'has it go to the origin as it is when the key is marked so',
      {},
      { ...joinable, mark: 'pass' },
      { type: 'lookup.pass', reason: 'miss' },
    ],
    [
      'is its end where the policy says so',
      { policy: { onStoreFailure: 'fail' } },
      joinable,
      { type: 'lookup.fatal', error: cause },
    ],
    [
      'is its end where only what is stored is wanted',
      asked('Cache-Control', 'only-if-cached'),
      joinable,
      { type: 'lookup.fatal' },
    ],
    ['is its end where only what is fresh is wanted', { mode: 'fresh' }, joinable, { type: 'lookup.fatal' }],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitCache', changes, input)).toEqual({
      ...judged('awaitCache', changes, input),
      ...expected,
    })
  })
})

describe('a lookup that takes too long', () => {
  const own = { type: 'deadline', after: 5, of: 'own' } as const
  const joinable = { ...own, flight: 'joinable', mark: 'none' } as const

  test.each<Row>([
    ['has the transaction lead', {}, own, { type: 'deadline.passed' }],
    [
      'has it lead where nobody can be followed',
      {},
      { ...joinable, flight: 'none' },
      { type: 'deadline.passed' },
    ],
    [
      'has it follow who leads already',
      {},
      joinable,
      { type: 'deadline.joined', error: { after: 5, of: 'own' } },
    ],
    [
      'has it lead where its client wants the origin asked',
      asked('Cache-Control', 'no-cache'),
      joinable,
      { type: 'deadline.passed' },
    ],
    [
      'is its end where the policy says so',
      { policy: { onStoreFailure: 'fail' } },
      joinable,
      { type: 'deadline.failed' },
    ],
    [
      'is its end where no time is left at all',
      {},
      { ...joinable, of: 'transaction' },
      { type: 'deadline.failed' },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitCache', changes, input)).toMatchObject(expected)
  })
})

describe('what becomes of the question for a lease', () => {
  test.each<Row>([
    ['is granted', {}, { type: 'lease', answer: 'granted' }, { type: 'lease.granted' }],
    ['is taken', {}, { type: 'lease', answer: 'taken' }, { type: 'lease.taken' }],
    ['is over', {}, { type: 'lease', answer: 'ended' }, { type: 'lease.ended' }],
    ['cannot be asked', {}, { type: 'leaseError', error: cause }, { type: 'lease.failed', error: cause }],
    ['is overtaken by a purge', {}, { type: 'purged' }, { type: 'purge.noted' }],
    [
      'is not heard of in time',
      {},
      { type: 'deadline', after: 5, of: 'own' },
      { type: 'deadline.passed', error: { after: 5, of: 'own' } },
    ],
    [
      'leaves no time for anything',
      {},
      { type: 'deadline', after: 5, of: 'transaction' },
      { type: 'deadline.failed', error: { of: 'transaction' } },
    ],
    ['is left by its client', {}, { type: 'clientGone', others: 3 }, { type: 'client.gone' }],
  ])('%s', (...[, changes, input, expected]) => {
    for (const state of ['awaitLease.asked', 'awaitLease.parked'] as const)
      expect(judged(state, changes, input)).toMatchObject(expected)
  })

  test('leaves a refresh its own time, however little its client had', () => {
    for (const kind of ['own', 'transaction'] as const)
      expect(judged('awaitLease.background', {}, { type: 'deadline', after: 5, of: kind }).type).toBe(
        'deadline.passed',
      )
  })
})

describe('a refresh where others share the store', () => {
  test('asks for the lease first', () => {
    const validating = judged('received', { stored: sampleResponse() }, { type: 'refresh', lease: 'wanted' })
    const plain = judged('received', {}, { type: 'refresh', lease: 'wanted' })
    expect([validating, plain]).toEqual([
      { type: 'refresh.leaseObliged', ask: 'validate' },
      { type: 'refresh.leaseObliged', ask: 'plain' },
    ])
  })
})

describe('a reply while the store is down', () => {
  const judgedDown = (...fields: string[]) => {
    const transaction = sampleTransaction('awaitBackend.attached', { requestTime: late })
    transaction.store = 'down'
    return translate(transaction, { type: 'reply', reply: { status: 200, reason: '', fields } }, late)
  }

  test('is shared, and not stored: what was purged meanwhile is not known', () => {
    const verdict = judgedDown('Cache-Control', 'max-age=9')
    expect(verdict).toMatchObject({ type: 'reply.decline', shared: { lifetime: 9 } })
  })

  test('is shared with nobody where it is not for others', () => {
    expect(judgedDown('Cache-Control', 'private').type).toBe('reply.uncacheable')
  })
})
