import type { ComparisonResult } from '../result.ts'
import type { Figure } from '../statistics/figure.ts'
import type { SectionResult } from './report.ts'

/** One contender in a chart: how many times as good as its baseline, so that right is always better. */
export interface Bar {
  readonly name: string
  readonly ratio: Figure
  readonly role: 'baseline' | 'project' | 'peer'
}

/** The bars of one comparison, and what they are about. */
export interface BarGroup {
  readonly title: string
  readonly bars: readonly Bar[]
}

const measures: { readonly [Kind in ComparisonResult['kind']]: string } = {
  time: 'speed by processor time',
  latency: 'quickness of 99 in 100 answers',
  bytes: 'smallness of each entry',
}

const measureOf = (comparison: ComparisonResult): string =>
  comparison.kind === 'bytes' && comparison.columns !== undefined
    ? `smallness of ${comparison.columns[0]}`
    : measures[comparison.kind]

/** The comparisons of a section that two or more took part in. */
export const barGroups = ({ comparisons }: SectionResult): BarGroup[] =>
  comparisons
    .filter(({ contenders }) => contenders.length > 1)
    .map((comparison) => ({
      title: `${comparison.name}: ${measureOf(comparison)}, × ${comparison.baseline}`,
      bars: barsOf(comparison),
    }))

/** Whether there is anything to draw. */
export const hasChart = (section: SectionResult): boolean => barGroups(section).length > 0

function barsOf(comparison: ComparisonResult): Bar[] {
  const { kind, baseline, contenders } = comparison
  const bar = ({ name, owner }: (typeof contenders)[number], ratio: Figure): Bar => ({
    name,
    ratio,
    role: name === baseline ? 'baseline' : (owner ?? 'peer'),
  })
  switch (kind) {
    case 'time':
      return comparison.contenders.map((contender) => bar(contender, contender.cpuSpeed))
    case 'latency':
      return comparison.contenders.map((contender) => bar(contender, inverse(contender.ratio.p99)))
    case 'bytes':
      return comparison.contenders.map((contender) => bar(contender, inverse(contender.ratio)))
  }
}

/** What takes half as long is twice as quick. */
const inverse = ({ median, low, high }: Figure): Figure => ({
  median: 1 / median,
  low: 1 / high,
  high: 1 / low,
})
