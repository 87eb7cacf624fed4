import type { Millis } from '@cachechart/core'
import type { Timeline } from './timeline.ts'

/** From a moment to another; both are in it. */
export interface Interval {
  readonly begin: Millis
  readonly end: Millis
}

/** A time in which something went on, and where it is drawn. */
export interface Stretch extends Interval {
  readonly x: number
  /** In pixels. */
  readonly width: number
}

/** Where moments are drawn. Long times in which nothing went on are cut out between the stretches. */
export interface TimeScale {
  readonly stretches: readonly Stretch[]
  /** In pixels, from the left edge of the picture. */
  readonly x: (at: Millis) => number
}

/** What a scale is made for, in pixels. */
interface Place {
  readonly x: number
  readonly width: number
}

/** How many pauses are cut at most, how wide a cut is drawn, and the air on both sides of a stretch, in pixels. */
const cutLimit = 8
const cutWidth = 30
const air = 6
/** A pause that is shorter than this part of the rest is not worth a cut. */
const shortPause = 0.25

/**
 * Makes a scale for what went on: all stretches have as many pixels for a millisecond.
 *
 * `intervals` need no order; without any the scale begins and ends at 0.
 */
export const createTimeScale = (intervals: readonly Interval[], { x, width }: Place): TimeScale => {
  const parts = withoutPauses(intervals)
  const total = parts.reduce((sum, { begin, end }) => sum + end - begin, 0)
  const room = width - cutWidth * (parts.length - 1) - 2 * air * parts.length
  let left = x
  const stretches = parts.map(({ begin, end }): Stretch => {
    const share = total === 0 ? 1 / parts.length : (end - begin) / total
    const stretch = { begin, end, x: left + air, width: share * room }
    left = stretch.x + stretch.width + air + cutWidth
    return stretch
  })
  return { stretches, x: (at) => placeOf(at, stretches) }
}

const placeOf = (at: Millis, stretches: readonly Stretch[]): number => {
  const next = stretches.findIndex(({ end }) => at <= end)
  const stretch = stretches[next] ?? stretches.at(-1)
  if (stretch === undefined) return 0
  const { begin, end, x, width } = stretch
  if (at > end) return x + width
  if (at >= begin) return end === begin ? x : x + ((at - begin) / (end - begin)) * width
  const before = stretches[next - 1]
  // In a cut, where nothing goes on: in its middle.
  return before === undefined ? x : (before.x + before.width + x) / 2
}

const withoutPauses = (intervals: readonly Interval[]): readonly Interval[] => {
  const busy = merged(intervals, 0)
  const first = busy[0]
  const last = busy.at(-1)
  if (first === undefined || last === undefined) return [{ begin: 0, end: 0 }]
  const pauses = busy.slice(1).map(({ begin }, place) => ({ begin: busy[place]?.end ?? begin, end: begin }))
  const work = busy.reduce((sum, { begin, end }) => sum + end - begin, 0)
  const cuts = pauses
    .toSorted((one, other) => other.end - other.begin - (one.end - one.begin))
    .slice(0, cutLimit)
    .filter(({ begin, end }) => end - begin > shortPause * work)
    .toSorted((one, other) => one.begin - other.begin)
  const begins = [first.begin, ...cuts.map(({ end }) => end)]
  const ends = [...cuts.map(({ begin }) => begin), last.end]
  return begins.map((begin, place) => ({ begin, end: ends[place] ?? begin }))
}

/** The same times, in order, those joined that are no further apart than `gap`. */
export const merged = (intervals: readonly Interval[], gap: number): Interval[] => {
  const parts: { begin: Millis; end: Millis }[] = []
  for (const { begin, end } of intervals.toSorted((one, other) => one.begin - other.begin)) {
    const last = parts.at(-1)
    if (last === undefined || begin > last.end + gap) parts.push({ begin, end })
    else if (end > last.end) last.end = end
  }
  return parts
}

/** When something went on; what is open goes on to the end. A clock that was set back has made nothing end before it began. */
export const intervalsOf = (timeline: Timeline): Interval[] =>
  [...timeline.transactions, ...timeline.flights].map(({ begin, end }) => ({
    begin,
    end: Math.max(begin, end ?? timeline.end),
  }))
