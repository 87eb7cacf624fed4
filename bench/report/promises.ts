import type { BudgetResult, ComparisonResult } from '../result.ts'
import { formatBytes, formatMicros, formatRatio, grouped } from './format-figure.ts'
import type { Report } from './report.ts'

/** A promise in words, and what was seen of it. */
interface Promised {
  readonly promise: string
  readonly limit: string
  readonly byTime: string
  readonly byProcessor: string
  readonly verdict: string
}

const notSeen = '–'

/** All promises of a run as a table: its heading, then a row for each. */
export function promiseRows({ sections }: Pick<Report, 'sections'>): string[][] {
  const heading = ['promise', 'limit', 'seen by time', 'seen by processor time', 'verdict']
  const rows = sections
    .flatMap(({ comparisons }) => comparisons)
    .flatMap((comparison) =>
      comparison.budgets.map((budget) => {
        const { promise, limit, byTime, byProcessor, verdict } = promised(budget, comparison)
        return [`${comparison.name}: ${promise}`, limit, byTime, byProcessor, verdict]
      }),
    )
  return [heading, ...rows]
}

/** What was promised, what was found, and whether it is kept. */
export function sentenceOf(budget: BudgetResult, comparison: ComparisonResult): string {
  const { promise, limit, byTime, byProcessor, verdict } = promised(budget, comparison)
  const seen = [byTime, ...(byProcessor === notSeen ? [] : [`by processor time ${byProcessor}`])]
  const found = byTime === notSeen ? '' : `: ${seen.join(', ')}`
  const reason = budget.verdict === 'left out' ? ` (${budget.reason})` : ''
  return `${promise}, ${limit}${found}: ${verdict}${reason}`
}

function promised(budget: BudgetResult, comparison: ComparisonResult): Promised {
  return { ...wordsOf(budget, comparison), ...seenOf(budget), verdict: budget.verdict.toUpperCase() }
}

function wordsOf(budget: BudgetResult, comparison: ComparisonResult): Pick<Promised, 'promise' | 'limit'> {
  const { subject, limit } = budget
  switch (budget.kind) {
    case 'speed':
      return { promise: `${subject} as fast as ${budget.against}`, limit: `at least ${limit} ×` }
    case 'cost':
      return { promise: `${subject} takes as long as ${budget.against}`, limit: `at most ${limit} ×` }
    case 'latency':
      return {
        promise: `${budget.percentile} of ${subject} as long as of ${budget.against}`,
        limit: `at most ${limit} ×`,
      }
    case 'wait':
      return { promise: `${budget.percentile} of ${subject}`, limit: `at most ${grouped(limit)} µs` }
    case 'bytes':
      return {
        promise: takenBy(subject, comparison),
        limit: `at most ${grouped(limit)} B`,
      }
  }
}

function takenBy(subject: string, comparison: ComparisonResult): string {
  if (comparison.kind === 'bytes' && comparison.columns !== undefined)
    return `${comparison.columns[0]} of ${subject}`
  return `${subject} takes for each ${countedIn(comparison)}`
}

function countedIn(comparison: ComparisonResult): string {
  if (comparison.kind === 'bytes') return `${comparison.unit} beyond its text`
  return comparison.kind === 'time' ? comparison.operation : 'request'
}

function seenOf(budget: BudgetResult): Pick<Promised, 'byTime' | 'byProcessor'> {
  if (budget.verdict === 'left out') return { byTime: notSeen, byProcessor: notSeen }
  if ('wait' in budget) return { byTime: formatMicros(budget.wait), byProcessor: notSeen }
  if ('bytes' in budget) return { byTime: formatBytes(budget.bytes), byProcessor: notSeen }
  const byProcessor = 'cpuRatio' in budget ? formatRatio(budget.cpuRatio) : notSeen
  return { byTime: formatRatio(budget.ratio), byProcessor }
}
