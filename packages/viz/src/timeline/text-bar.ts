import type { FlightState, Millis, TransactionState } from '@cachechart/core'
import { activityOf, type Activity } from './activity.ts'
import type { TimeScale } from './time-scale.ts'

/** What stands for each in a bar of text: the waits for others are lighter than work. */
export const activitySigns: { readonly [Name in Activity]: string } = {
  arrived: ':',
  lookup: '·',
  leader: '░',
  lease: '▒',
  origin: '▓',
  detached: '▚',
  direct: '▞',
  delivering: '█',
  boarding: '─',
  streaming: '═',
  fenced: '╌',
  committing: '┄',
}

/** For so many pixels of a scale there is one column. */
export const columnWidth = 8

/** Spans of a transaction or of a flight. */
type Spans = readonly {
  readonly state: TransactionState | FlightState
  readonly begin: Millis
  readonly end: Millis | null
}[]

/** A bar in `columns` columns; `now` is where open spans end. A span that is too short for a column has one none the less. */
export const textBar = (
  spans: Spans,
  { scale, columns, now }: { readonly scale: TimeScale; readonly columns: number; readonly now: Millis },
): string => {
  const signs: string[] = Array.from({ length: columns }, () => ' ')
  const columnOf = (at: Millis) => Math.min(Math.floor(scale.x(at) / columnWidth), columns - 1)
  for (const { state, begin, end } of spans) {
    const activity = activityOf(state)
    const until = end ?? now
    if (activity === null || until === begin) continue
    const first = columnOf(begin)
    const last = Math.max(columnOf(until), first + 1)
    for (let column = first; column < Math.min(last, columns); column += 1)
      signs[column] = activitySigns[activity]
  }
  const start = spans[0]
  if (start !== undefined && signs.join('').trim() === '') signs[columnOf(start.begin)] = '▏'
  return signs.join('')
}
