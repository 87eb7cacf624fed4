import { escapeXml, visibleText } from '../svg/escape-xml.ts'
import type { Theme } from '../svg/palette.ts'
import { shortenMiddle } from './shorten-middle.ts'
import { svgElement } from '../svg/svg-element.ts'
import { svgText } from './svg-texts.ts'
import { leftOutText, summaryText } from './summary-text.ts'
import type { RowOptions } from './timeline-rows.ts'
import type { Timeline } from './timeline.ts'
import { axis } from './waterfall-axis.ts'
import { connectors } from './waterfall-connectors.ts'
import { layOut, type WaterfallLayout } from './waterfall-layout.ts'
import { legend } from './waterfall-legend.ts'
import { waterfallLines } from './waterfall-lines.ts'
import { stripePatterns, waterfallStyle } from './waterfall-style.ts'

/** How a waterfall is drawn. */
export interface WaterfallOptions extends RowOptions {
  /** Default `auto`: as whoever looks at it has set their system. */
  readonly theme?: Theme | undefined
  /** In pixels; default 1 280, at least 900. */
  readonly width?: number | undefined
  /** Above it; default `Timeline`. */
  readonly title?: string | undefined
}

const margin = 16
/** Where the first line of the legend is, and how much lower where there is a line more above it. */
const legendTop = 78
const lineHeight = 20

/**
 * Draws what happened as a picture (SVG): a line for each transaction, by key, and for each flight, with a bar that says
 * what it waited for and when; lines between those who waited and whom they waited for; what is known of each when a
 * pointer rests on it. The same timeline gives the same bytes. No script is in it, and nothing is loaded from elsewhere.
 *
 * @throws RangeError for a width of less than 900 pixels
 * @example
 * const svg = toWaterfall(createTimeline().timeline(), { theme: 'light' })
 * console.log(svg.startsWith('<svg'), svg.includes('Nothing happened')) // true, true
 */
export const toWaterfall = (timeline: Timeline, options: WaterfallOptions = {}): string => {
  const { theme = 'auto', width = 1_280, title = 'Timeline' } = options
  if (!(width >= 900 && width <= 20_000))
    throw new RangeError(`toWaterfall: the width must be between 900 and 20 000 pixels, not ${width}`)
  const missing = leftOutText(timeline)
  const y = missing === '' ? legendTop : legendTop + lineHeight
  const signs = legend(timeline, { x: margin, y, width: width - 2 * margin })
  const layout = layOut(timeline, { ...options, width, top: y + signs.height })
  const { behind, before } = waterfallLines(timeline, layout)
  const { lines, labels } = axis(timeline, layout)
  const patterns = stripePatterns(signs.activities)
  const summary = summaryText(timeline)
  const heading = shortenMiddle(visibleText(title), width - 2 * margin, { size: 16, weight: 'bold' })
  const body = [
    svgElement('title', { id: 'waterfall-title' }, escapeXml(title)),
    svgElement(
      'desc',
      { id: 'waterfall-description' },
      escapeXml([summary, missing, howToRead].filter((text) => text !== '').join('. ')),
    ),
    svgElement('style', {}, waterfallStyle(theme)),
    patterns === '' ? '' : svgElement('defs', {}, patterns),
    svgElement('rect', { class: 'page', width, height: layout.height }),
    svgText(heading, { class: 'title', x: margin, y: 30 }),
    svgText(summary, { class: 'muted', x: margin, y: 52 }),
    missing === '' ? '' : svgText(missing, { class: 'bad', x: margin, y: 52 + lineHeight }),
    signs.markup,
    lines,
    labels,
    behind,
    connectors(layout),
    before,
    leftOutNote(layout),
  ]
  return `${svgElement('svg', rootAttributes(layout), `\n${body.filter((each) => each !== '').join('\n')}\n`)}\n`
}

const howToRead =
  'Each line is one request, or the flight in which a response was fetched for several; bars say what it waited for in the course of time'

const rootAttributes = ({ width, height }: WaterfallLayout): Record<string, string | number> => ({
  xmlns: 'http://www.w3.org/2000/svg',
  class: 'waterfall',
  role: 'img',
  'aria-labelledby': 'waterfall-title waterfall-description',
  viewBox: `0 0 ${width} ${Math.ceil(height)}`,
  width,
  height: Math.ceil(height),
})

const leftOutNote = ({ leftOut, height, margin: left }: WaterfallLayout): string =>
  leftOut === 0 ? '' : svgText(`${leftOut} more are not drawn`, { class: 'muted', x: left, y: height - 14 })
