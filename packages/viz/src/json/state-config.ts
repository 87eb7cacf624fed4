import type { DiagramEdge, DiagramState } from '../diagram.ts'
import { historyDefaultId } from '../read/edge-id.ts'
import { ownTransitions } from './own-transitions.ts'
import { whatIsSaid, type Json, type NameOf } from './transition-config.ts'

/** What is needed to write one state. */
export interface StateSurroundings {
  readonly id: string | undefined
  readonly children: readonly DiagramState[]
  /** Those that it lists. */
  readonly edges: readonly DiagramEdge[]
  readonly nameOf: NameOf
}

/** A state as XState's configuration has it, without the states within. */
export function stateConfig(state: DiagramState, { id, children, edges, nameOf }: StateSurroundings): Json {
  const way = edges.find((edge) => edge.id === historyDefaultId(state.id))
  const listed = edges.filter((edge) => edge !== way)
  const members: Json = {
    id,
    ...typeOf(state, children.length),
    target: way?.targets.map(nameOf),
    initial: initialConfig(state, children),
    description: state.description,
    tags: state.tags,
    meta: state.meta,
    entry: state.entry,
    exit: state.exit,
  }
  return { ...whatIsSaid(members), ...ownTransitions(state, listed, nameOf) }
}

/** XState wants a target where there are actions, also of a parallel state, which begins everywhere. */
function initialConfig(
  { initialActions: actions }: DiagramState,
  children: readonly DiagramState[],
): Json | string | undefined {
  const target = children.find(({ initial }) => initial)?.name
  const [first] = children
  return actions.length === 0 ? target : { target: target ?? first?.name, actions }
}

/** Only what cannot be told from the rest: a state with states within is compound, one without is atomic. */
function typeOf({ kind }: DiagramState, children: number): Json {
  switch (kind) {
    case 'shallowHistory':
      return { type: 'history', history: 'shallow' }
    case 'deepHistory':
      return { type: 'history', history: 'deep' }
    case 'atomic':
      return children === 0 ? {} : { type: kind }
    case 'compound':
      return {}
    case 'final':
    case 'parallel':
      return { type: kind }
  }
}
