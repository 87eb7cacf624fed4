import type { Point } from './picture.ts'

/** A straight part of a line, and the line that it belongs to. */
interface Stroke {
  readonly from: Point
  readonly to: Point
  readonly line: number
}

/** In how many places lines cross. Lines that run together are one, as they look. */
export function countCrossings(lines: readonly (readonly Point[])[]): number {
  const strokes = lines.flatMap((points, line) =>
    points.slice(1).flatMap((to, index): Stroke[] => {
      const from = points[index]
      return from === undefined ? [] : [{ from, to, line }]
    }),
  )
  const places = new Set<string>()
  for (const [index, one] of strokes.entries()) {
    for (let next = index + 1; next < strokes.length; next += 1) {
      const other = strokes[next]
      const place = other === undefined || one.line === other.line ? undefined : crossingOf(one, other)
      if (place !== undefined) places.add(place)
    }
  }
  return places.size
}

/** Where two strokes cross; strokes that only touch, as where a line ends on another, do not. */
function crossingOf({ from, to }: Stroke, other: Stroke): string | undefined {
  const along = { x: to.x - from.x, y: to.y - from.y }
  const across = { x: other.to.x - other.from.x, y: other.to.y - other.from.y }
  const turn = along.x * across.y - along.y * across.x
  if (turn === 0) return undefined
  const away = { x: other.from.x - from.x, y: other.from.y - from.y }
  const here = (away.x * across.y - away.y * across.x) / turn
  const there = (away.x * along.y - away.y * along.x) / turn
  const isInside = here > 0 && here < 1 && there > 0 && there < 1
  return isInside
    ? `${Math.round(from.x + here * along.x)} ${Math.round(from.y + here * along.y)}`
    : undefined
}
