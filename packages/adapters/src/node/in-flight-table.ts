import type { InFlight, Millis } from '@cachechart/core'

/** In characters; every terminal has as many. */
const width = 100

const indent = '    '

/**
 * What is in flight as plain text for a terminal, the longest in its state first; no line is longer than 100 characters,
 * and all of them are printable ASCII, whatever the keys and the backend's steps contain. The times beside the last
 * events are counted from the beginning of the transaction. Ends with a line feed.
 * @example
 * const cache = createCache({ store: memoryStore(), backend })
 * console.log(inFlightTable(cache.inFlight())) // 'nothing is in flight\n'
 */
export const inFlightTable = (transactions: readonly InFlight[]): string => {
  if (transactions.length === 0) return 'nothing is in flight\n'
  const sorted = transactions.toSorted((one, other) => other.inState - one.inState || one.id - other.id)
  const rows = [['id', 'role', 'state', 'for', 'request'], ...sorted.map(cellsOf)]
  const lines = aligned(rows).flatMap((line, row) => {
    const transaction = sorted[row - 1]
    return transaction === undefined ? [line] : [line, ...detailsOf(transaction)]
  })
  return `${[`in flight: ${transactions.length}`, '', ...lines].join('\n')}\n`
}

const cellsOf = ({ id, role, state, inState, method, key }: InFlight): string[] => [
  String(id),
  role,
  state,
  durationText(inState),
  printable(`${method} ${key}`),
]

const isRightAligned = (column: number): boolean => column === 0 || column === 3

/** The last column takes what the others leave. */
const aligned = (rows: readonly string[][]): string[] => {
  const columns = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => {
    const padded = columns.map((size, column) => {
      const cell = row[column] ?? ''
      return isRightAligned(column) ? cell.padStart(size) : cell.padEnd(size)
    })
    const before = `${padded.join('  ')}  `
    return before + shortened(row[4] ?? '', width - before.length)
  })
}

const detailsOf = ({ waitsFor, owedBy, step, ...trace }: InFlight): string[] => {
  const wait = `waits for ${waitsFor}, owed by ${owedBy}${step === undefined ? '' : `, step: ${step}`}`
  const lines = [shortened(printable(wait), width - indent.length), ...lastEvents(trace)]
  return lines.map((line) => indent + line)
}

/** As many of the last events as a line holds, oldest first. */
const lastEvents = ({
  history,
  dropped,
  startedAt,
}: Pick<InFlight, 'history' | 'dropped' | 'startedAt'>): string[] => {
  const events = history.map(({ event, at }) => `${event} +${durationText(at - startedAt)}`)
  const lines = events.map((_event, index) => {
    const earlier = index + dropped
    return `${earlier === 0 ? '' : `(${earlier} earlier) `}${events.slice(index).join(', ')}`
  })
  const longest = lines.find((line) => line.length <= width - indent.length)
  return longest === undefined ? [] : [longest]
}

/** Half of what there is room for from the beginning, half from the end: keys tend to differ there. */
const shortened = (text: string, room: number): string => {
  if (text.length <= room) return text
  const kept = room - 3
  const end = Math.floor(kept / 2)
  return `${text.slice(0, kept - end)}...${text.slice(text.length - end)}`
}

/** A key is what a client has sent: it must not move the cursor, nor pass for a line of the table. */
const printable = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`
  })

const durationText = (span: Millis): string => {
  const milliseconds = Math.max(0, Math.floor(span))
  if (milliseconds < 1_000) return `${milliseconds} ms`
  const seconds = Math.floor(milliseconds / 1_000)
  if (seconds < 60) return `${seconds}.${Math.floor((milliseconds % 1_000) / 100)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
