import { cutText, type TextFont } from '../svg/text-width.ts'
import { visibleText } from '../svg/escape-xml.ts'
import { shortenMiddle } from './shorten-middle.ts'
import { svgElement } from '../svg/svg-element.ts'
import { svgText, svgTitle } from './svg-texts.ts'
import type { Timeline, TimelineTransaction } from './timeline.ts'
import {
  flightDetails,
  flightResultText,
  flightText,
  namer,
  pathOf,
  resultText,
  spanText,
  transactionDetails,
} from './transaction-text.ts'
import { flightBar, moreBar, transactionBar } from './waterfall-bars.ts'
import type { PlacedGroup, PlacedRow, WaterfallLayout } from './waterfall-layout.ts'
import { flightMarkers, markersOn, transactionMarkers } from './waterfall-markers.ts'

const regular: TextFont = { size: 12, weight: 'regular' }
const bold: TextFont = { size: 13, weight: 'bold' }
const indent = 18
/** Between a text and the bars. */
const air = 12

/** What is known of all lines. */
interface Sheet {
  readonly timeline: Timeline
  readonly layout: WaterfallLayout
  readonly nameOf: ReturnType<typeof namer>
}

/** What a line says, and shows. */
interface Line {
  readonly label: string
  readonly indented: 0 | 1
  readonly result: string
  readonly tone: 'good' | 'bad' | 'muted'
  readonly details: readonly string[]
  readonly bar: string
}

/** All lines, with the names of their keys. `behind` is to be drawn first, then what connects them, then `before`. */
export const waterfallLines = (
  timeline: Timeline,
  layout: WaterfallLayout,
): { behind: string; before: string } => {
  const sheet = { timeline, layout, nameOf: namer(timeline) }
  return {
    behind: layout.groups.map((group) => groupHeader(group, layout)).join(''),
    before: layout.groups
      .flatMap(({ rows }) => rows)
      .map((placed) => drawn(lineOf(placed, sheet), placed.y, layout))
      .join(''),
  }
}

const groupHeader = ({ key, y, rows }: PlacedGroup, { width, margin }: WaterfallLayout): string => {
  const count = rows.reduce((sum, { row }) => sum + (row.kind === 'more' ? row.transactions.length : 1), 0)
  const band = svgElement('rect', { class: 'head-band', x: 0, y: y - 11, width, height: 22 })
  const text = shortenMiddle(visibleText(key), width - 2 * margin, bold)
  const title = svgTitle([key, `${count} ${count === 1 ? 'line' : 'lines'}`])
  return svgElement('g', {}, title + band + svgText(text, { class: 'key', x: margin, y: y + 4.5 }))
}

const drawn = (line: Line, y: number, { margin, plot, width }: WaterfallLayout): string => {
  const left = margin + line.indented * indent
  const label = shortenMiddle(visibleText(line.label), plot.left - left - air, regular)
  const result = cutText(visibleText(line.result), width - margin - plot.right - air, regular)
  const catcher = svgElement('rect', {
    ...{ x: 0, y: y - 11, width, height: 22 },
    'fill-opacity': 0,
  })
  const muted = line.tone === 'muted' ? 'muted' : 'label'
  return svgElement(
    'g',
    {},
    svgTitle(line.details) +
      catcher +
      svgText(label, { class: muted, x: left, y: y + 4 }) +
      line.bar +
      svgText(result, { class: line.tone === 'good' ? 'label' : line.tone, x: plot.right + air, y: y + 4 }),
  )
}

const lineOf = ({ row, y }: PlacedRow, { timeline, layout, nameOf }: Sheet): Line => {
  const place = { scale: layout.scale, y, now: timeline.end }
  switch (row.kind) {
    case 'transaction': {
      const { transaction } = row
      const name = nameOf(transaction)
      return {
        label: `${name} ${transaction.method} ${pathOf(transaction.url)}`,
        indented: 0,
        result: resultText(transaction, timeline.end),
        tone: toneOf(transaction),
        details: transactionDetails(transaction, name),
        bar: transactionBar(transaction, place) + markersOn(transactionMarkers(transaction), place),
      }
    }
    case 'flight': {
      const { flight } = row
      const name = nameOf({ run: flight.run, id: flight.leader })
      return {
        label: flightText(flight, name),
        indented: 1,
        result: flightResultText(flight, timeline.end),
        tone: 'muted',
        details: flightDetails(flight, name),
        bar: flightBar(flight, place) + markersOn(flightMarkers(flight), place),
      }
    }
    case 'more':
      return {
        label: `… ${row.transactions.length} more like this`,
        indented: 1,
        result: spanText(row.transactions, timeline.end),
        tone: 'muted',
        details: row.transactions
          .slice(0, 20)
          .map((each) => `${nameOf(each)} ${resultText(each, timeline.end)}`),
        bar: moreBar(row.transactions, place),
      }
  }
}

const toneOf = ({ state, outcome, end }: TimelineTransaction): Line['tone'] =>
  state === 'failed' || outcome === 'error' || end === null ? 'bad' : 'good'
