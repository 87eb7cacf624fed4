import type { BudgetResult, ComparisonResult } from '../compare.ts'
import { formatMicros, formatRate, formatRatio } from './format-figure.ts'

/** A comparison as a table: its heading, then a row for each contender. */
export function rowsOf({ contenders, operation, baseline }: ComparisonResult): string[][] {
  const heading = [
    'contender',
    `per second`,
    `time per ${operation}`,
    'processor time',
    `× ${baseline}`,
    'by processor time',
  ]
  const rows = contenders.map(({ name, wall, cpu, speed, cpuSpeed }) =>
    name === baseline
      ? [name, formatRate(wall), formatMicros(wall), formatMicros(cpu), '1', '1']
      : [
          name,
          formatRate(wall),
          formatMicros(wall),
          formatMicros(cpu),
          formatRatio(speed),
          formatRatio(cpuSpeed),
        ],
  )
  return [heading, ...rows]
}

/** What was promised, what was found, and whether it is kept. */
export function sentenceOf({
  subject,
  against,
  kind,
  limit,
  ratio,
  cpuRatio,
  verdict,
}: BudgetResult): string {
  const promise =
    kind === 'speed'
      ? `${subject} at least ${limit} × as fast as ${against}`
      : `${subject} takes at most ${limit} × as long as ${against}`
  const found = `${formatRatio(ratio)}, by processor time ${formatRatio(cpuRatio)}`
  return `${promise}: ${found}: ${verdict.toUpperCase()}`
}
