import { textWidth } from '../svg/text-width.ts'
import { activitiesIn, activityTexts, namesOf, type Activity } from './activity.ts'
import { svgElement } from '../svg/svg-element.ts'
import { svgText } from './svg-texts.ts'
import type { Timeline } from './timeline.ts'
import { flightMarkers, markerAt, markerTexts, transactionMarkers, type Marker } from './waterfall-markers.ts'

/** The legend, and how many pixels it takes from top to bottom. */
export interface Legend {
  readonly markup: string
  readonly height: number
  /** What is in it, and so in the picture. */
  readonly activities: readonly Activity[]
}

const lineHeight = 22
const signWidth = 24
const between = 18
const font = { size: 12, weight: 'regular' } as const

interface Entry {
  readonly text: string
  readonly sign: (x: number, y: number) => string
}

/** Says what the colours and signs mean, of those that the picture has. */
export const legend = (timeline: Timeline, place: { x: number; y: number; width: number }): Legend => {
  const activities = activitiesIn(timeline)
  const entries = [
    ...activities.map((each): Entry => ({ text: activityTexts[each], sign: swatch(each) })),
    ...markersOf(timeline).map((each): Entry => ({
      text: markerTexts[each],
      // This one stands on what it marks.
      sign: (x, y) => markerAt(each, x + 8, each === 'firstByte' ? y + 6 : y),
    })),
    ...linesOf(timeline),
  ]
  let { x, y } = place
  const drawn = entries.map(({ text, sign }) => {
    const width = signWidth + textWidth(text, font)
    if (x > place.x && x + width > place.x + place.width) {
      x = place.x
      y += lineHeight
    }
    const markup = sign(x, y) + svgText(text, { class: 'muted', x: x + signWidth, y: y + 4 })
    x += width + between
    return markup
  })
  const height = entries.length === 0 ? 0 : y - place.y + lineHeight
  return { markup: drawn.join(''), height, activities }
}

const swatch =
  (activity: Activity): Entry['sign'] =>
  (x, y) =>
    svgElement('rect', { class: activity, x, y: y - 6, width: 16, height: 12 })

const linesOf = ({ transactions }: Timeline): Entry[] => {
  const isFollowed = transactions.some(({ spans }) => spans.some(({ leader }) => leader !== null))
  const isBegun = transactions.some(({ begunBy }) => begunBy !== null)
  return [
    ...(isFollowed ? [entryOf('joined', 'begins to follow'), entryOf('woken', 'is told to go on')] : []),
    ...(isBegun ? [entryOf('begun', 'begins a refresh')] : []),
  ]
}

const entryOf = (way: string, text: string): Entry => ({
  text,
  sign: (x, y) =>
    svgElement(
      'g',
      { class: 'connectors' },
      svgElement('path', { class: way, d: `M${x} ${y}h${way === 'joined' ? 16 : 10}` }) +
        svgElement('path', {
          class: `${way} head`,
          d: way === 'joined' ? `M${x + 12} ${y - 2}h4v4h-4z` : `M${x + 16} ${y}l-6-3.5v7z`,
        }),
    ),
})

const markersOf = ({ transactions, flights }: Timeline): Marker[] => {
  const seen = new Set<Marker>()
  for (const each of transactions) for (const [marker] of transactionMarkers(each)) seen.add(marker)
  for (const each of flights) for (const [marker] of flightMarkers(each)) seen.add(marker)
  return namesOf(markerTexts).filter((marker) => seen.has(marker))
}
