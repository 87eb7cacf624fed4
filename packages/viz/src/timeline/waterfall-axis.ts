import { textWidth } from '../svg/text-width.ts'
import { durationText } from '../duration-text.ts'
import { svgElement } from '../svg/svg-element.ts'
import { svgText } from './svg-texts.ts'
import type { Stretch } from './time-scale.ts'
import { timeTicks } from './time-ticks.ts'
import type { Timeline } from './timeline.ts'
import { longPlot, type WaterfallLayout } from './waterfall-layout.ts'

/** How far ticks are apart at least, and texts from each other, in pixels. */
const apart = 64
const between = 8
const font = { size: 11, weight: 'regular' } as const

/** One label of the axis. */
interface Label {
  readonly text: string
  readonly x: number
}

/** The axis: `lines` go behind everything, `labels` above it; below it, too, where the picture is long. */
export const axis = (timeline: Timeline, layout: WaterfallLayout): { lines: string; labels: string } => {
  const { scale, plot } = layout
  const { top, bottom } = plot
  const lines: string[] = []
  const labels: Label[] = []
  let free = -Infinity
  for (const [place, stretch] of scale.stretches.entries()) {
    if (place > 0) lines.push(verticalLine('cut', stretch.x - 21, plot))
    for (const label of labelsOf(stretch, timeline.begin)) {
      lines.push(verticalLine('grid', label.x, plot))
      if (label.x < free) continue
      labels.push(label)
      free = label.x + textWidth(label.text, font) + between
    }
  }
  const write = (y: number) =>
    labels.map(({ text, x }) => svgText(text, { class: 'tick muted', x, y })).join('')
  const isLong = bottom - top > longPlot
  return { lines: lines.join(''), labels: write(top - 8) + (isLong ? write(bottom + 16) : '') }
}

/** Times since the very beginning; after a pause that is cut out, since its end, for there the numbers would be long. */
const labelsOf = (stretch: Stretch, begin: number): Label[] =>
  timeTicks(stretch, apart).map((tick) => {
    const span = stretch.end - stretch.begin
    const x = stretch.x + (span === 0 ? 0 : (tick / span) * stretch.width)
    const since = stretch.begin - begin
    if (since === 0) return { text: tick === 0 ? '0' : durationText(tick), x }
    return { text: tick === 0 ? `${durationText(since)} later` : `+${durationText(tick)}`, x }
  })

const verticalLine = (name: string, x: number, { top, bottom }: { top: number; bottom: number }): string =>
  svgElement('line', { class: name, x1: x, x2: x, y1: top, y2: bottom })
