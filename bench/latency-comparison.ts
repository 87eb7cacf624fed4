import type { Entrant, Pace, Running } from './comparison.ts'

/** The shares of the answers that are looked at; half of them come within `p50`. */
export const percentiles = ['p50', 'p90', 'p99', 'p99.9'] as const

/** `p99`: 99 of 100 answers took no longer. */
export type Percentile = (typeof percentiles)[number]

/** How long the answers took, in microseconds, each counted from when its request was due and not from when it was sent. */
export type LatencySample = { readonly [Name in Percentile]: number }

/** A server at the start that can also be asked at a fixed rate. */
export interface RunningServer extends Running {
  /** How many requests a second it answers at most, found in so many milliseconds. */
  saturate(millis: number): Promise<number>
  /** Sends so many requests a second, each when it is due, whether or not earlier ones have been answered. */
  measureAtRate(rate: number, millis: number): Promise<LatencySample>
}

/** A server whose latency is compared: `start` may be `startServerTrial`. */
export interface LatencyContender extends Entrant {
  start(): Promise<RunningServer>
}

/** At most so many times as long as the other's at the same rate. */
export interface LatencyBudget {
  readonly kind: 'latency'
  readonly subject: string
  readonly against: string
  readonly percentile: Percentile
  readonly limit: number
}

/** At most so many microseconds: where the project itself sets how long is waited, and the machine has little part in it. */
export interface WaitBudget {
  readonly kind: 'wait'
  readonly subject: string
  readonly percentile: Percentile
  readonly limit: number
}

/**
 * How long answers take at a rate that all contenders can bear: a share of what the slowest of those saturates at that a
 * budget or the baseline names. The rate is found at the beginning of the run and is the same for all.
 */
export interface LatencyComparison {
  readonly kind: 'latency'
  readonly name: string
  readonly about: string
  readonly contenders: readonly LatencyContender[]
  /** The contender that the others are put in proportion to. */
  readonly baseline: string
  /** 0.5 is half of the saturation rate. */
  readonly share: number
  readonly budgets: readonly (LatencyBudget | WaitBudget)[]
  /** A slice needs thousands of requests for p99.9 to mean anything: two seconds, say. */
  readonly pace: Pace
}
