import { type JoinedRoute, joinRoutes } from './join-routes.ts'
import type { PlacedArrow } from './picture.ts'

/** An arrow, and its lines as they are drawn: one for each target. */
export interface JoinedArrow {
  readonly placed: PlacedArrow
  readonly routes: readonly JoinedRoute[]
}

/**
 * Arrows of one path that come together before the state to which they lead, in the order in which they are to be drawn:
 * what is marked last, over all else, and therefore whole where others join it.
 */
export function joinArrows(arrows: readonly PlacedArrow[]): JoinedArrow[] {
  const ordered = arrows.toSorted((one, other) => weightOf(one) - weightOf(other))
  const lines = ordered
    .flatMap((placed) => placed.routes.map((points, index) => ({ placed, index, points })))
    .toReversed()
  const joined = new Map<PlacedArrow, Map<number, JoinedRoute>>(ordered.map((placed) => [placed, new Map()]))
  for (const together of Map.groupBy(lines, wayOf).values()) {
    const routes = joinRoutes(together.map(({ points }) => points))
    together.forEach(({ placed, index, points }, place) => {
      joined.get(placed)?.set(index, routes[place] ?? { points, joins: false })
    })
  }
  return ordered.map((placed) => ({
    placed,
    routes: placed.routes.map((points, index) => joined.get(placed)?.get(index) ?? { points, joins: false }),
  }))
}

const weightOf = ({ arrow: { shown } }: PlacedArrow): number =>
  shown === 'rest' ? 0 : shown === 'plain' ? 1 : 2

interface Line {
  readonly placed: PlacedArrow
  readonly index: number
}

/** A loop goes alone. */
const wayOf = ({ placed: { arrow }, index }: Line): string => {
  const target = arrow.targets[index] ?? ''
  return JSON.stringify([target, arrow.path, target === arrow.source])
}
