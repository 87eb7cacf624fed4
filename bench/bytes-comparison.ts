import type { BytesBudget, Entrant } from './comparison.ts'

/** What one contender keeps, in bytes per entry. */
export interface BytesSample {
  /** V8's heap and what lies outside of it in buffers, without the bytes that were given to it to keep. */
  readonly beyond: number
  /** The same with them. */
  readonly held: number
}

/** Something that keeps entries: `measure` may be `() => measureHolding(name, argument)`. */
export interface BytesContender extends Entrant {
  /** Fills it in a fresh process and weighs it: so much of it, from 0 to 1, where a part will do. */
  measure(share: number): Promise<BytesSample>
}

/** How much memory the same entries take in several places. Budgets limit `beyond`. */
export interface BytesComparison {
  readonly kind: 'bytes'
  readonly name: string
  readonly about: string
  /** What is counted: `entry`. */
  readonly unit: string
  /** What the two figures are, where they are not bytes per unit without and with its text. */
  readonly columns?: readonly [string, string]
  readonly contenders: readonly BytesContender[]
  /** The contender that the others are put in proportion to. */
  readonly baseline: string
  readonly budgets: readonly BytesBudget[]
  /** About how long a measurement takes in a full run, in milliseconds, where it does not take the usual time. */
  readonly duration?: number
}
