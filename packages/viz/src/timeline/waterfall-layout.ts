import type { Timeline, TimelineTransaction } from './timeline.ts'
import { createTimeScale, intervalsOf, type TimeScale } from './time-scale.ts'
import { timelineRows, type RowOptions, type TimelineRow } from './timeline-rows.ts'

/** A line, and where it is, in pixels from the top: its middle. */
export interface PlacedRow {
  readonly row: TimelineRow
  readonly y: number
}

/** The lines of one key. */
export interface PlacedGroup {
  readonly key: string
  readonly y: number
  readonly rows: readonly PlacedRow[]
}

/** Where everything is, in pixels. */
export interface WaterfallLayout {
  readonly width: number
  readonly height: number
  readonly scale: TimeScale
  /** Where the time goes from and to, … */
  readonly plot: {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  }
  /** … and the texts beside it begin and end. */
  readonly margin: number
  readonly groups: readonly PlacedGroup[]
  readonly leftOut: number
}

const rowHeight = 22
const groupHeight = 30
const axisHeight = 26
const margin = 16
/** What the texts on both sides of the bars take. */
const labelWidth = 300
const resultWidth = 232
/** Longer pictures have the axis a second time, where their reader is by then. */
export const longPlot = 600

/** How a picture is laid out: what is above the bars takes `top` pixels. */
export const layOut = (
  timeline: Timeline,
  { width, top, ...options }: RowOptions & { readonly width: number; readonly top: number },
): WaterfallLayout => {
  const { groups, leftOut } = timelineRows(timeline, options)
  const left = margin + labelWidth
  const right = width - margin - resultWidth
  let y = top + axisHeight
  const placed = groups.map(({ key, rows }): PlacedGroup => {
    const header = y
    y += groupHeight
    const lines = rows.map((row) => {
      y += rowHeight
      return { row, y: y - rowHeight / 2 }
    })
    return { key, y: header + groupHeight / 2, rows: lines }
  })
  const bottom = y + 8
  const height = bottom + (bottom - top > longPlot ? axisHeight : 0) + (leftOut > 0 ? 24 : 0) + margin
  const scale = createTimeScale(intervalsOf(timeline), { x: left, width: right - left })
  return {
    ...{ width, height, scale, margin, groups: placed, leftOut },
    plot: { left, right, top: top + axisHeight, bottom },
  }
}

/** The transactions that a line stands for. */
export const transactionsOf = (row: TimelineRow): readonly TimelineTransaction[] => {
  switch (row.kind) {
    case 'transaction':
      return [row.transaction]
    case 'more':
      return row.transactions
    case 'flight':
      return []
  }
}
