import { describe, expect, test } from '@jest/globals'
import type { TransactionState } from '../machine/transaction-alphabet.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { advance } from './advance.ts'
import type { Input } from './input.ts'
import { transactionNodes } from './transaction-table.ts'

const now = 1_700_000_070_000
const cause = new Error('cause')
const stale = sampleResponse()

const answered = { type: 'lookup', variants: 'none', refresh: 'taken', flight: 'none', mark: 'none' } as const

describe('advance', () => {
  test('says what was concluded and which edge was taken, and keeps the state and the step', () => {
    const transaction = sampleTransaction('awaitCache')
    const advanced = advance(transaction, { type: 'lookupError', error: cause }, now)
    expect(advanced).toEqual({
      verdict: { type: 'lookup.failed', error: cause },
      edge: transactionNodes.awaitCache.on.get('lookup.failed'),
    })
    expect(transaction.state).toBe(transactionNodes['awaitBackend.attached'])
    expect(transaction.history.toTrace()).toMatchObject({
      state: 'awaitBackend.attached',
      history: [{ event: 'lookup.failed', state: 'awaitBackend.attached', at: now }],
    })
  })

  const lookup: Input = { ...answered, stored: stale, variants: 'some' }
  const other: Input = { ...answered, stored: null, flight: 'joinable' }
  const orphan: Input = { type: 'reply', reply: { status: 304, reason: '', fields: ['ETag', '"2"'] } }
  const validating: SampleTransactionChanges = { stored: stale, ask: 'validate', reason: 'stale' }

  test.each<[string, TransactionState, SampleTransactionChanges, Input, object]>([
    [
      'the facts of a request',
      'received',
      {},
      { type: 'request' },
      { facts: { method: 'GET' }, reason: null },
    ],
    [
      'why a request is passed on',
      'received',
      { mode: 'no-store' },
      { type: 'request' },
      { facts: null, reason: 'bypass', ask: 'plain' },
    ],
    [
      'what is stored, and that it is validated',
      'awaitCache',
      {},
      lookup,
      { stored: stale, reason: 'stale', ask: 'validate' },
    ],
    [
      'nothing of what is stored, when the origin is to answer whatever happens',
      'awaitCache',
      { mode: 'reload', ask: 'validate' },
      lookup,
      { stored: null, reason: 'request', ask: 'plain' },
    ],
    [
      'what is stored, to be served',
      'awaitCache',
      { mode: 'force-cache' },
      lookup,
      { stored: stale, reason: null },
    ],
    [
      'that it waits for another, and since when',
      'awaitCache',
      {},
      other,
      { waitedSince: now, reason: 'uri-miss', ask: 'plain', history: { role: 'follower' } },
    ],
    [
      'why nothing is asked of the cache',
      'awaitCache',
      {},
      { ...answered, stored: null, mark: 'pass' },
      { reason: 'uri-miss', waitedSince: null, history: { role: 'client' } },
    ],
    [
      'that it leads',
      'awaitCache',
      {},
      { ...answered, stored: null },
      { waitedSince: null, history: { role: 'leader' } },
    ],
    [
      'that it leads after others',
      'awaitFlight',
      { role: 'follower' },
      { type: 'flightOver', outcome: 'woken' },
      { history: { role: 'leader' } },
    ],
    [
      'that it goes by itself',
      'awaitFlight',
      { role: 'follower' },
      { type: 'flightOver', outcome: 'passed' },
      { history: { role: 'client' } },
    ],
    [
      'that nothing is stored',
      'awaitCache',
      { stored: stale },
      { ...answered, stored: null },
      { stored: null, reason: 'uri-miss' },
    ],
    ['that a refresh validates', 'received', { stored: stale }, { type: 'refresh' }, { ask: 'validate' }],
    [
      'that a refresh has nothing to validate by',
      'received',
      { stored: sampleResponse({ etag: null }), ask: 'validate' },
      { type: 'refresh' },
      { ask: 'plain' },
    ],
    [
      'that a refresh validates, by a lease',
      'received',
      { stored: stale },
      { type: 'refresh', lease: 'wanted' },
      { ask: 'validate' },
    ],
    [
      'that it leads, and is to ask for a lease',
      'awaitCache',
      {},
      { ...lookup, lease: 'wanted' },
      { waitedSince: null, reason: 'stale', ask: 'validate', history: { role: 'leader' } },
    ],
    [
      'that it leads while the store is down, and nothing of what it has found there before',
      'awaitCache',
      { ...validating, role: 'client' },
      { type: 'lookupError', error: cause },
      { store: 'down', stored: null, ask: 'plain', history: { role: 'leader' } },
    ],
    [
      'that it follows while the store is down, and since when',
      'awaitCache',
      validating,
      { type: 'lookupError', error: cause, flight: 'joinable', mark: 'none' },
      { store: 'down', stored: null, ask: 'plain', waitedSince: now, history: { role: 'follower' } },
    ],
    [
      'that it leads where the store is too late, and nothing of what it has found there before',
      'awaitCache',
      validating,
      { type: 'deadline', after: 1, of: 'own' },
      { store: 'down', stored: null, ask: 'plain', waitedSince: null, history: { role: 'leader' } },
    ],
    [
      'that it follows where the store is too late, and since when',
      'awaitCache',
      {},
      { type: 'deadline', after: 1, of: 'own', flight: 'joinable' },
      { store: 'down', waitedSince: now, history: { role: 'follower' } },
    ],
    [
      'that it waits for another process from now on where nothing is stored',
      'awaitLease.asked',
      { role: 'leader' },
      { type: 'lease', answer: 'taken' },
      { waitedSince: now, history: { role: 'leader' } },
    ],
    [
      'that it waits for what is newer than what is stored, by whatever clock that is dated',
      'awaitLease.asked',
      { stored: sampleResponse({ responseTime: now + 5_000 }) },
      { type: 'lease', answer: 'taken' },
      { waitedSince: now + 5_001 },
    ],
    [
      'that it looks for itself once another process is done',
      'awaitLease.parked',
      { role: 'leader' },
      { type: 'lease', answer: 'ended' },
      { history: { role: 'client' } },
    ],
    [
      'that it looks for itself after a purge',
      'awaitLease.asked',
      { role: 'leader' },
      { type: 'purged' },
      { history: { role: 'client' } },
    ],
    [
      'that a refresh stays one where another process is done with it',
      'awaitLease.background',
      { role: 'background' },
      { type: 'lease', answer: 'ended' },
      { history: { role: 'background' } },
    ],
    [
      'that a refresh stays one where its wait for the lease has been too long',
      'awaitLease.background',
      { role: 'background' },
      { type: 'deadline', after: 1, of: 'own' },
      { history: { role: 'background' } },
    ],
    [
      'that it goes by itself where its wait for another has been too long',
      'awaitFlight',
      { role: 'follower', rules: { onTimeout: 'pass' } },
      { type: 'deadline', after: 1, of: 'own' },
      { history: { role: 'client' } },
    ],
    [
      'that the next request is unconditional',
      'awaitBackend.attached',
      validating,
      orphan,
      { ask: 'plain', stored: stale, reason: 'stale' },
    ],
    [
      'as much as before where nothing new was learnt',
      'awaitBackend.attached',
      validating,
      { type: 'clientGone', others: 0 },
      validating,
    ],
  ])('remembers %s', (...[, state, changes, input, expected]) => {
    const transaction = sampleTransaction(state, changes)
    advance(transaction, input, now)
    expect(transaction).toMatchObject(expected)
  })

  test('knows that the store is there again when it answers', () => {
    const transaction = sampleTransaction('awaitCache')
    transaction.store = 'down'
    advance(transaction, { ...answered, stored: null }, now)
    expect(transaction.store).toBe('up')
  })

  test('keeps since when it has waited, however often it waits', () => {
    for (const state of ['awaitCache', 'awaitLease.asked'] as const) {
      const transaction = sampleTransaction(state)
      transaction.waitedSince = 7
      const input: Input =
        state === 'awaitCache'
          ? { type: 'deadline', after: 1, of: 'own', flight: 'joinable' }
          : { type: 'lease', answer: 'taken' }
      advance(transaction, input, now)
      expect(transaction.waitedSince).toBe(7)
    }
  })
})
