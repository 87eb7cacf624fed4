import type { ComparisonResult } from '../compare.ts'
import { disturbance, type MachineDescription } from './machine-description.ts'
import type { Report } from './report.ts'
import { rowsOf, sentenceOf } from './rows.ts'

/** The report as the document `docs/benchmarks.md`. */
export const markdownReport = ({ machine, load, rounds, sections }: Report): string => `# Benchmarks

<!-- Written by \`npm run bench -- --write\`: run it again, do not edit. -->

${method(rounds, load)}

Measured on ${machine.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memory} of memory, ${machine.system},
Node ${machine.node}, undici ${machine.undici}, xstate ${machine.xstate}.${disturbed(machine)}

${sections.flatMap(({ comparisons }) => comparisons.map(comparisonText)).join('\n')}`

function disturbed(machine: MachineDescription): string {
  const sentence = disturbance(machine)
  return sentence === undefined ? '' : ` ${sentence}`
}

const method = (
  rounds: number,
  load: string,
): string => `\`npm run bench\` measures ratios within one run; its absolute figures are worth nothing on another machine. In each of
${rounds} rounds the contenders of a comparison start anew, each in a process of its own, and get warm. Then they take turns in
short slices (A B C, C B A, …), one running at a time, so that whatever disturbs the machine disturbs all of them. A
ratio is computed within each turn; what stands here is the median of those ratios, with the quartiles in parentheses.
Ratios above 1 are faster than the baseline. Time is what passes; processor time (user and system) is that of the contender's own
process, and is hardly disturbed by whatever else the machine does. A promise is judged by both. Server, origin and load
are processes of their own; the requests were sent by ${load}, one at a time on each connection. A figure counts only if
the origin's own counter says that no hit reached it, and every miss.`

const comparisonText = (comparison: ComparisonResult): string => `## ${capitalized(comparison.name)}

${comparison.about}

${markdownTable(rowsOf(comparison))}
${comparison.budgets.map((budget) => `\n- ${sentenceOf(budget)}`).join('')}${comparison.budgets.length > 0 ? '\n' : ''}`

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function markdownTable([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = heading.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(heading), line(rule), ...rows.map(line)].join('\n')
}
