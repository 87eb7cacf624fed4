import { advance, type Advance } from '../engine/advance.ts'
import type { FlightEdge } from '../engine/flight-table.ts'
import type { Input } from '../engine/input.ts'
import type { CacheRecord, RecordedBegin, RecordedStep } from '../engine/record.ts'
import { IllegalEventError } from '../engine/step.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Policy } from '../policy/policy-options.ts'
import type { Clock } from '../ports/clock.ts'
import type { CacheOptions } from './cache-api.ts'
import type { Environment } from './environment.ts'
import type { FlightRun } from './flight-run.ts'
import { recordedInput, recordedResponse } from './recorded-input.ts'
import { finite, recordedStorage } from './recorded-storage.ts'
import type { TransactionRun } from './transaction-run.ts'

/** What a recorder needs of the cache that it records. */
export interface RecorderParts {
  readonly clock: Clock
  readonly policy: Policy
  readonly tolerate: Environment['tolerate']
}

/** What a flight took. `edge` is `null` where the fact was illegal, and changed nothing. */
export interface FlightStep {
  readonly event: FlightEventType
  readonly from: FlightState
  readonly edge: FlightEdge | null
  readonly follower: TransactionRun | undefined
}

/** What the driver has told a transaction beside its inputs, as far as it is written down. */
type Noted = Pick<Transaction, 'requestTime' | 'storage'>

/**
 * Tells the listener of all that is needed to make the same transitions again. What it tells is its own: nothing in it
 * changes when the cache goes on. A listener that throws is tolerated.
 *
 * An event that was illegal is told as a step that leads nowhere and orders nothing; no transition that means something is
 * like that.
 */
export class Recorder {
  readonly #onRecord: (record: CacheRecord) => void
  readonly #parts: RecorderParts
  readonly #noted = new WeakMap<Transaction, Noted>()

  constructor(onRecord: (record: CacheRecord) => void, parts: RecorderParts) {
    this.#onRecord = onRecord
    this.#parts = parts
    this.#tell({ id: 0, key: '' }, () => startOf(parts))
  }

  /** A transaction begins; nothing of it has happened. `stale` is the one that begins a refresh. */
  begin(run: TransactionRun, stale?: TransactionRun): void {
    this.#tell(run, () => beginningOf(run.transaction, stale))
  }

  /** Takes the transaction further, and tells of it before anything follows. @throws whatever `advance` throws */
  advance(run: TransactionRun, input: Input): Advance {
    const { transaction, now } = run
    const from = transaction.state.name
    try {
      const advanced = advance(transaction, input, now)
      this.#tell(run, () => this.#stepOf(run, input, { from, ...advanced }))
      return advanced
    } catch (error) {
      if (error instanceof IllegalEventError) {
        const event = error.event as TransactionEventType // the type of a verdict is one
        this.#tell(run, () => this.#stepOf(run, input, { from, illegal: event }))
      }
      throw error
    }
  }

  /** A flight has taken a fact; nothing has followed from it yet. */
  flight({ leader, state }: FlightRun, { event, from, edge, follower }: FlightStep): void {
    const { clock } = this.#parts
    this.#tell(leader, () => ({
      kind: 'flight',
      leader: leader.id,
      at: clock.now(),
      event,
      from,
      to: state,
      effects: edge === null ? [] : edge.effects.slice(),
      ...(follower !== undefined && { follower: follower.id }),
    }))
  }

  #stepOf(run: TransactionRun, input: Input, taken: Taken): RecordedStep {
    const { id, now, transaction } = run
    const event = 'illegal' in taken ? taken.illegal : taken.verdict.type
    return {
      kind: 'step',
      id,
      at: now,
      input: recordedInput(input),
      event,
      from: taken.from,
      to: transaction.state.name,
      effects: 'illegal' in taken ? [] : taken.edge.effects.slice(),
      ...this.#newsOf(run),
      ...(isJoining(event) && run.candidate !== undefined && { leader: run.candidate.leader.id }),
    }
  }

  /** What the driver has told the transaction since its last input: when its request went out, and what a hook said. */
  #newsOf({ transaction, settings }: TransactionRun): Pick<RecordedStep, 'requestTime' | 'storage'> {
    const { requestTime, storage } = transaction
    if (requestTime === 0) return {} // it has not asked the origin: nothing of this can have changed
    const known = this.#noted.get(transaction) ?? { requestTime: 0, storage: settings.storage }
    if (known.requestTime === requestTime && known.storage === storage) return {}
    this.#noted.set(transaction, { requestTime, storage })
    return known.storage === storage
      ? { requestTime }
      : { requestTime, storage: recordedStorage(storage ?? {}) }
  }

  #tell({ id, key }: Pick<TransactionRun, 'id' | 'key'>, record: () => CacheRecord): void {
    try {
      this.#onRecord(record())
    } catch (error) {
      this.#parts.tolerate({ transaction: id, key, during: 'observe', error })
    }
  }
}

type Taken = { readonly from: TransactionState } & (Advance | { readonly illegal: TransactionEventType })

const isJoining = (event: Verdict['type']): boolean =>
  event === 'lookup.joined' || event === 'deadline.joined'

/** The recorder of a cache that somebody records. */
export const recorderOf = (
  { onRecord }: Pick<CacheOptions, 'onRecord'>,
  parts: RecorderParts,
): Recorder | undefined => (onRecord === undefined ? undefined : new Recorder(onRecord, parts))

const startOf = ({ clock, policy: { key: _key, ...policy } }: RecorderParts): CacheRecord => ({
  kind: 'start',
  format: 'cachechart',
  version: 1,
  at: clock.now(),
  run: crypto.randomUUID(),
  policy: {
    ...policy,
    heuristicMaximum: finite(policy.heuristicMaximum),
    staleIfError: finite(policy.staleIfError),
    staleWhileRevalidate: finite(policy.staleWhileRevalidate),
    errorStatuses: policy.errorStatuses.slice(),
    targets: policy.targets.slice(),
  },
})

const beginningOf = (transaction: Transaction, stale: TransactionRun | undefined): RecordedBegin => {
  const { history, request, storage, rules } = transaction
  return {
    kind: 'begin',
    id: history.id,
    at: history.startedAt,
    role: stale === undefined ? 'client' : 'background',
    method: request.method,
    url: request.url,
    fields: request.fields.slice(),
    key: history.key,
    namedUrl: transaction.namedUrl,
    mode: transaction.mode,
    range: transaction.range,
    rules: { onTimeout: rules.onTimeout, leaderLeaves: rules.leaderLeaves },
    ...(storage !== undefined && { storage: recordedStorage(storage) }),
    ...(stale !== undefined && { refreshOf: refreshedOf(transaction, stale) }),
  }
}

const refreshedOf = (
  { stored, reason }: Transaction,
  stale: TransactionRun,
): NonNullable<RecordedBegin['refreshOf']> => ({
  transaction: stale.id,
  stored: stored === null ? null : recordedResponse(stored),
  reason: reason ?? 'stale',
})
