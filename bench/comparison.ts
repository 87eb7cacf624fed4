/** What one contender did in one slice of time, in microseconds per operation. */
export interface Sample {
  /** Time that passed. */
  readonly wall: number
  /** Processor time of the contender's own process, user and system: hardly disturbed by what else runs. */
  readonly cpu: number
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

/** One way to do the work that a comparison is about. */
export interface Contender {
  readonly name: string
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

/** Several ways to do the same. */
export interface Comparison {
  readonly name: string
  readonly about: string
  /** What is counted: `transaction`, `request`, `call`. */
  readonly operation: string
  readonly contenders: readonly Contender[]
  /** The contender that the others are put in proportion to. */
  readonly baseline: string
  readonly budgets: readonly Budget[]
  readonly pace: Pace
}

/** A part of the benchmarks that can be asked for by name. */
export interface Section {
  readonly name: string
  readonly about: string
  readonly comparisons: readonly Comparison[]
}
