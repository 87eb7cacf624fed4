import type { Millis } from '@cachechart/core'
import { durationText } from '../duration-text.ts'
import { flightMessagesOf } from './flight-messages.ts'
import { placeOf, placeOfFlight, type SequenceLine, type SequencePlace } from './sequence-line.ts'
import { sequenceText } from './sequence-text.ts'
import { timelineRows, type RowOptions, type TimelineRow } from './timeline-rows.ts'
import type { Timeline } from './timeline.ts'
import { messagesOf } from './transaction-messages.ts'
import { namer, pathOf } from './transaction-text.ts'

/** How much a sequence diagram shows. */
export interface SequenceOptions extends Pick<RowOptions, 'rows'> {
  /** How many transactions and flights take part; default 12. Beyond a score nobody finds their way. */
  readonly participants?: number | undefined
  /** How many lines there are; default 300. */
  readonly messages?: number | undefined
  /** In milliseconds: who waited for at least as long has a note that says so. Default: a twentieth of the whole. */
  readonly longWait?: Millis | undefined
}

/** Those who take part, in the order in which they stand. */
interface Cast {
  /** As Mermaid calls them, by the names in {@link SequenceLine}. */
  readonly ids: ReadonlyMap<string, string>
  readonly lines: readonly string[]
}

/**
 * Writes what happened as a sequence diagram for Mermaid: clients, transactions, their flights, lease, store and origin,
 * what each asked of another and was told, in the order of time, with the time since the beginning.
 *
 * @example
 * console.log(toSequence(createTimeline().timeline()).split('\n')[0]) // 'sequenceDiagram'
 */
export const toSequence = (timeline: Timeline, options: SequenceOptions = {}): string => {
  const { participants = 12, messages = 300, rows } = options
  const longWait = options.longWait ?? Math.max((timeline.end - timeline.begin) / 20, 1)
  const all = timelineRows(timeline, { rows }).groups.flatMap((group) => group.rows)
  const shown = withinLimit(all, participants)
  const isOfOne = new Set(timeline.transactions.map(({ run }) => run)).size < 2
  const lines = shown
    .flatMap((row, place) => linesOf(row, longWait, shown[place - 1]))
    .toSorted(isOfOne ? byOrder : byTime)
  const cast = castOf(timeline, shown, lines)
  // Of whom no line stands for, nothing is said, …
  const told = lines.filter((line) => placesIn(line).every((place) => cast.ids.has(place)))
  const written = told.slice(0, messages).map((line) => lineText(line, cast, timeline.begin))
  const missing = missingText(all.length - shown.length, told.length - written.length)
  const notes = missing === '' || cast.ids.size === 0 ? [] : [noteAcross(cast, missing)]
  return `${['sequenceDiagram', ...cast.lines, ...written, ...notes].join('\n  ')}\n`
}

/** Of one cache, what was recorded first was first, whatever its clock says; of several, clocks are all that there is. */
const byOrder = (one: SequenceLine, other: SequenceLine): number => one.order - other.order
const byTime = (one: SequenceLine, other: SequenceLine): number => one.at - other.at || byOrder(one, other)

/** … and a line that stands for many comes with the one before it, which it resembles. */
const withinLimit = (rows: readonly TimelineRow[], limit: number): readonly TimelineRow[] => {
  const shown: TimelineRow[] = []
  let count = 0
  for (const row of rows) {
    if (row.kind !== 'more') count += 1
    if (count > limit) return shown
    shown.push(row)
  }
  return shown
}

const linesOf = (
  row: TimelineRow,
  longWait: Millis,
  before: TimelineRow | undefined,
): readonly SequenceLine[] => {
  switch (row.kind) {
    case 'transaction':
      return messagesOf(row.transaction, longWait)
    case 'flight':
      return flightMessagesOf(row.flight)
    case 'more': {
      if (before?.kind !== 'transaction') return []
      const { begin, order } = before.transaction
      const over = placeOf(before.transaction)
      return [{ kind: 'note', at: begin, order, over, text: `${row.transactions.length} more like this` }]
    }
  }
}

const placesIn = (line: SequenceLine): readonly string[] =>
  line.kind === 'note' ? [line.over] : [line.from, line.to]

const castOf = (timeline: Timeline, rows: readonly TimelineRow[], lines: readonly SequenceLine[]): Cast => {
  const nameOf = namer(timeline)
  const used = new Set(lines.flatMap(placesIn))
  const ids = new Map<string, string>()
  const declared: string[] = []
  const declare = (place: string, id: string, text: string): void => {
    if (!used.has(place) || ids.has(place)) return
    ids.set(place, id)
    declared.push(`participant ${id} as ${sequenceText(text)}`)
  }
  declare('clients' satisfies SequencePlace, 'c', 'clients')
  for (const [place, row] of rows.entries()) {
    if (row.kind === 'transaction') {
      const { transaction } = row
      const text = `${nameOf(transaction)} ${pathOf(transaction.url)}`
      declare(placeOf(transaction), `t${place}`, text)
    } else if (row.kind === 'flight') {
      const { id, run, leader } = row.flight
      declare(placeOfFlight(id), `f${place}`, `flight of ${nameOf({ run, id: leader })}`)
    }
  }
  declare('lease' satisfies SequencePlace, 'l', 'lease')
  declare('store' satisfies SequencePlace, 's', 'store')
  declare('origin' satisfies SequencePlace, 'o', 'origin')
  return { ids, lines: declared }
}

const arrows = { order: '->>', answer: '-->>', lost: '-x' } as const

const lineText = (line: SequenceLine, { ids }: Cast, begin: Millis): string => {
  const text = sequenceText(`+${durationText(line.at - begin)} ${line.text}`)
  if (line.kind === 'note') return `Note over ${ids.get(line.over)}: ${sequenceText(line.text)}`
  return `${ids.get(line.from)}${arrows[line.arrow]}${ids.get(line.to)}: ${text}`
}

const missingText = (rows: number, lines: number): string =>
  [
    rows === 0 ? '' : `${rows} transactions and flights more are not shown`,
    lines === 0 ? '' : `${lines} lines more are not shown`,
  ]
    .filter((text) => text !== '')
    .join(', ')

const noteAcross = ({ ids }: Cast, text: string): string => {
  const [first] = ids.values()
  const last = [...ids.values()].at(-1)
  return `Note over ${first === last ? first : `${first},${last}`}: ${sequenceText(text)}`
}
