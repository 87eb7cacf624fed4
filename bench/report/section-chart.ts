import { barGroups } from './chart-bars.ts'
import { chart } from './chart.ts'
import { formatNumber } from './format-figure.ts'
import type { SectionResult } from './report.ts'

/** A section's chart as SVG, with what it shows said in words. */
export function sectionChart(section: SectionResult): string {
  const groups = barGroups(section)
  const sentences = groups.map(({ title, bars }) => {
    const figures = bars.map(({ name, ratio }) => `${name} ${formatNumber(ratio.median)}`)
    return `${title}: ${figures.join(', ')}.`
  })
  return chart(groups, {
    title: `Benchmarks, ${section.name}: ${section.about}`,
    description: `Bars to the right of 1 are better than the baseline. ${sentences.join(' ')}`,
  })
}
