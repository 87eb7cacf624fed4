import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { FlightEffect, FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
import type {
  TransactionEffect,
  TransactionEventType,
  TransactionState,
} from '../machine/transaction-alphabet.ts'
import type { Policy } from '../policy/policy-options.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import type { CacheUse, ForwardReason } from '../policy/verdicts.ts'
import type { FlightRules } from './flight-rules.ts'
import type { Input } from './input.ts'

/** What is written down of an error: enough to tell it from others, and no more than that. */
export interface RecordedError {
  readonly name: string
  /** The first 200 characters. */
  readonly message: string
  readonly code?: string
}

/** An input of the engine with its error, if it has one, as it is written down. */
export type RecordedInput = Input extends infer Each
  ? Each extends { readonly error: unknown }
    ? Omit<Each, 'error'> & { readonly error: RecordedError }
    : Each
  : never

/** A cache begins to record. What comes after it, up to the next, is of this cache. */
export interface RecordingStart {
  readonly kind: 'start'
  readonly format: 'cachechart'
  readonly version: 1
  readonly at: Millis
  /** Tells this cache from all others, so that transactions of two of them are not taken for one. */
  readonly run: string
  /** Its policy, but for the rule for keys: each transaction has its key. */
  readonly policy: Omit<Policy, 'key'>
}

/** A transaction begins. */
export interface RecordedBegin {
  readonly kind: 'begin'
  readonly id: number
  readonly at: Millis
  readonly role: 'client' | 'background'
  readonly method: string
  readonly url: string
  readonly fields: FieldLines
  readonly key: string
  readonly namedUrl: string | null
  readonly mode: CacheUse
  readonly range: 'kept' | 'dropped'
  readonly rules: FlightRules
  readonly storage?: StorageOverrides
  /** What a refresh is to bring up to date, why it is asked for, and the transaction that began it. */
  readonly refreshOf?: {
    readonly transaction: number
    readonly stored: StoredResponse | null
    readonly reason: ForwardReason
  }
}

/** A transaction took an input: what came, what was concluded, where it led, and what was ordered. */
export interface RecordedStep {
  readonly kind: 'step'
  readonly id: number
  readonly at: Millis
  readonly input: RecordedInput
  readonly event: TransactionEventType
  readonly from: TransactionState
  readonly to: TransactionState
  readonly effects: readonly TransactionEffect[]
  /** When the request went to the origin: with the first input after that. */
  readonly requestTime?: Millis
  /** What a hook said of the response before it came: with the first input after that. */
  readonly storage?: StorageOverrides
  /** Of one who joins: the transaction that leads. */
  readonly leader?: number
}

/** A flight took a fact. */
export interface RecordedFlight {
  readonly kind: 'flight'
  /** The transaction that leads. */
  readonly leader: number
  readonly at: Millis
  readonly event: FlightEventType
  readonly from: FlightState
  readonly to: FlightState
  readonly effects: readonly FlightEffect[]
  /** The transaction that it is about. */
  readonly follower?: number
}

/** So many records were not written, because they came faster than they could be. */
export interface RecordedLoss {
  readonly kind: 'loss'
  readonly at: Millis
  readonly count: number
}

/**
 * What a cache does, one record for each thing that happens, in order: plain JSON, from which the same transitions can be
 * made again.
 */
export type CacheRecord = RecordingStart | RecordedBegin | RecordedStep | RecordedFlight | RecordedLoss
