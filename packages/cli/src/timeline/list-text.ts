import type { TimelineTransaction } from '@cachechart/viz'
import { printable } from '../printable.ts'

/** A line for each transaction, for a person. `end`: what is open was open then. */
export function listText(transactions: readonly TimelineTransaction[], end: number): string {
  const isOneRun = new Set(transactions.map(({ run }) => run)).size <= 1
  const rows = transactions.map((one) => cells(one, { isOneRun, now: end }))
  const widths = heading.map((title, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
  )
  return [heading, ...rows].map((row) => `${lineOf(row, widths)}\n`).join('')
}

const heading = ['id', 'began', 'took', 'ended', 'status', 'state', 'request']
const numbers = new Set(['took', 'status'])

function cells(
  { run, id, begin, end, outcome, status, state, method, url }: TimelineTransaction,
  { isOneRun, now }: { readonly isOneRun: boolean; readonly now: number },
): readonly string[] {
  return [
    isOneRun ? String(id) : `${printable(run)}:${id}`,
    new Date(begin).toISOString(),
    `${Math.round((end ?? now) - begin)} ms${end === null ? '+' : ''}`,
    end === null ? 'open' : (outcome ?? '-'),
    String(status ?? '-'),
    state,
    // Whoever asked has chosen it.
    printable(`${method} ${url}`),
  ]
}

const lineOf = (row: readonly string[], widths: readonly number[]): string =>
  row
    .map((cell, column) => {
      const width = column === row.length - 1 ? 0 : (widths[column] ?? 0)
      return numbers.has(heading[column] ?? '') ? cell.padStart(width) : cell.padEnd(width)
    })
    .join('  ')
