import { collectSamples, type CollectOptions, type Samples } from './collect-samples.ts'
import type { Budget, Comparison } from './comparison.ts'
import { figureOf, type Figure } from './statistics/figure.ts'
import { ratios } from './statistics/ratios.ts'

/** What was found about one contender; microseconds per operation. */
interface ContenderResult {
  readonly name: string
  readonly wall: Figure
  readonly cpu: Figure
  /** How many times as fast as the baseline: by time, and by processor time. */
  readonly speed: Figure
  readonly cpuSpeed: Figure
}

/** By which clock a promise is kept. On a busy machine the two differ, and processor time is the one to trust. */
type Verdict = 'met' | 'met by time only' | 'met by processor time only' | 'not met'

/** Whether a promise is kept. */
export interface BudgetResult extends Budget {
  readonly ratio: Figure
  readonly cpuRatio: Figure
  readonly verdict: Verdict
}

/** What a comparison found. */
export interface ComparisonResult {
  readonly name: string
  readonly about: string
  readonly operation: string
  readonly baseline: string
  readonly contenders: readonly ContenderResult[]
  readonly budgets: readonly BudgetResult[]
}

/** Runs all contenders and puts their slices in proportion. */
export async function compare(comparison: Comparison, options: CollectOptions): Promise<ComparisonResult> {
  const { name, about, operation, baseline, contenders, budgets } = comparison
  const samples = await collectSamples(comparison, options)
  return {
    name,
    about,
    operation,
    baseline,
    contenders: contenders.map((contender) => describe(contender.name, baseline, samples)),
    budgets: budgets.map((budget) => judge(budget, samples)),
  }
}

function columns(name: string, samples: Samples): { readonly wall: number[]; readonly cpu: number[] } {
  const own = samples.get(name)
  if (own === undefined) throw new RangeError(`no contender is called "${name}"`)
  return { wall: own.map(({ wall }) => wall), cpu: own.map(({ cpu }) => cpu) }
}

function describe(name: string, baseline: string, samples: Samples): ContenderResult {
  const own = columns(name, samples)
  const other = columns(baseline, samples)
  return {
    name,
    wall: figureOf(own.wall),
    cpu: figureOf(own.cpu),
    speed: ratios(other.wall, own.wall),
    cpuSpeed: ratios(other.cpu, own.cpu),
  }
}

function judge(budget: Budget, samples: Samples): BudgetResult {
  const subject = columns(budget.subject, samples)
  const against = columns(budget.against, samples)
  const isSpeed = budget.kind === 'speed'
  const ratio = isSpeed ? ratios(against.wall, subject.wall) : ratios(subject.wall, against.wall)
  const cpuRatio = isSpeed ? ratios(against.cpu, subject.cpu) : ratios(subject.cpu, against.cpu)
  return { ...budget, ratio, cpuRatio, verdict: verdictOn(budget, { ratio, cpuRatio }) }
}

function verdictOn(
  { kind, limit }: Budget,
  { ratio, cpuRatio }: { readonly ratio: Figure; readonly cpuRatio: Figure },
): Verdict {
  const isWithin = ({ median }: Figure): boolean => (kind === 'speed' ? median >= limit : median <= limit)
  if (isWithin(ratio)) return isWithin(cpuRatio) ? 'met' : 'met by time only'
  return isWithin(cpuRatio) ? 'met by processor time only' : 'not met'
}
