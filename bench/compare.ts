import type { Budget, BytesBudget, Comparison, Sample } from './comparison.ts'
import { findPresent, identityOf, judgeEach } from './find-present.ts'
import type { BytesBudgetResult, RatioBudgetResult, TimedContender, TimeResult, Verdict } from './result.ts'
import { figureOf, type Figure } from './statistics/figure.ts'
import { ratios } from './statistics/ratios.ts'
import { takeTurns, type CollectOptions, type Taken } from './take-turns.ts'

/** Runs all contenders and puts their slices in proportion. */
export async function compare(comparison: Comparison, options: CollectOptions): Promise<TimeResult> {
  const { name, about, operation, baseline, budgets, pace } = comparison
  const { present, leftOut } = await findPresent(comparison)
  const plan = { contenders: present, pace, measure: timedBy(pace.slice) }
  const samples = await takeTurns(plan, options)
  return {
    kind: 'time',
    name,
    about,
    operation,
    baseline,
    contenders: present.map((contender) => ({
      ...identityOf(contender),
      ...describe(contender.name, baseline, samples),
    })),
    leftOut,
    budgets: judgeEach(budgets, leftOut, (budget) => judge(budget, samples)),
  }
}

const timedBy =
  (slice: number) =>
  (process: { measure(millis: number): Promise<Sample> }): Promise<Sample> =>
    process.measure(slice)

interface Columns {
  readonly wall: readonly number[]
  readonly cpu: readonly number[]
  /** Empty where the process cannot tell. */
  readonly allocated: readonly number[]
}

function columns(name: string, samples: Taken<Sample>): Columns {
  const own = samples.get(name)
  if (own === undefined) throw new RangeError(`no contender is called "${name}"`)
  return {
    wall: own.map(({ wall }) => wall),
    cpu: own.map(({ cpu }) => cpu),
    allocated: own.flatMap(({ allocated }) => (allocated === undefined ? [] : [allocated])),
  }
}

function describe(name: string, baseline: string, samples: Taken<Sample>): Omit<TimedContender, 'name'> {
  const own = columns(name, samples)
  const other = columns(baseline, samples)
  return {
    wall: figureOf(own.wall),
    cpu: figureOf(own.cpu),
    ...(own.allocated.length > 0 && { allocated: figureOf(own.allocated) }),
    speed: ratios(other.wall, own.wall),
    cpuSpeed: ratios(other.cpu, own.cpu),
  }
}

function judge(budget: Budget | BytesBudget, samples: Taken<Sample>): RatioBudgetResult | BytesBudgetResult {
  const subject = columns(budget.subject, samples)
  if (budget.kind === 'bytes') return judgeBytes(budget, subject.allocated)
  const against = columns(budget.against, samples)
  const isSpeed = budget.kind === 'speed'
  const ratio = isSpeed ? ratios(against.wall, subject.wall) : ratios(subject.wall, against.wall)
  const cpuRatio = isSpeed ? ratios(against.cpu, subject.cpu) : ratios(subject.cpu, against.cpu)
  return { ...budget, ratio, cpuRatio, verdict: verdictOn(budget, { ratio, cpuRatio }) }
}

/** Whether so many bytes are within the limit. @throws RangeError when none were counted */
export function judgeBytes(budget: BytesBudget, counted: readonly number[]): BytesBudgetResult {
  const bytes = figureOf(counted)
  return { ...budget, bytes, verdict: bytes.median <= budget.limit ? 'met' : 'not met' }
}

function verdictOn(
  { kind, limit }: Budget,
  { ratio, cpuRatio }: { readonly ratio: Figure; readonly cpuRatio: Figure },
): Verdict {
  const isWithin = ({ median }: Figure): boolean => (kind === 'speed' ? median >= limit : median <= limit)
  if (isWithin(ratio)) return isWithin(cpuRatio) ? 'met' : 'met by time only'
  return isWithin(cpuRatio) ? 'met by processor time only' : 'not met'
}
