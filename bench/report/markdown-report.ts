import type { ComparisonResult } from '../result.ts'
import { hasChart } from './chart-bars.ts'
import { disturbance, type MachineDescription } from './machine-description.ts'
import { promiseRows, sentenceOf } from './promises.ts'
import type { Report, SectionResult } from './report.ts'
import { notesOf, rowsOf } from './rows.ts'

/** The report as the document `docs/benchmarks.md`; each section has its chart beside it, in `docs/benchmarks`. */
export const markdownReport = (report: Report): string => `# Benchmarks

<!-- Written by \`npm run bench -- --write\`: run it again, do not edit. -->

${method(report)}

${place(report.machine)}

## Promises

${markdownTable(promiseRows(report), 'left')}

${report.sections.map(sectionText).join('\n')}`

function place(machine: MachineDescription): string {
  const { date, processor, cores, memory, system, node, undici, xstate } = machine
  const sentence = disturbance(machine)
  return `Measured on ${date}: ${processor}, ${cores} cores, ${memory} of memory, ${system},
Node ${node}, undici ${undici}, xstate ${xstate}.${sentence === undefined ? '' : ` ${sentence}`}`
}

const method = ({
  rounds,
  load,
}: Report): string => `\`npm run bench\` measures ratios within one run; its absolute figures are worth nothing on another machine. In each of
${rounds} rounds the contenders of a comparison start anew, each in a process of its own, and get warm. Then they take turns in
short slices (A B C, C B A, …), one running at a time, so that whatever disturbs the machine disturbs all of them. A
ratio is computed within each turn; what stands here are medians, with the quartiles in parentheses.
Ratios of speed above 1 are faster than the baseline. Time is what passes; processor time (user and system) is that of the
contender's own process, and is hardly disturbed by whatever else the machine does. A promise is judged by both. Allocated is
what each operation took from V8's heap, however soon it was free again. Server, origin and load
are processes of their own; the requests were sent by ${load}, one at a time on each connection. A figure counts only if
the origin's own counter says that no hit reached it, and every miss. Latencies are another matter: they are measured at a
fixed rate, each from when its request was due, whether or not earlier ones had been answered.

How to read and to repeat them is in [guides/benchmarks.md](guides/benchmarks.md).`

const sectionText = (section: SectionResult): string => `## ${capitalized(section.name)}

${capitalized(section.about)}.
${chartOf(section)}
${section.comparisons.map(comparisonText).join('\n')}`

const chartOf = (section: SectionResult): string =>
  hasChart(section)
    ? `\n![Ratios of each contender to its baseline; the tables below say the same](benchmarks/${section.name}.svg)\n`
    : ''

const comparisonText = (comparison: ComparisonResult): string => `### ${capitalized(comparison.name)}

${comparison.about}

${markdownTable(rowsOf(comparison), 'right')}
${listOf(comparison)}`

function listOf(comparison: ComparisonResult): string {
  const items = [
    ...notesOf(comparison).map(capitalized),
    ...comparison.budgets.map((budget) => sentenceOf(budget, comparison)),
  ]
  return items.map((item) => `\n- ${item}`).join('') + (items.length > 0 ? '\n' : '')
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function markdownTable(
  [heading = [], ...rows]: readonly (readonly string[])[],
  figures: 'left' | 'right',
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = heading.map((_, column) => (column === 0 || figures === 'left' ? '---' : '---:'))
  return [line(heading), line(rule), ...rows.map(line)].join('\n')
}
