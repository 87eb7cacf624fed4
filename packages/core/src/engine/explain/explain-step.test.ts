import { describe, expect, test } from '@jest/globals'
import { transactionEvents } from '../../machine/transaction-alphabet.ts'
import { sampleResponse } from '../../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../../testing/sample-transaction.ts'
import type { TransactionState } from '../../machine/transaction-alphabet.ts'
import type { Input } from '../input.ts'
import { eventWords } from './event-words.ts'
import { explainLookup } from './explain-lookup.ts'
import { explainStep, type Surroundings } from './explain-step.ts'
import type { ExplainedOutcome, ReasonCode } from './explanation.ts'
import { reasonCodes, reasonOf } from './reason-clauses.ts'

const now = 1_700_000_000_040 + 12_000
const stored = sampleResponse()
const stale = sampleResponse({ lifetime: 1, staleWhileRevalidate: 600 })

const lookup = (changes: Partial<Extract<Input, { readonly type: 'lookup' }>> = {}): Input => ({
  type: 'lookup',
  stored: null,
  variants: 'none',
  refresh: 'open',
  flight: 'none',
  mark: 'none',
  ...changes,
})

interface Situation extends SampleTransactionChanges {
  readonly state?: TransactionState
  readonly around?: Partial<Surroundings>
}

const explained = (input: Input, { state = 'awaitCache', around, ...changes }: Situation = {}) =>
  explainStep(sampleTransaction(state, changes), input, { now, ...around })

const ranged = { fields: ['Range', 'bytes=0-1'] }
const arriving = (
  request: SampleTransactionChanges['request'],
  mode?: SampleTransactionChanges['mode'],
): Situation => ({
  state: 'received',
  request: request ?? {},
  ...(mode === undefined ? {} : { mode }),
})
const german = sampleResponse({ vary: ['accept-language'], varied: ['de'] })

const situations: readonly [string, Input, Situation, ExplainedOutcome, readonly ReasonCode[]][] = [
  ['an ordinary request', { type: 'request' }, arriving({}), 'step', ['request.admitted']],
  ['POST', { type: 'request' }, arriving({ method: 'POST' }), 'pass', ['request.method']],
  ['the cache mode no-store', { type: 'request' }, arriving({}, 'no-store'), 'pass', ['mode.no-store']],
  [
    'no-store of the client',
    { type: 'request' },
    arriving({ fields: ['Cache-Control', 'no-store'] }),
    'pass',
    ['request.no-store'],
  ],
  [
    'If-Match',
    { type: 'request' },
    arriving({ fields: ['If-Match', '"1"'] }),
    'pass',
    ['request.origin-condition'],
  ],
  [
    'a foreign range',
    { type: 'request' },
    arriving({ fields: ['Range', 'lines=1-2'] }),
    'pass',
    ['request.foreign-range'],
  ],
  [
    'no-store and only-if-cached',
    { type: 'request' },
    arriving({ fields: ['Cache-Control', 'no-store, only-if-cached'] }),
    'unsatisfied',
    ['request.no-store', 'request.only-if-cached'],
  ],
  [
    'DELETE with the strategy "fresh"',
    { type: 'request' },
    arriving({ method: 'DELETE' }, 'fresh'),
    'unsatisfied',
    ['request.method', 'mode.stored-only'],
  ],
  ['nothing stored', lookup(), {}, 'miss', ['stored.none']],
  [
    'a fresh response',
    lookup({ stored, variants: 'some' }),
    {},
    'hit.fresh',
    ['stored.fresh', 'lifetime.set'],
  ],
  [
    'a fresh response that the client has',
    lookup({ stored, variants: 'some' }),
    { request: { fields: ['If-None-Match', '"1"'] } },
    'hit.fresh',
    ['stored.fresh', 'lifetime.set', 'stored.not-modified'],
  ],
  [
    'a range of a fresh response',
    lookup({ stored, variants: 'some' }),
    { request: ranged, around: { length: 10 } },
    'hit.fresh',
    ['stored.fresh', 'lifetime.set', 'stored.excerpt'],
  ],
  [
    'several ranges of a fresh response',
    lookup({ stored, variants: 'some' }),
    { request: { fields: ['Range', 'bytes=0-1, 4-5'] }, around: { length: 10 } },
    'hit.fresh',
    ['stored.fresh', 'lifetime.set', 'stored.excerpt'],
  ],
  [
    'a range that is not there',
    lookup({ stored, variants: 'some' }),
    { request: { fields: ['Range', 'bytes=90-'] }, around: { length: 10 } },
    'hit.fresh',
    ['stored.fresh', 'lifetime.set', 'stored.unsatisfiable'],
  ],
  [
    'a range of a body of unknown length',
    lookup({ stored, variants: 'some' }),
    { request: ranged },
    'hit.fresh',
    ['stored.fresh', 'lifetime.set', 'stored.range-ignored'],
  ],
  [
    'a stale response, and a refresh that begins',
    lookup({ stored: stale, variants: 'some' }),
    {},
    'hit.stale',
    ['stored.stale-while-revalidate', 'stored.stale', 'lifetime.set', 'company.refresh-begun'],
  ],
  [
    'a stale response, and a refresh that runs',
    lookup({ stored: stale, variants: 'some', refresh: 'taken' }),
    {},
    'hit.stale',
    ['stored.stale-while-revalidate', 'stored.stale', 'lifetime.set', 'company.refresh-taken'],
  ],
  [
    'a stale response that the client accepts',
    lookup({ stored: sampleResponse({ lifetime: 1 }), variants: 'some' }),
    { request: { fields: ['Cache-Control', 'max-stale'] } },
    'hit.stale',
    ['request.max-stale', 'stored.stale', 'lifetime.set'],
  ],
  [
    'a stale response without a window',
    lookup({ stored: sampleResponse({ lifetime: 1 }), variants: 'some' }),
    {},
    'revalidation',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.set', 'ask.validate'],
  ],
  [
    'only-if-cached, and nothing stored',
    lookup(),
    { request: { fields: ['Cache-Control', 'only-if-cached'] } },
    'unsatisfied',
    ['stored.none', 'request.only-if-cached'],
  ],
  [
    'another language',
    lookup({ variants: 'some' }),
    { request: { fields: ['Accept-Language', 'en'] }, around: { variants: [german] } },
    'miss',
    ['stored.other-variants', 'stored.other-value'],
  ],
  [
    'what no request selects',
    lookup({ variants: 'some' }),
    { around: { variants: [sampleResponse({ vary: ['*'], varied: [null] })] } },
    'miss',
    ['stored.other-variants', 'stored.unselectable'],
  ],
  [
    'another fetch for the same',
    lookup({ flight: 'joinable' }),
    {},
    'wait',
    ['stored.none', 'company.joined'],
  ],
  [
    'another fetch, and a client that wants its own',
    lookup({ flight: 'joinable' }),
    { request: { fields: ['Cache-Control', 'no-cache'] } },
    'miss',
    ['stored.none', 'company.apart'],
  ],
  ['hit-for-miss', lookup({ mark: 'miss' }), {}, 'miss', ['stored.none', 'company.hit-for-miss']],
  ['hit-for-pass', lookup({ mark: 'pass' }), {}, 'pass', ['stored.none', 'company.hit-for-pass']],
  ['a lease to be asked for', lookup({ lease: 'wanted' }), {}, 'miss', ['stored.none', 'company.lease']],
  [
    'a store that fails',
    { type: 'lookupError', error: { code: 'ERR_STORE_FAILED' } },
    {},
    'miss',
    ['store.failed'],
  ],
  [
    'a store that fails, where the request is to fail with it',
    { type: 'lookupError', error: new TypeError('x') },
    { policy: { onStoreFailure: 'fail' } },
    'error',
    ['store.failed'],
  ],
  ['a store that is late', { type: 'deadline', after: 2000, of: 'own' }, {}, 'step', ['store.late']],
  [
    'a store that is late, and another fetch',
    { type: 'deadline', after: 2000, of: 'own', flight: 'joinable' },
    {},
    'wait',
    ['store.late'],
  ],
  [
    'a transaction that takes too long',
    { type: 'deadline', after: 2000, of: 'transaction' },
    {},
    'error',
    ['deadline.over'],
  ],
  [
    'an origin that takes too long',
    { type: 'deadline', after: 30_000, of: 'own' },
    { state: 'awaitBackend.attached', stored: stale },
    'error',
    ['deadline.over', 'reply.error-unmasked'],
  ],
  [
    'a leader that has failed',
    { type: 'flightFailed', error: 'gone' },
    { state: 'awaitFlight', stored: sampleResponse({ staleIfError: 600 }) },
    'hit.masked',
    ['origin.failed', 'reply.error-masked'],
  ],
  [
    'no reply to a request that was passed',
    { type: 'replyError', error: null },
    { state: 'direct' },
    'error',
    ['origin.failed'],
  ],
  [
    "another's reply",
    { type: 'flightReply', stored },
    { state: 'awaitFlight' },
    'miss.follower',
    ['shared.for-both'],
  ],
  [
    "another's reply for another language",
    { type: 'flightReply', stored: german },
    { state: 'awaitFlight' },
    'step',
    ['shared.not-for-this'],
  ],
  ['a client that leaves', { type: 'clientGone', others: 0 }, {}, 'step', []],
  ['a flight that passes', { type: 'flightOver', outcome: 'passed' }, { state: 'awaitFlight' }, 'pass', []],
  [
    'a follower whose turn it is',
    { type: 'flightOver', outcome: 'woken' },
    { state: 'awaitFlight' },
    'miss',
    [],
  ],
  ['a lease that another has', { type: 'lease', answer: 'taken' }, { state: 'awaitLease.asked' }, 'wait', []],
  ['a refresh that validates', { type: 'refresh' }, { state: 'received', stored }, 'revalidation', []],
  ['a refresh with nothing to validate', { type: 'refresh' }, { state: 'received' }, 'miss', []],
]

describe('what an input means, and why', () => {
  test.each(situations)('%s', (_title, input, situation, outcome, reasons) => {
    const explanation = explained(input, situation)
    expect([explanation.outcome, explanation.reasons.map(({ what }) => what)]).toEqual([outcome, reasons])
    expect(explanation.headline).toMatch(/^[A-Z].*[.:]$/)
  })

  test('is said in one sentence, that of the reason that decides', () => {
    expect(explained(lookup()).headline).toBe('Miss: nothing is stored for this key.')
    expect(explained(lookup({ mark: 'pass' })).headline).toMatch(
      /^Pass: a reply for this key could not be stored lately/,
    )
    expect(explained({ type: 'clientGone', others: 0 }).headline).toBe('The client has left.')
  })

  test('names the transaction that leads, where it is known', () => {
    const joined = explained(lookup({ flight: 'joinable' }), { around: { leader: 7 } })
    expect(joined.headline).toBe(
      'Wait: transaction 7 asks the origin for the same already: this one waits for its reply.',
    )
    expect(explained(lookup({ flight: 'joinable' })).headline).toMatch(/^Wait: another transaction asks/)
  })

  test('says which field selects another stored response', () => {
    const variants = [
      german,
      sampleResponse({ vary: ['accept', 'accept-language'], varied: [null, 'x'.repeat(200)] }),
    ]
    const request = { fields: ['Accept-Language', 'en'] }
    const said = explained(lookup({ variants: 'some' }), { request, around: { variants } }).reasons
    expect(said[1]?.because).toBe(
      'A stored response was selected by accept-language: "de"; this request says "en".',
    )
    expect(said[2]?.because).toContain(`"${'x'.repeat(100)}…"`)
    const nothing = explained(lookup({ variants: 'some' }), { around: { variants: [german] } }).reasons
    expect(nothing[1]?.because).toContain('this request says nothing.')
  })

  test('shows no value of a field that may be secret', () => {
    const variants = [sampleResponse({ vary: ['authorization'], varied: ['Basic c2VjcmV0'] })]
    const request = { fields: ['Authorization', 'Basic b3RoZXI='] }
    const said = JSON.stringify(explained(lookup({ variants: 'some' }), { request, around: { variants } }))
    expect(said).toContain('another value (not shown)')
    expect(said).not.toMatch(/c2VjcmV0|b3RoZXI/)
  })

  test('tells an error by its code, or by its name, and never by its message', () => {
    const said = (error: unknown) => explained({ type: 'lookupError', error }).headline
    expect(said(Object.assign(new Error('secret'), { code: 'ERR_X' }))).toBe(
      'Miss: the store has failed (ERR_X).',
    )
    expect(said(new TypeError('secret'))).toBe('Miss: the store has failed (TypeError).')
    expect(said({ message: 'secret' })).toBe('Miss: the store has failed (unknown).')
    expect(said({ code: 7, name: 7 })).toBe('Miss: the store has failed (unknown).')
    expect(said('secret')).toBe('Miss: the store has failed (unknown).')
  })

  test('has nothing to say of a lookup before the request was admitted', () => {
    expect(() => explained(lookup(), { state: 'received' })).toThrow(TypeError)
    const input = lookup() as Extract<Input, { readonly type: 'lookup' }> // it is one
    const answered = { input, verdict: { type: 'lookup.fresh' } as const, now }
    expect(explainLookup(sampleTransaction('received'), answered)).toEqual([])
  })

  test('tells each field that differs, and at most eight in all', () => {
    const two = sampleResponse({ vary: ['accept', 'accept-language'], varied: ['text/html', null] })
    const request = { fields: ['Accept', '*/*', 'Accept-Language', 'en'] }
    const told = (variants: readonly (typeof two)[]) =>
      explained(lookup({ variants: 'some' }), { request, around: { variants } }).reasons.slice(1)
    expect(told([two]).map(({ because }) => because)).toEqual([
      'A stored response was selected by accept: "text/html"; this request says "*/*".',
      'A stored response was selected by accept-language: nothing; this request says "en".',
    ])
    expect(told([two, two, two, two, two])).toHaveLength(8)
  })
})

describe('the words', () => {
  test('are there for every event, each in a sentence of its own', () => {
    expect(Object.keys(eventWords).toSorted()).toEqual([...transactionEvents].toSorted())
    expect(new Set(Object.values(eventWords)).size).toBe(transactionEvents.length)
  })

  test('name a clause for every reason', () => {
    for (const code of reasonCodes)
      expect(reasonOf(code, '').clause).toMatch(/^(RFC \d{4} §[\d.]+|Fetch §[\d.]+)$/)
  })
})
