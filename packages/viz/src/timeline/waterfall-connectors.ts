import type { Millis } from '@cachechart/core'
import { svgElement, svgNumber } from '../svg/svg-element.ts'
import type { PlacedGroup, PlacedRow, WaterfallLayout } from './waterfall-layout.ts'
import { transactionsOf } from './waterfall-layout.ts'
import type { TimelineSpan, TimelineTransaction } from './timeline.ts'

/** `joined`: from whoever begins to follow to whom it follows; `woken`: back; `begun`: to a refresh from who began it. */
type Way = 'joined' | 'woken' | 'begun'

/** Lines that lie on each other are one, which ends in several places. */
interface Bus {
  readonly way: Way
  readonly x: number
  readonly from: number
  readonly to: Set<number>
}

/** A line that is wanted; it is not drawn where one of its ends is not. */
interface Connection {
  readonly way: Way
  readonly at: Millis | null
  readonly from: number | undefined
  readonly to: number
}

/** The lines from those who waited to those for whom they did, and from refreshes to who began them. */
export const connectors = ({ groups, scale, plot }: WaterfallLayout): string => {
  const buses = new Map<string, Bus>()
  const places = placesOf(groups)
  const rows = groups.flatMap((group) => group.rows)
  for (const { way, at, from, to } of rows.flatMap((row) => connectionsOf(row, places))) {
    if (from === undefined || at === null || from === to) continue
    const x = Math.min(scale.x(at), plot.right)
    const name = `${way} ${Math.round(x)} ${from}`
    const bus = buses.get(name)
    if (bus === undefined) buses.set(name, { way, x, from, to: new Set([to]) })
    else bus.to.add(to)
  }
  return svgElement('g', { class: 'connectors' }, [...buses.values()].map(drawn).join(''))
}

const connectionsOf = ({ row, y: to }: PlacedRow, places: ReadonlyMap<string, number>): Connection[] =>
  transactionsOf(row).flatMap((transaction): Connection[] => {
    const { spans, run, begin, begunBy } = transaction
    const waits = spans.flatMap((span): Connection[] => {
      if (span.leader === null) return []
      const from = sourceOf(span, transaction, places)
      const joined: Connection = { way: 'joined', at: span.begin, from, to }
      return wakes(span) ? [joined, { way: 'woken', at: span.end, from, to }] : [joined]
    })
    if (begunBy === null) return waits
    return [...waits, { way: 'begun', at: begin, from: places.get(`${begunBy} ${run}`), to }]
  })

/** Whether whom it waited for has ended the wait; else its own deadline or client did. */
const wakes = ({ endedBy }: TimelineSpan): boolean => endedBy?.startsWith('flight.') === true

/** The line of the flight, or else of its leader. */
const sourceOf = (
  { flight, leader }: TimelineSpan,
  { run }: TimelineTransaction,
  places: ReadonlyMap<string, number>,
): number | undefined =>
  (flight === null ? undefined : places.get(`flight ${flight}`)) ?? places.get(`${leader} ${run}`)

const placesOf = (groups: readonly PlacedGroup[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>()
  for (const { row, y } of groups.flatMap(({ rows }): readonly PlacedRow[] => rows)) {
    if (row.kind === 'flight') places.set(`flight ${row.flight.id}`, y)
    for (const { id, run } of transactionsOf(row)) places.set(`${id} ${run}`, y)
  }
  return places
}

const drawn = ({ way, x, from, to }: Bus): string => {
  const ends = [...to].toSorted((one, other) => one - other)
  const left = svgNumber(x)
  const top = Math.min(from, ends[0] ?? from)
  const bottom = Math.max(from, ends.at(-1) ?? from)
  const line = svgElement('path', { class: way, d: `M${left} ${svgNumber(top)}V${svgNumber(bottom)}` })
  if (way === 'joined') return line + dots(left, ends)
  const heads = ends.map((y) => {
    const edge = y > from ? -6 : 6
    const back = y > from ? -6 : 6
    return `M${left} ${svgNumber(y + edge)}l-3.5 ${back}h7z`
  })
  return line + svgElement('path', { class: `${way} head`, d: heads.join('') })
}

const dots = (left: string, ends: readonly number[]): string =>
  svgElement('path', {
    class: 'joined head',
    d: ends.map((y) => `M${left} ${svgNumber(y - 2)}h2v4h-4v-4z`).join(''),
  })
