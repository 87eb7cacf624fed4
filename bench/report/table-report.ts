import type { ComparisonResult } from '../compare.ts'
import { disturbance } from './machine-description.ts'
import type { Report } from './report.ts'
import { rowsOf, sentenceOf } from './rows.ts'

/** The report for a terminal. */
export function tableReport({ machine, load, rounds, length, sections }: Report): string {
  const { processor, cores, memory, system, node, undici, xstate } = machine
  const quick =
    length === 'quick' ? 'A quick run: it shows that all runs, and says little about speed.' : undefined
  const place = [
    `${processor}, ${cores} cores, ${memory}, ${system}`,
    `Node ${node}, undici ${undici}, xstate ${xstate}; requests sent by ${load}`,
    `${rounds} rounds with fresh processes; medians, with the middle half of the measurements in parentheses`,
    quick,
    disturbance(machine),
  ].filter((line) => line !== undefined)
  const parts = sections.flatMap(({ comparisons }) => comparisons.map(comparisonText))
  return `${[place.join('\n'), ...parts].join('\n\n')}\n`
}

function comparisonText(comparison: ComparisonResult): string {
  const budgets = comparison.budgets.map((budget) => `  ${sentenceOf(budget)}`)
  return [comparison.name, ...aligned(rowsOf(comparison)).map((line) => `  ${line}`), ...budgets].join('\n')
}

/** Names to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}
