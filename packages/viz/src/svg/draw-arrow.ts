import { drawLines } from './draw-text.ts'
import { escapeXml } from './escape-xml.ts'
import type { JoinedArrow } from './join-arrows.ts'
import type { JoinedRoute } from './join-routes.ts'
import { labelMargin } from './layout-graph.ts'
import type { PlacedArrow, PlacedStart, Point } from './picture.ts'
import { toneClasses } from './picture-style.ts'
import { svgElement, svgNumber } from './svg-element.ts'

const cornerRadius = 6
const head = { length: 9, half: 4.2 } as const

/** The lines of an arrow, with a head at each target that it does not reach together with others. */
export function drawArrow({ placed: { arrow }, routes }: JoinedArrow): string {
  const title = svgElement(
    'title',
    {},
    escapeXml(
      arrow.label
        .map(({ hint }) => hint)
        .join('\n')
        .slice(0, 2400),
    ),
  )
  const classes = `arrow path-${arrow.path ?? 'none'}${toneClasses(arrow.shown)}`
  return svgElement('g', { class: classes }, `${title}${routes.map(drawRoute).join('')}`)
}

/** What is written beside an arrow. */
export function drawLabel({ arrow, label }: PlacedArrow): string {
  return drawLines(arrow.label, { x: label.x + labelMargin.side, y: label.y + labelMargin.end }).join('')
}

/** The dot where something begins, and its arrow. */
export function drawStart({ area, route }: PlacedStart): string {
  const r = area.width / 2
  const dot = svgElement('circle', { cx: area.x + r, cy: area.y + r, r, class: 'start' })
  return svgElement('g', { class: 'arrow path-none' }, `${dot}${drawRoute({ points: route, joins: false })}`)
}

function drawRoute({ points, joins }: JoinedRoute): string {
  const [end, before] = [points.at(-1), points.at(-2)]
  if (end === undefined || before === undefined) return ''
  if (joins) return svgElement('path', { d: rounded(points), class: 'line' })
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  const d = `M0 0L${-head.length} ${-head.half}L${-head.length} ${head.half}Z`
  const transform = `translate(${svgNumber(end.x)} ${svgNumber(end.y)}) rotate(${svgNumber(angle)})`
  return [
    svgElement('path', { d: rounded([...points.slice(0, -1), shortened(before, end)]), class: 'line' }),
    svgElement('path', { d, transform, class: 'head' }),
  ].join('')
}

/** The line ends within its head, so that it is not seen beside the tip. */
function shortened(before: Point, end: Point): Point {
  const length = Math.hypot(end.x - before.x, end.y - before.y)
  const part = length === 0 ? 0 : Math.min(head.length - 2, length) / length
  return { x: end.x - (end.x - before.x) * part, y: end.y - (end.y - before.y) * part }
}

/** A line whose corners are round. */
function rounded(points: readonly Point[]): string {
  const write = ({ x, y }: Point): string => `${svgNumber(x)} ${svgNumber(y)}`
  return points
    .map((point, index) => {
      const [previous, next] = [points[index - 1], points[index + 1]]
      if (previous === undefined) return `M${write(point)}`
      if (next === undefined) return `L${write(point)}`
      return `L${write(towards(point, previous))}Q${write(point)} ${write(towards(point, next))}`
    })
    .join('')
}

/** A point beside a corner: no further from it than half way to the next. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y)
  const part = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part }
}
