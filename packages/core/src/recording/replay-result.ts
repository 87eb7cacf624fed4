/**
 * What differs first between a recording and its replay. `from`: the state in which it came; `event`: what was concluded;
 * `to`: where that led; `effects`: what was ordered; `illegal`: the state does not expect the event; `input`: the
 * transaction cannot have been told that; `order`: it came when nothing of the kind can; `leader`: it joined another than
 * it said.
 */
export type DifferenceKind = 'from' | 'event' | 'to' | 'effects' | 'illegal' | 'input' | 'order' | 'leader'

/** A place where the replay of a recording goes another way than the recording. */
export interface ReplayDifference {
  readonly kind: 'transaction' | 'flight'
  /** Of the cache that was recorded; empty where the recording does not say. */
  readonly run: string
  /** The transaction; of a flight, the one that leads. */
  readonly id: number
  /** Which record it is, from 1. */
  readonly line: number
  /** Which step of the transaction or flight, from 1; 0: its beginning. */
  readonly step: number
  readonly what: DifferenceKind
  /** What the recording says. */
  readonly expected: string
  /** What the replay says. */
  readonly seen: string
  /** All of that, for a person. */
  readonly sentence: string
}

/** What came of a replay. */
export interface ReplayResult {
  /** Transactions that were made again from their beginning to their end. */
  readonly transactions: number
  readonly flights: number
  /** Steps of transactions and of flights that were made again. */
  readonly steps: number
  /** Transactions of which the recording does not have everything; as far as it has, they agree. */
  readonly incomplete: number
  /** Records that the recording says were not written. */
  readonly lost: number
  /** Transactions and flights that go another way; what follows of one of them is not looked at. */
  readonly different: number
  /** The first of those, as the recording has them in order. */
  readonly difference: ReplayDifference | null
}
