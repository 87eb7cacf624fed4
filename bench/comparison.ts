import type { BytesComparison } from './bytes-comparison.ts'
import type { LatencyComparison } from './latency-comparison.ts'

/** What one contender did in one slice of time, in microseconds per operation. */
export interface Sample {
  /** Time that passed. */
  readonly wall: number
  /** Processor time of the contender's own process, user and system: hardly disturbed by what else runs. */
  readonly cpu: number
  /** Bytes of V8's heap that each operation took, however soon they were free again; where the process can tell. */
  readonly allocated?: number
}

/** How long a contender runs in each round. */
export interface Pace {
  /** Processor time before anything counts, in milliseconds: compilers are done then, and a busy machine leaves nobody cold. */
  readonly warmUp: number
  /** One measurement, in milliseconds: processor time for work in process, time for servers. */
  readonly slice: number
  /** Measurements of each contender, in turn with the others. */
  readonly slices: number
}

/** A contender at the start: processes of its own, in which nothing else has run. */
export interface Running {
  /** Works without being measured, until it has had so much processor time. */
  warmUp(millis: number): Promise<void>
  measure(millis: number): Promise<Sample>
  end(): Promise<void>
}

/** Who takes part in a comparison, of whatever kind. */
export interface Entrant {
  readonly name: string
  /** The work of this project and not of a peer: `--compare` runs it from two revisions. */
  readonly owner?: 'project'
  /** Why it cannot run here (a program that is not installed): it is left out then, and the report says why. */
  missing?(): Promise<string | undefined>
}

/** One way to do the work that a comparison is about. */
export interface Contender extends Entrant {
  start(): Promise<Running>
}

/** What the project has promised. */
export interface Budget {
  readonly subject: string
  readonly against: string
  /** `speed`: how many times as fast it is, at least. `cost`: how many times as long it takes, at most. */
  readonly kind: 'speed' | 'cost'
  readonly limit: number
}

/** A promise of bytes: the only kind that may be absolute, as bytes are the same on every machine. */
export interface BytesBudget {
  readonly subject: string
  readonly kind: 'bytes'
  /** At most so many bytes: allocated for each operation, or kept for each entry. */
  readonly limit: number
}

/**
 * Several ways to do the same; or one way at several sizes, with the smallest as the baseline and a `cost` as the budget
 * where it has to be flat.
 */
export interface Comparison {
  readonly kind?: 'time'
  readonly name: string
  readonly about: string
  /** What is counted: `transaction`, `request`, `call`. */
  readonly operation: string
  readonly contenders: readonly Contender[]
  /** The contender that the others are put in proportion to. */
  readonly baseline: string
  readonly budgets: readonly (Budget | BytesBudget)[]
  readonly pace: Pace
  /** About how long a contender takes to get ready to start, in milliseconds, where that is long: a store to be filled. */
  readonly preparation?: number
}

/** A comparison of any kind. */
export type AnyComparison = Comparison | LatencyComparison | BytesComparison

/** A part of the benchmarks that can be asked for by name. */
export interface Section {
  readonly name: string
  readonly about: string
  readonly comparisons: readonly AnyComparison[]
}
