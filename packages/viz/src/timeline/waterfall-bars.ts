import type { Millis } from '@cachechart/core'
import { activityOf, type Activity } from './activity.ts'
import { svgElement, svgNumber } from '../svg/svg-element.ts'
import { merged, type Interval, type TimeScale } from './time-scale.ts'
import type { TimelineFlight, TimelineSpan, TimelineTransaction } from './timeline.ts'

/** Where a bar goes: `now` is where the recording ends, and open bars with it. */
interface BarPlace {
  readonly scale: TimeScale
  readonly y: number
  readonly now: Millis
}

/** So wide is at least what took any time, or no time at all. */
const thinnest = 2
const heights = { transaction: 12, more: 12, flight: 8 } as const

/** The bar of a transaction, a piece for each of its states that took time. */
export const transactionBar = (transaction: TimelineTransaction, place: BarPlace): string => {
  const { spans, begin, end } = transaction
  const bar = spans.map((span) => piece(span, place)).join('')
  // All that it was took no time that a clock has seen.
  if (bar === '' && end !== null)
    return block({ x: place.scale.x(begin), y: place.y, width: thinnest }, 'delivering')
  return bar
}

/** The bar of a flight. */
export const flightBar = ({ spans }: TimelineFlight, { scale, y, now }: BarPlace): string =>
  spans
    .map(({ state, begin, end }) => {
      const activity = activityOf(state)
      const until = end ?? now
      if (activity === null || until === begin) return ''
      return block({ x: scale.x(begin), y, width: scale.x(until) - scale.x(begin) }, activity, 'flight')
    })
    .join('')

/** What many were in, each state over the time in which any of them was in it. */
export const moreBar = (
  transactions: readonly TimelineTransaction[],
  { scale, y, now }: BarPlace,
): string => {
  const times = new Map<Activity, Interval[]>()
  for (const { spans, begin } of transactions) {
    const seen = spans.flatMap(({ state, begin: from, end }) => {
      const activity = activityOf(state)
      const until = end ?? now
      return activity === null || until === from ? [] : [{ activity, begin: from, end: until }]
    })
    const shown = seen.length > 0 ? seen : [{ activity: 'delivering' as const, begin, end: begin }]
    for (const { activity, ...interval } of shown) {
      const known = times.get(activity)
      if (known === undefined) times.set(activity, [interval])
      else known.push(interval)
    }
  }
  return [...times]
    .flatMap(([activity, intervals]) => {
      // What is closer than pixels are is one piece: thousands of them cost no more than a line has pixels.
      const drawn = intervals.map(({ begin, end }) => ({ begin: scale.x(begin), end: scale.x(end) }))
      return merged(drawn, 1).map(({ begin, end }) =>
        block({ x: begin, y, width: end - begin }, activity, 'more'),
      )
    })
    .join('')
}

const piece = ({ state, begin, end }: TimelineSpan, { scale, y, now }: BarPlace): string => {
  const activity = activityOf(state)
  // It has just begun, and that is all that is known.
  if (activity === null && end === null) return openEnd(scale.x(now), y)
  if (activity === null || end === begin) return ''
  const x = scale.x(begin)
  const bar = block({ x, y, width: scale.x(end ?? now) - x }, activity)
  return end === null ? bar + openEnd(Math.max(scale.x(now), x + thinnest), y) : bar
}

/** Torn off: nobody knows how it goes on. */
const openEnd = (x: number, y: number): string =>
  svgElement('path', { class: 'open', d: `M${svgNumber(x)} ${y - 8}l3 4l-3 4l3 4l-3 4` })

const block = (
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  activity: Activity,
  kind: keyof typeof heights = 'transaction',
): string => {
  const height = heights[kind]
  const place = { x, y: y - height / 2, width: Math.max(width, thinnest), height }
  return svgElement('rect', { class: kind === 'transaction' ? activity : `${activity} ${kind}`, ...place })
}
