import type { Budget, BytesBudget } from './comparison.ts'
import type { LatencyBudget, Percentile, WaitBudget } from './latency-comparison.ts'
import type { Figure } from './statistics/figure.ts'

/** What was not measured, and why. */
export interface LeftOut {
  readonly name: string
  readonly reason: string
}

/** By which clock a promise is kept. On a busy machine the two differ, and processor time is the one to trust. */
export type Verdict = 'met' | 'met by time only' | 'met by processor time only' | 'not met'

/** A promise of speed, and whether it is kept. */
export interface RatioBudgetResult extends Budget {
  readonly ratio: Figure
  readonly cpuRatio: Figure
  readonly verdict: Verdict
}

/** A promise of bytes, and whether it is kept. */
export interface BytesBudgetResult extends BytesBudget {
  readonly bytes: Figure
  readonly verdict: Verdict
}

/** A promise about latency, and whether it is kept. */
export interface LatencyBudgetResult extends LatencyBudget {
  readonly ratio: Figure
  readonly verdict: Verdict
}

/** A promise about a wait that the project sets, and whether it is kept; in microseconds. */
export interface WaitBudgetResult extends WaitBudget {
  readonly wait: Figure
  readonly verdict: Verdict
}

/** A promise about somebody who could not take part. */
type LeftOutBudget = (Budget | BytesBudget | LatencyBudget | WaitBudget) & {
  readonly verdict: 'left out'
  readonly reason: string
}

/** A promise of any kind. */
export type BudgetResult =
  RatioBudgetResult | BytesBudgetResult | LatencyBudgetResult | WaitBudgetResult | LeftOutBudget

/** Who it was. */
interface ContenderBase {
  readonly name: string
  /** The project's own, and not a peer. */
  readonly owner?: 'project'
}

/** What all kinds of results have. */
interface ResultBase<Contender extends ContenderBase> {
  readonly name: string
  readonly about: string
  readonly baseline: string
  readonly contenders: readonly Contender[]
  readonly leftOut: readonly LeftOut[]
  readonly budgets: readonly BudgetResult[]
}

/** What was found about one contender; microseconds and bytes per operation. */
export interface TimedContender extends ContenderBase {
  readonly wall: Figure
  readonly cpu: Figure
  readonly allocated?: Figure
  /** How many times as fast as the baseline: by time, and by processor time. */
  readonly speed: Figure
  readonly cpuSpeed: Figure
}

/** What a comparison of speed found. */
export interface TimeResult extends ResultBase<TimedContender> {
  readonly kind: 'time'
  readonly operation: string
}

/** A figure for each percentile. */
export type ByPercentile = { readonly [Name in Percentile]: Figure }

/** How long a contender's answers took, in microseconds. */
interface LatencyContenderResult extends ContenderBase {
  /** Requests per second at which it is saturated, in one measurement at the beginning. */
  readonly saturation: number
  readonly latency: ByPercentile
  /** How many times as long as the baseline's. */
  readonly ratio: ByPercentile
}

/** What a comparison of latency found. */
export interface LatencyResult extends ResultBase<LatencyContenderResult> {
  readonly kind: 'latency'
  /** Requests per second; 0 when nobody took part. */
  readonly rate: number
  readonly share: number
}

/** What a contender keeps, in bytes per unit. */
interface WeighedContender extends ContenderBase {
  readonly beyond: Figure
  readonly held: Figure
  /** How many times the baseline's `beyond`. */
  readonly ratio: Figure
}

/** What a comparison of memory found. */
export interface BytesResult extends ResultBase<WeighedContender> {
  readonly kind: 'bytes'
  readonly unit: string
  /** What the two figures are, where they are not bytes per unit without and with its text. */
  readonly columns?: readonly [string, string]
}

/** What a comparison of any kind found. */
export type ComparisonResult = TimeResult | LatencyResult | BytesResult
