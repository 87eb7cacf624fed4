import type { ComparisonResult } from '../result.ts'
import { disturbance } from './machine-description.ts'
import { promiseRows, sentenceOf } from './promises.ts'
import { roundsText } from './format-figure.ts'
import type { Report } from './report.ts'
import { notesOf, rowsOf } from './rows.ts'

/** The report for a terminal. */
export function tableReport(report: Report): string {
  const promises = promiseRows(report)
  const parts = report.sections.flatMap(({ comparisons }) => comparisons.map(comparisonText))
  const table = promises.length > 1 ? [['promises', ...indented(aligned(promises))].join('\n')] : []
  return `${[placeOf(report), ...table, ...parts].join('\n\n')}\n`
}

function placeOf({ machine, load, rounds, length }: Report): string {
  const { processor, cores, memory, system, node, undici, xstate } = machine
  const quick =
    length === 'quick' ? 'A quick run: it shows that all runs, and says little about speed.' : undefined
  return [
    `${processor}, ${cores} cores, ${memory}, ${system}`,
    `Node ${node}, undici ${undici}, xstate ${xstate}; requests sent by ${load}`,
    `${roundsText(rounds)} with fresh processes; medians, with the middle half of the measurements in parentheses`,
    quick,
    disturbance(machine),
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}

function comparisonText(comparison: ComparisonResult): string {
  const lines = [
    ...aligned(rowsOf(comparison)),
    ...notesOf(comparison),
    ...comparison.budgets.map((budget) => sentenceOf(budget, comparison)),
  ]
  return [comparison.name, ...indented(lines)].join('\n')
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

/** Names, which are in the first columns, to the left; figures to the right. */
export function aligned(rows: readonly (readonly string[])[], names = 1): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < names ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}
