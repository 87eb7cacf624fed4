import type { AnyStateMachine } from 'xstate'
import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { toDiagram } from '../to-diagram.ts'
import { checkDiagram } from './check-diagram.ts'
import { differenceOverlay } from './difference-overlay.ts'
import { edgeDifferences, machineDifferences, stateDifferences } from './list-differences.ts'
import type { MachineDifference } from './machine-difference.ts'
import { matchEdges } from './match-edges.ts'
import { renameRemoved, unionDiagram } from './union-diagram.ts'

/** Two machines side by side. */
export interface MachineComparison {
  /** All that either of them has. */
  readonly diagram: Diagram
  /** What only one of them has, and what both have in different forms. */
  readonly overlay: Overlay
  /** The same as data: of the machine itself first, then states and edges as they stand in the diagram. */
  readonly differences: readonly MachineDifference[]
}

/**
 * Compares two machines: which states and edges were added or removed, and what of the others has changed. Both may be
 * machines, or diagrams of them. Colours, and the order of states, are no differences; that of edges with guards is.
 *
 * @throws UnsupportedMachineError (`ERR_UNSUPPORTED_MACHINE`) for what is no machine, OverlayError (`ERR_OVERLAY_DIAGRAM`)
 * for what is no diagram
 * @example
 * const { diagram, overlay } = compareMachines(transactionMachine, toDiagram(transactionMachine))
 * console.log(diagram.states.length, overlay.title) // 16, 'No difference'
 */
export function compareMachines(
  before: AnyStateMachine | Diagram,
  after: AnyStateMachine | Diagram,
): MachineComparison {
  const [one, other] = [asDiagram(before), asDiagram(after)]
  const matched = matchEdges(one.edges, other.edges)
  const removed = renameRemoved(matched.removed, other)
  const diagram = unionDiagram(one, other, removed)
  const differences = [
    ...machineDifferences(one, other),
    ...inOrder(stateDifferences(one, other), diagram.states),
    ...inOrder(edgeDifferences({ ...matched, removed }, diagram.id), diagram.edges),
  ]
  return { diagram, overlay: differenceOverlay(differences), differences }
}

/**
 * What is other in the second of two machines, a line of text in each: the `differences` of `compareMachines`.
 *
 * @throws as `compareMachines` does
 * @example
 * import { createMachine } from 'xstate'
 *
 * const open = { on: { push: 'shut' } }
 * const door = createMachine({ id: 'door', initial: 'open', states: { open, shut: {} } })
 * const stuck = createMachine({ id: 'door', initial: 'open', states: { open: {}, shut: {} } })
 * console.log(differencesOf(door, stuck).map(({ text }) => text)) // ['removed: open on push, which led to shut']
 */
export const differencesOf = (
  before: AnyStateMachine | Diagram,
  after: AnyStateMachine | Diagram,
): readonly MachineDifference[] => compareMachines(before, after).differences

function asDiagram(subject: AnyStateMachine | Diagram): Diagram {
  const diagram = isDiagram(subject) ? subject : toDiagram(subject)
  checkDiagram(diagram)
  return diagram
}

/** A machine has states by their names. What is neither, `toDiagram` refuses. */
const isDiagram = (subject: AnyStateMachine | Diagram): subject is Diagram =>
  typeof subject === 'object' && subject !== null && 'edges' in subject && Array.isArray(subject.edges)

function inOrder(
  differences: readonly MachineDifference[],
  places: readonly { readonly id: string }[],
): MachineDifference[] {
  const byId = new Map(differences.map((difference) => [difference.id, difference]))
  return places.flatMap(({ id }) => byId.get(id) ?? [])
}
