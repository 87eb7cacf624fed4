import { findPresent, identityOf, judgeEach } from './find-present.ts'
import {
  percentiles,
  type LatencyBudget,
  type LatencyComparison,
  type LatencySample,
  type Percentile,
  type RunningServer,
  type WaitBudget,
} from './latency-comparison.ts'
import type { ByPercentile, LatencyBudgetResult, LatencyResult, WaitBudgetResult } from './result.ts'
import { figureOf, type Figure } from './statistics/figure.ts'
import { ratios } from './statistics/ratios.ts'
import { takeTurns, type CollectOptions, type Ready, type Taken } from './take-turns.ts'

/** Finds the rate, then asks everyone at that rate in turn. */
export async function compareLatency(
  comparison: LatencyComparison,
  options: CollectOptions,
): Promise<LatencyResult> {
  const { name, about, baseline, budgets, share, pace } = comparison
  const { present, leftOut } = await findPresent(comparison)
  const saturations = new Map<string, number>()
  const onWarm = async (ready: readonly Ready<RunningServer>[]): Promise<void> => {
    // All rounds have the rate of the first: percentiles at different rates have nothing to say to each other.
    if (saturations.size > 0) return
    for (const one of ready) saturations.set(one.name, await one.process.saturate(pace.slice))
  }
  const measure = (process: RunningServer): Promise<LatencySample> =>
    process.measureAtRate(rateOf(comparison, saturations), pace.slice)
  const samples = await takeTurns({ contenders: present, pace, onWarm, measure }, options)
  return {
    kind: 'latency',
    name,
    about,
    baseline,
    share,
    rate: present.length === 0 ? 0 : rateOf(comparison, saturations),
    contenders: present.map((contender) => ({
      ...identityOf(contender),
      saturation: saturations.get(contender.name) ?? 0,
      latency: byPercentile((percentile) => figureOf(column(contender.name, percentile, samples))),
      ratio: byPercentile((percentile) => against(contender.name, baseline, { percentile, samples })),
    })),
    leftOut,
    budgets: judgeEach(budgets, leftOut, (budget) => judge(budget, samples)),
  }
}

/** A share of what the slowest of those bears that the baseline or a promise names. */
function rateOf(
  { baseline, budgets, share }: LatencyComparison,
  saturations: ReadonlyMap<string, number>,
): number {
  const against = budgets.flatMap((budget) => ('against' in budget ? [budget.against] : []))
  const named = [baseline, ...against, ...budgets.map(({ subject }) => subject)]
  const known = named.flatMap((name) => saturations.get(name) ?? [])
  return share * Math.min(...known)
}

const byPercentile = (figure: (percentile: Percentile) => Figure): ByPercentile =>
  Object.fromEntries(percentiles.map((name) => [name, figure(name)])) as unknown as ByPercentile // one for each name

function column(name: string, percentile: Percentile, samples: Taken<LatencySample>): number[] {
  const own = samples.get(name)
  if (own === undefined) throw new RangeError(`no contender is called "${name}"`)
  return own.map((sample) => sample[percentile])
}

const against = (
  name: string,
  other: string,
  { percentile, samples }: { readonly percentile: Percentile; readonly samples: Taken<LatencySample> },
): Figure => ratios(column(name, percentile, samples), column(other, percentile, samples))

function judge(
  budget: LatencyBudget | WaitBudget,
  samples: Taken<LatencySample>,
): LatencyBudgetResult | WaitBudgetResult {
  if (budget.kind === 'wait') {
    const wait = figureOf(column(budget.subject, budget.percentile, samples))
    return { ...budget, wait, verdict: wait.median <= budget.limit ? 'met' : 'not met' }
  }
  const ratio = against(budget.subject, budget.against, { percentile: budget.percentile, samples })
  return { ...budget, ratio, verdict: ratio.median <= budget.limit ? 'met' : 'not met' }
}
