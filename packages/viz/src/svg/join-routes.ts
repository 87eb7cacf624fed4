import type { Point } from './picture.ts'

/**
 * Lines that come together on their way to one end, each drawn only as far as to the line that it joins: dashes drawn
 * over dashes would look like another line. The first is whole; a later one that joins ends where it does.
 */
export function joinRoutes(routes: readonly (readonly Point[])[]): JoinedRoute[] {
  const corners = routes.flat()
  const drawn = new Set<string>()
  return routes.map((route) => {
    const parts = partsOf(route, corners)
    const joins = parts.findIndex((part) => drawn.has(keyOf(part)))
    for (const part of parts) drawn.add(keyOf(part))
    if (joins === -1) return { points: route, joins: false }
    return { points: withoutMiddles(parts.slice(0, joins + 1).map(({ from }) => from)), joins: true }
  })
}

/** A line, and whether it ends in another one of them instead of at its target. */
export interface JoinedRoute {
  readonly points: readonly Point[]
  readonly joins: boolean
}

/** A straight part of a line on which no other line has a corner. */
interface Part {
  readonly from: Point
  readonly to: Point
}

const nearby = 0.05

function partsOf(route: readonly Point[], corners: readonly Point[]): Part[] {
  return route.slice(1).flatMap((to, index) => {
    const from = route[index] ?? to
    const between = corners
      .filter((corner) => isBetween(corner, { from, to }))
      .toSorted((one, other) => distance(from, one) - distance(from, other))
    const stops = [from, ...between, to].filter(
      (stop, place, all) => place === 0 || distance(stop, all[place - 1] ?? stop) > nearby,
    )
    return stops.slice(1).map((stop, place) => ({ from: stops[place] ?? stop, to: stop }))
  })
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

const isBetween = (point: Point, { from, to }: Part): boolean =>
  Math.abs(distance(from, point) + distance(point, to) - distance(from, to)) < nearby / 10

const keyOf = ({ from, to }: Part): string =>
  [from, to].map(({ x, y }) => `${Math.round(x * 2)} ${Math.round(y * 2)}`).join(' ')

/** Without the points at which a line only goes straight on. */
function withoutMiddles(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]]
    return before === undefined || after === undefined || !isBetween(point, { from: before, to: after })
  })
}
