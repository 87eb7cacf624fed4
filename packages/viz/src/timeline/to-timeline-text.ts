import { displayWidth } from '../text/display-width.ts'
import { piece, writeLine, type TextLine, type TextStyle } from '../text/text-piece.ts'
import { activityTexts, activitiesIn } from './activity.ts'
import { durationText } from '../duration-text.ts'
import { leftOutText, summaryText } from './summary-text.ts'
import { activitySigns, columnWidth, textBar } from './text-bar.ts'
import { createTimeScale, intervalsOf, type TimeScale } from './time-scale.ts'
import { timelineRows, type RowOptions, type TimelineRow } from './timeline-rows.ts'
import type { Timeline, TimelineFlight, TimelineTransaction } from './timeline.ts'
import {
  flightResultText,
  flightText,
  namer,
  pathOf,
  resultText,
  spanText,
  stepText,
} from './transaction-text.ts'

/** How a timeline is written for a terminal. */
export interface TimelineTextOptions extends RowOptions {
  /** In columns; default 80, at least 40. */
  readonly width?: number | undefined
  /** `ansi`: with the escape codes for colours. `none` is the default: text alone, for files, pipes and `grep`. */
  readonly colour?: 'ansi' | 'none' | undefined
  /** `shown` (default): each step of each transaction has a line. `hidden`: bars alone. */
  readonly steps?: 'shown' | 'hidden' | undefined
}

/** What is known of all lines. */
interface Sheet {
  readonly timeline: Timeline
  readonly scale: TimeScale
  readonly columns: number
  readonly width: number
  readonly steps: 'shown' | 'hidden'
  readonly nameOf: ReturnType<typeof namer>
}

/**
 * Writes what happened for a terminal: for each transaction what came of it, a bar that says what it waited for and when,
 * and its steps. Nothing that a request has brought along is obeyed by the terminal.
 *
 * @throws RangeError for a width of less than 40 columns
 * @example
 * console.log(toTimelineText(createTimeline().timeline())) // 'Nothing happened\n'
 */
export const toTimelineText = (timeline: Timeline, options: TimelineTextOptions = {}): string => {
  const { width = 80, colour = 'none', steps = 'shown' } = options
  if (!(width >= 40 && width <= 10_000))
    throw new RangeError(`toTimelineText: the width must be between 40 and 10 000 columns, not ${width}`)
  const columns = Math.floor(width) - 4
  const scale = createTimeScale(intervalsOf(timeline), { x: 0, width: columns * columnWidth })
  const sheet = { timeline, scale, columns, width, steps, nameOf: namer(timeline) }
  const { groups, leftOut } = timelineRows(timeline, options)
  const missing = leftOutText(timeline)
  const lines: TextLine[] = [
    [piece(summaryText(timeline), 'strong')],
    ...(missing === '' ? [] : [[piece(missing, 'error')]]),
    ...legendLines(timeline, width),
  ]
  for (const { key, rows } of groups) {
    lines.push([], [piece(key, 'strong')])
    for (const row of rows) lines.push(...rowLines(row, sheet))
  }
  if (leftOut > 0) lines.push([], [piece(`${leftOut} more are not shown`, 'faint')])
  return lines.map((line) => `${writeLine(cutLine(line, width), colour)}\n`).join('')
}

const rowLines = (row: TimelineRow, sheet: Sheet): TextLine[] => {
  switch (row.kind) {
    case 'transaction':
      return transactionLines(row.transaction, sheet)
    case 'flight':
      return flightLines(row.flight, sheet)
    case 'more': {
      const text = `… ${row.transactions.length} more like this`
      return [[piece(`  ${text}  ${spanText(row.transactions, sheet.timeline.end)}`, 'faint')]]
    }
  }
}

const transactionLines = (transaction: TimelineTransaction, sheet: Sheet): TextLine[] => {
  const { timeline, nameOf, steps } = sheet
  const { begin, method, url } = transaction
  const style = styleOf(transaction)
  const since = begin - timeline.begin
  const result = `${resultText(transaction, timeline.end)}${since === 0 ? '' : `, from +${durationText(since)}`}`
  const head = `${nameOf(transaction)} ${method} ${pathOf(url)}`
  const bar = [
    piece('  │'),
    piece(textBar(transaction.spans, { ...sheet, now: timeline.end }), style),
    piece('│'),
  ]
  const told =
    steps === 'hidden' ? [] : transaction.steps.map((step) => [piece(`  ${stepText(step, begin)}`)])
  const more = transaction.stepsLeftOut
  return [
    ...headLines(head, [piece(result, style)], sheet.width),
    bar,
    ...told,
    ...(more > 0 && steps === 'shown' ? [[piece(`  … ${more} steps more`, 'faint')]] : []),
  ]
}

const flightLines = (flight: TimelineFlight, { timeline, nameOf, ...sheet }: Sheet): TextLine[] => {
  const text = `  ${flightText(flight, nameOf({ run: flight.run, id: flight.leader }))}`
  const bar = textBar(flight.spans, { ...sheet, now: timeline.end })
  return [
    [piece(text), piece('  '), piece(flightResultText(flight, timeline.end), 'faint')],
    [piece('  │'), piece(bar, 'faint'), piece('│')],
  ]
}

/** What came of it stands beside it, or where there is no room below it. */
const headLines = (head: string, result: TextLine, width: number): TextLine[] => {
  const title = piece(head, 'strong')
  const room = width - result.reduce((sum, { text }) => sum + displayWidth(text), 0) - 2
  if (displayWidth(title.text) <= room) return [[title, piece('  '), ...result]]
  return [[title], [piece('  '), ...result]]
}

const legendLines = (timeline: Timeline, width: number): TextLine[] => {
  const lines: string[] = []
  for (const activity of activitiesIn(timeline)) {
    const entry = `${activitySigns[activity]} ${activityTexts[activity]}`
    const last = lines.at(-1)
    const joined = `${last ?? ''}   ${entry}`
    if (last === undefined || displayWidth(joined) > width) lines.push(entry)
    else lines[lines.length - 1] = joined
  }
  return lines.map((line) => [piece(line, 'faint')])
}

const styleOf = ({ outcome, state, end, roles }: TimelineTransaction): TextStyle => {
  if (state === 'failed' || end === null || outcome === 'error' || outcome === 'abandoned') return 'error'
  if (roles[0]?.role === 'background') return 'background'
  if (outcome === null) return 'plain'
  if (outcome.startsWith('hit.')) return 'hit'
  return outcome === 'pass' || outcome === 'uncacheable' ? 'pass' : 'miss'
}

/** No line is wider than the terminal, which would break it at the wrong place. */
const cutLine = (line: TextLine, width: number): TextLine => {
  let room = width
  return line.map(({ text, style }) => {
    const whole = displayWidth(text)
    if (whole <= room) {
      room -= whole
      return { text, style }
    }
    let cut = ''
    for (const sign of text) {
      room -= displayWidth(sign)
      if (room < 1) break
      cut += sign
    }
    room = 0
    return { text: cut === '' ? '' : `${cut}…`, style }
  })
}
