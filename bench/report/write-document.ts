import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { hasChart } from './chart-bars.ts'
import { markdownReport } from './markdown-report.ts'
import type { Report } from './report.ts'
import { sectionChart } from './section-chart.ts'

/** Writes `benchmarks.md` and the charts that it shows into a folder of documents; charts of sections that are gone go. */
export function writeDocument(report: Report, documents: URL): void {
  const charts = new URL('benchmarks/', documents)
  rmSync(charts, { recursive: true, force: true })
  mkdirSync(charts, { recursive: true })
  for (const section of report.sections.filter(hasChart)) {
    writeFileSync(new URL(`${section.name}.svg`, charts), sectionChart(section))
  }
  writeFileSync(new URL('benchmarks.md', documents), markdownReport(report))
}
