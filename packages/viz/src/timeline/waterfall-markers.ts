import type { Millis } from '@cachechart/core'
import { svgElement, svgNumber } from '../svg/svg-element.ts'
import type { TimeScale } from './time-scale.ts'
import type { TimelineFlight, TimelineTransaction } from './timeline.ts'

/** What is marked on a bar. */
export type Marker = 'firstByte' | 'stored' | 'deadline' | 'clientGone' | 'failed'

/** What each means, in the order in which a legend has them. */
export const markerTexts: { readonly [Name in Marker]: string } = {
  firstByte: 'first byte of the reply',
  stored: 'stored',
  deadline: 'a deadline passed',
  clientGone: 'the client left',
  failed: 'ended in an error',
}

/** Around the point that they mark. */
const shapes: { readonly [Name in Marker]: string } = {
  firstByte: 'M-5-9h10l-5 7z',
  stored: 'M0-6l6 6l-6 6l-6-6z',
  deadline: 'M-5-9h10l-10 18h10z',
  clientGone: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0zM-2.5-2.5l5 5M2.5-2.5l-5 5',
  failed: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0zM0-3.5v4M0 2v1.5',
}

/** A marker at a point. */
export const markerAt = (marker: Marker, x: number, y: number): string =>
  svgElement('path', {
    class: `marker ${marker}`,
    transform: `translate(${svgNumber(x)} ${y})`,
    d: shapes[marker],
  })

/** What is marked of a transaction, and when; two of one moment do not hide each other. */
export const transactionMarkers = ({
  moments,
  state,
  end,
}: TimelineTransaction): readonly (readonly [Marker, Millis])[] => {
  const times: readonly (readonly [Marker, Millis | null])[] = [
    ['firstByte', moments.firstByte],
    ['deadline', moments.deadline],
    ['clientGone', moments.clientGone],
    ['failed', state === 'failed' && moments.deadline !== end ? end : null],
  ]
  return times.flatMap(([marker, at]) => (at === null ? [] : [[marker, at]]))
}

/** What is marked of a flight. */
export const flightMarkers = ({ stored }: TimelineFlight): readonly (readonly [Marker, Millis])[] =>
  stored === null ? [] : [['stored', stored]]

/** All of them on a line. */
export const markersOn = (
  markers: readonly (readonly [Marker, Millis])[],
  { scale, y }: { readonly scale: TimeScale; readonly y: number },
): string => markers.map(([marker, at]) => markerAt(marker, scale.x(at), y)).join('')
