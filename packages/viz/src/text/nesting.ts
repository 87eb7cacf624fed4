import type { Diagram, DiagramState } from '../diagram.ts'

/** Of a diagram: which states hold which others. The machine itself, whose `id` is empty, holds all. */
export interface Nesting {
  /** The states that stand right within this one; for the empty `id`, those at the top. */
  childrenOf(id: string): readonly DiagramState[]
  /** Whether one state holds the other, at whatever depth. None holds itself. */
  holds(outer: string, inner: string): boolean
}

/** Reads from a diagram which states hold which others. */
export function nestingOf({ states }: Diagram): Nesting {
  const parents = new Map(states.map(({ id, parent }) => [id, parent ?? '']))
  const children = Map.groupBy(states, ({ parent }) => parent ?? '')
  const holds = (outer: string, inner: string): boolean => {
    for (let at = parents.get(inner); at !== undefined; at = parents.get(at)) if (at === outer) return true
    return false
  }
  return { childrenOf: (id) => children.get(id) ?? [], holds }
}
