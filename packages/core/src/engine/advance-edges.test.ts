/** Every input in every state: which may come where, and that together they take every edge. */
import { describe, expect, test } from '@jest/globals'
import { transactionStates, type TransactionState } from '../machine/transaction-alphabet.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { advance } from './advance.ts'
import type { Input } from './input.ts'
import { IllegalEventError } from './step.ts'
import type { Transaction } from './transaction.ts'
import { transactionNodes } from './transaction-table.ts'

const now = 1_700_000_070_000
const cause = new Error('cause')
const stale = sampleResponse()

const answered = { type: 'lookup', variants: 'none', refresh: 'taken', flight: 'none', mark: 'none' } as const

/** Everything that a step may change. */
const memoryOf = (transaction: Transaction) => {
  const { state, facts, stored, store, reason, ask, waitedSince, requestTime, history } = transaction
  return structuredClone({
    state: state.name,
    facts,
    stored,
    store,
    reason,
    ask,
    waitedSince,
    requestTime,
    trace: history.toTrace(),
  })
}

/** The inputs, and where each of them may come. Of the others each is a bug of whoever runs the machine. */
const mayCome: { readonly [Type in Input['type']]: readonly TransactionState[] } = {
  request: ['received'],
  refresh: ['received'],
  lookup: ['awaitCache'],
  lookupError: ['awaitCache'],
  reply: ['awaitBackend.attached', 'awaitBackend.detached', 'direct'],
  replyError: ['awaitBackend.attached', 'awaitBackend.detached', 'direct'],
  lease: ['awaitLease.asked', 'awaitLease.parked', 'awaitLease.background'],
  leaseError: ['awaitLease.asked', 'awaitLease.background'],
  purged: ['awaitLease.asked', 'awaitLease.parked', 'awaitLease.background'],
  deadline: [
    'awaitCache',
    'awaitFlight',
    'awaitLease.asked',
    'awaitLease.parked',
    'awaitLease.background',
    'awaitBackend.attached',
    'awaitBackend.detached',
    'direct',
    'delivering',
  ],
  flightReply: ['awaitFlight'],
  flightOver: ['awaitFlight'],
  flightFailed: ['awaitFlight'],
  clientGone: [
    'awaitCache',
    'awaitFlight',
    'awaitLease.asked',
    'awaitLease.parked',
    'awaitBackend.attached',
    'direct',
    'delivering',
  ],
  stop: ['awaitLease.background', 'awaitBackend.detached'],
  bodyDone: ['delivering'],
  bodyError: ['delivering'],
}

const heads = [200, 304, 404, 503].flatMap((status) =>
  [[], ['Cache-Control', 'max-age=9'], ['Cache-Control', 'private'], ['ETag', '"1"']].map((fields) => ({
    status,
    reason: '',
    fields,
  })),
)

/** What only some requests are answered: the rest of a part, and what a GET would now give. */
const rareHeads = [
  {
    status: 206,
    reason: '',
    fields: ['ETag', '"1"', 'Content-Range', 'bytes 5-9/10', 'Cache-Control', 'max-age=9'],
  },
  { status: 200, reason: '', fields: ['ETag', '"2"'] },
  { status: 200, reason: '', fields: ['Content-Location', '/a', 'Cache-Control', 'max-age=9'] },
]

const part = { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }

const responses = [
  null,
  stale,
  sampleResponse({ status: 206, fields: ['Content-Range', 'bytes 0-4/10'], part }),
  sampleResponse({ lifetime: 600 }),
  sampleResponse({ staleWhileRevalidate: 60, staleIfError: 60 }),
]

const inputs: readonly Input[] = [
  { type: 'request' },
  { type: 'refresh' },
  ...responses.flatMap((stored) =>
    (['open', 'taken'] as const).flatMap((refresh) => [
      { ...answered, stored, refresh },
      { ...answered, stored, refresh, flight: 'joinable' as const },
      { ...answered, stored, refresh, mark: 'pass' as const },
      { ...answered, stored, refresh, lease: 'wanted' as const },
    ]),
  ),
  { type: 'refresh', lease: 'wanted' },
  { type: 'lookupError', error: cause },
  { type: 'lookupError', error: cause, flight: 'joinable', mark: 'none' },
  { type: 'lookupError', error: cause, flight: 'none', mark: 'pass' },
  ...(['granted', 'taken', 'ended'] as const).map((answer) => ({ type: 'lease' as const, answer })),
  { type: 'leaseError', error: cause },
  { type: 'purged' },
  { type: 'deadline', after: 1, of: 'own', flight: 'joinable' },
  ...[...heads, ...rareHeads].map((reply) => ({ type: 'reply' as const, reply })),
  { type: 'replyError', error: cause },
  ...(['own', 'connect', 'transaction'] as const).map((of) => ({ type: 'deadline' as const, after: 1, of })),
  ...[stale, sampleResponse({ mustValidate: true })].map((stored) => ({
    type: 'flightReply' as const,
    stored,
  })),
  ...(['landed', 'woken', 'passed'] as const).map((outcome) => ({ type: 'flightOver' as const, outcome })),
  { type: 'flightFailed', error: cause },
  { type: 'clientGone', others: 0 },
  { type: 'stop' },
  { type: 'bodyDone' },
  { type: 'bodyError', error: cause },
]

const situations: readonly SampleTransactionChanges[] = [
  ...(['pass', 'fail'] as const).map((onTimeout) => ({ rules: { onTimeout } })),
  { rules: { leaderLeaves: 'stop' } },
  ...['GET', 'HEAD', 'POST'].flatMap((method) =>
    (['default', 'only-if-cached'] as const).flatMap((mode) =>
      (['client', 'background'] as const).flatMap((role) =>
        (['plain', 'validate', 'complete'] as const).flatMap((ask) =>
          responses.map((stored) => ({
            request: { method },
            mode,
            role,
            ask,
            stored,
            requestTime: now,
          })),
        ),
      ),
    ),
  ),
]

/** What a lease answers depends on whether one waits for it: of a state only what it may hear. */
const mayHear = (state: TransactionState, input: Input): boolean =>
  input.type !== 'lease' || transactionNodes[state].on.has(`lease.${input.answer}`)

const inputsOf = (type: string) => inputs.filter((input) => input.type === type)

const places = Object.entries(mayCome)

/** The edges that the inputs of one type take from a state, in every situation. */
const edgesFrom = (state: TransactionState, type: string) =>
  inputsOf(type)
    .filter((input) => mayHear(state, input))
    .flatMap((input) =>
      situations.map((situation) => advance(sampleTransaction(state, situation), input, now).edge),
    )

describe('advance, by whatever may come,', () => {
  test.each(places.flatMap(([type, states]) => states.map((state) => [type, state] as const)))(
    'takes an edge by the input %s in the state %s, whatever the situation',
    (type, state) => {
      const own = new Set([...transactionNodes[state].on.values()])
      expect(edgesFrom(state, type).filter((edge) => !own.has(edge))).toEqual([])
    },
  )

  test.each(places)(
    'refuses the input %s in every state but %j, and then nothing has changed',
    (type, states) => {
      for (const input of inputsOf(type)) {
        for (const state of transactionStates.filter((other) => !states.includes(other))) {
          const transaction = sampleTransaction(state, { stored: stale, ask: 'validate' })
          const before = memoryOf(transaction)
          expect(() => advance(transaction, input, now)).toThrow(
            state === 'received' ? Error : IllegalEventError,
          )
          expect(memoryOf(transaction)).toEqual(before)
        }
      }
    },
  )

  test('takes every edge of the machine', () => {
    const taken = new Set(
      places.flatMap(([type, states]) => states.flatMap((state) => edgesFrom(state, type))),
    )
    const edges = transactionStates.flatMap((state) => [...transactionNodes[state].on.values()])
    const never = edges.filter((edge) => !taken.has(edge)).map(({ event }) => event)
    expect(never).toEqual([])
  })
})
