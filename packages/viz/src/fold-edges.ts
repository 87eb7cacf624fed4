import type { Diagram, DiagramEdge, DiagramPath } from './diagram.ts'

/** What a renderer draws as one line: transitions that lead from one state to the same states, on the same path. */
export interface Arrow {
  /** The `id` of the first of its edges. Unique among the arrows of a diagram. */
  readonly id: string
  readonly source: string
  readonly targets: readonly string[]
  readonly path: DiagramPath | null
  /** At least one, in the order of the diagram. */
  readonly edges: readonly DiagramEdge[]
}

/**
 * The arrows of a diagram, in the order of its edges: `folded`, one for each source, targets and path; `unfolded`, one
 * for each edge. No edge is left out, and none is in two arrows.
 *
 * @example
 * const { edges } = toDiagram(transactionMachine)
 * foldEdges({ edges }, 'folded').length < edges.length // true
 * foldEdges({ edges }, 'unfolded').length === edges.length // true
 */
export function foldEdges({ edges }: Pick<Diagram, 'edges'>, folding: 'folded' | 'unfolded'): Arrow[] {
  const bundles = Map.groupBy(edges, (edge) => (folding === 'folded' ? wayOf(edge) : edge))
  return [...bundles.values()].map(toArrow)
}

const wayOf = ({ source, targets, path }: DiagramEdge): string => JSON.stringify([source, targets, path])

function toArrow(edges: readonly DiagramEdge[]): Arrow {
  const [first] = edges
  if (first === undefined)
    throw new TypeError('An arrow without an edge was asked for; groups have at least one.')
  const { id, source, targets, path } = first
  return { id, source, targets, path, edges }
}
