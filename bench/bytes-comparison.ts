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
  /** Fills it in a fresh process and weighs it. */
  measure(): Promise<BytesSample>
}

/** How much memory the same entries take in several places. Budgets limit `beyond`. */
export interface BytesComparison {
  readonly kind: 'bytes'
  readonly name: string
  readonly about: string
  /** What is counted: `entry`. */
  readonly unit: string
  readonly contenders: readonly BytesContender[]
  /** The contender that the others are put in proportion to. */
  readonly baseline: string
  readonly budgets: readonly BytesBudget[]
}
