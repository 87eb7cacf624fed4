import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { cachePathOf } from './cache-path-of.ts'
import type { Diagram, DiagramEdge, DiagramPath } from './diagram.ts'
import { describeNoMachine, isMachine } from './read/is-machine.ts'
import { readEdges } from './read/read-edges.ts'
import { readState } from './read/read-state.ts'
import { statePlaces } from './read/state-places.ts'
import { UnsupportedMachineError } from './unsupported-machine-error.ts'

/** How a machine is to be read. */
export interface ToDiagramOptions {
  /**
   * Which way through a cache a transition belongs to. By default `cachePathOf` for machines whose `id` is
   * `transaction` or `flight`, and none for others.
   */
  readonly pathOf?: ((edge: Omit<DiagramEdge, 'path'>) => DiagramPath | null) | undefined
}

/**
 * Reads a machine of XState 5 into a diagram: all its states and every way between them. What stands in the machine as a
 * function is called by its name, or `inline`.
 *
 * @throws UnsupportedMachineError (`ERR_UNSUPPORTED_MACHINE`) for what is no machine of XState 5, and for one of more than
 * 10,000 states, more than 100,000 transitions, or states within each other more than 500 deep.
 * @example
 * const diagram = toDiagram(transactionMachine)
 * diagram.states.find(({ initial }) => initial)?.id // 'received'
 */
export function toDiagram(machine: AnyStateMachine, options: ToDiagramOptions = {}): Diagram {
  if (!isMachine(machine)) {
    throw new UnsupportedMachineError(
      `A machine of XState 5 is expected, as createMachine makes it; seen is ${describeNoMachine(machine)}.`,
    )
  }
  try {
    return readMachine(machine, options)
  } catch (cause) {
    if (cause instanceof UnsupportedMachineError) throw cause
    // XState resolves some names only when they are asked for, and throws where there is nothing behind them.
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UnsupportedMachineError(`The machine cannot be read: ${reason}`, { cause })
  }
}

function readMachine(
  machine: AnyStateMachine,
  { pathOf = defaultPathOf(machine) }: ToDiagramOptions,
): Diagram {
  const places = statePlaces(machine.root)
  const nodes = [...places.keys()]
  refuseTooManyEdges(nodes)
  return {
    id: machine.id,
    root: readState(machine.root, places),
    states: nodes.slice(1).map((node) => readState(node, places)),
    edges: nodes.flatMap((node) => readEdges(node, places)).map((edge) => ({ ...edge, path: pathOf(edge) })),
  }
}

const defaultPathOf = ({ id }: AnyStateMachine): NonNullable<ToDiagramOptions['pathOf']> =>
  id === 'transaction' || id === 'flight' ? cachePathOf : () => null

const mostEdges = 100_000

function refuseTooManyEdges(nodes: readonly AnyStateNode[]): void {
  const lists = nodes.flatMap(({ transitions, always = [] }) => [...transitions.values(), always])
  const count = lists.reduce((sum, { length }) => sum + length, 0)
  if (count <= mostEdges) return
  throw new UnsupportedMachineError(`The machine has ${count} transitions; at most ${mostEdges} can be read.`)
}
