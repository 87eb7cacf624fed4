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
const memoryOf = ({ state, facts, stored, reason, ask, waitedSince, requestTime, history }: Transaction) =>
  structuredClone({
    state: state.name,
    facts,
    stored,
    reason,
    ask,
    waitedSince,
    requestTime,
    trace: history.toTrace(),
  })

describe('advance', () => {
  test('says what was concluded and which edge was taken, and keeps the state and the step', () => {
    const transaction = sampleTransaction('awaitCache')
    const advanced = advance(transaction, { type: 'lookupError', error: cause }, now)
    expect(advanced).toEqual({
      verdict: { type: 'lookup.failed', error: cause },
      edge: transactionNodes.awaitCache.on.get('lookup.failed'),
    })
    expect(transaction.state).toBe(transactionNodes.direct)
    expect(transaction.history.toTrace()).toMatchObject({
      state: 'direct',
      history: [{ event: 'lookup.failed', state: 'direct', at: now }],
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
})

/** The inputs, and where each of them may come. Of the others each is a bug of whoever runs the machine. */
const mayCome: { readonly [Type in Input['type']]: readonly TransactionState[] } = {
  request: ['received'],
  refresh: ['received'],
  lookup: ['awaitCache'],
  lookupError: ['awaitCache'],
  reply: ['awaitBackend.attached', 'awaitBackend.detached', 'direct'],
  replyError: ['awaitBackend.attached', 'awaitBackend.detached', 'direct'],
  deadline: [
    'awaitCache',
    'awaitFlight',
    'awaitBackend.attached',
    'awaitBackend.detached',
    'direct',
    'delivering',
  ],
  flightReply: ['awaitFlight'],
  flightOver: ['awaitFlight'],
  flightFailed: ['awaitFlight'],
  clientGone: ['awaitCache', 'awaitFlight', 'awaitBackend.attached', 'direct', 'delivering'],
  stop: ['awaitBackend.detached'],
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
    ]),
  ),
  { type: 'lookupError', error: cause },
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

const inputsOf = (type: string) => inputs.filter((input) => input.type === type)

const places = Object.entries(mayCome)

/** The edges that the inputs of one type take from a state, in every situation. */
const edgesFrom = (state: TransactionState, type: string) =>
  inputsOf(type).flatMap((input) =>
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
