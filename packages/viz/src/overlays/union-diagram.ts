import type { Diagram, DiagramEdge, DiagramState, DiagramStateKind } from '../diagram.ts'
import { triggerKey } from '../read/edge-id.ts'

/**
 * One diagram of all that either of two machines has: what both have stands as it is after, and what is gone beside what it
 * stood beside.
 */
export function unionDiagram(before: Diagram, after: Diagram, removed: readonly DiagramEdge[]): Diagram {
  const states = unionStates(before, after)
  const edges = Map.groupBy(after.edges, ({ source }) => source)
  const gone = Map.groupBy(removed, ({ source }) => source)
  return {
    id: after.id,
    root: after.root,
    states,
    edges: ['', ...states.map(({ id }) => id)].flatMap((source) =>
      insertRemoved(edges.get(source) ?? [], gone.get(source) ?? []),
    ),
  }
}

/** The names of what is removed, where something else has taken them. */
export function renameRemoved(removed: readonly DiagramEdge[], after: Diagram): DiagramEdge[] {
  const taken = new Set(after.edges.map(({ id }) => id))
  return removed.map((edge) => {
    let id = edge.id
    while (taken.has(id)) id += ':before'
    taken.add(id)
    return { ...edge, id }
  })
}

function unionStates(before: Diagram, after: Diagram): DiagramState[] {
  const isAfter = new Set(after.states.map(({ id }) => id))
  const ofBefore = Map.groupBy(before.states, ({ parent }) => parent)
  const ofAfter = Map.groupBy(after.states, ({ parent }) => parent)
  const within = (parent: string | null, kind: DiagramStateKind): DiagramState[] => {
    const now = ofAfter.get(parent) ?? []
    const gone = (ofBefore.get(parent) ?? []).filter(({ id }) => !isAfter.has(id))
    // The machine begins in one of them: in the one of now.
    const begins = kind === 'parallel' || now.some(({ initial }) => initial)
    const asGone = gone.map((state) => (begins ? { ...state, initial: false } : state))
    return insertGone(now, asGone, ofBefore.get(parent) ?? []).flatMap((child) => {
      const inner = within(child.id, child.kind)
      return [inner.length === 0 ? child : asHolder(child), ...inner]
    })
  }
  return within(null, after.root.kind)
}

/** A state that holds others no longer is drawn around what it held. */
const asHolder = (state: DiagramState): DiagramState =>
  state.kind === 'parallel' ? state : { ...state, kind: 'compound' }

/** What is gone stands behind what it stood behind. */
function insertGone(
  now: readonly DiagramState[],
  gone: readonly DiagramState[],
  order: readonly DiagramState[],
): DiagramState[] {
  const goneById = new Map(gone.map((state) => [state.id, state]))
  let anchor: string | null = null
  const behind = Map.groupBy(
    order.flatMap(({ id }) => {
      const state = goneById.get(id)
      if (state === undefined) anchor = id
      return state === undefined ? [] : [{ anchor, state }]
    }),
    (each) => each.anchor,
  )
  const statesBehind = (id: string | null): DiagramState[] => (behind.get(id) ?? []).map(({ state }) => state)
  return [...statesBehind(null), ...now.flatMap((state) => [state, ...statesBehind(state.id)])]
}

/** What is gone stands behind the last one for the same trigger, or else behind all. */
function insertRemoved(after: readonly DiagramEdge[], removed: readonly DiagramEdge[]): DiagramEdge[] {
  const gone = Map.groupBy(removed, triggerOf)
  const last = new Map(after.map((edge, index) => [triggerOf(edge), index]))
  const beside = after.flatMap((edge, index) => {
    const trigger = triggerOf(edge)
    return last.get(trigger) === index ? [edge, ...(gone.get(trigger) ?? [])] : [edge]
  })
  return [...beside, ...removed.filter((edge) => !last.has(triggerOf(edge)))]
}

const triggerOf = ({ trigger }: DiagramEdge): string => triggerKey(trigger)
