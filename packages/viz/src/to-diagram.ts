import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { actionName } from './action-name.ts'
import type { Diagram, DiagramEdge, DiagramState, DiagramStateKind } from './diagram.ts'
import { UnsupportedMachineError } from './unsupported-machine-error.ts'

/**
 * Reads an XState machine into a diagram: all its states and every way between them.
 *
 * @throws UnsupportedMachineError (`ERR_UNSUPPORTED_MACHINE`) for what a diagram does not show yet: parallel and
 * history states, guards, delays, invoke, always, inline actions, several targets or transitions for one event.
 * @example
 * const diagram = toDiagram(transactionMachine)
 * diagram.states.find(({ initial }) => initial)?.id // 'received'
 */
export function toDiagram(machine: AnyStateMachine): Diagram {
  refuseRoot(machine.root)
  const nodes = descendantsOf(machine.root)
  const rank = new Map(nodes.map((node, index) => [pathOf(node), index]))
  const rankOf = (id: string): number => rank.get(id) ?? nodes.length
  const byPlace = (one: DiagramEdge, other: DiagramEdge): number =>
    rankOf(one.source) - rankOf(other.source) ||
    rankOf(one.target) - rankOf(other.target) ||
    byCodeUnits(one.event, other.event)
  return {
    id: machine.id,
    states: nodes.map(readState),
    edges: nodes.flatMap(readEdges).toSorted(byPlace),
  }
}

/** Not by locale: the same bytes on every machine. */
const byCodeUnits = (one: string, other: string): number => Number(one > other) - Number(one < other)

const pathOf = (node: AnyStateNode): string => node.path.join('.')

function descendantsOf(node: AnyStateNode): AnyStateNode[] {
  return childrenOf(node).flatMap((child) => [child, ...descendantsOf(child)])
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states)

function readState(node: AnyStateNode): DiagramState {
  refuseWaysWithoutAName(node)
  const id = pathOf(node)
  const { parent } = node
  const isTop = parent === undefined || parent.parent === undefined
  return {
    id,
    name: node.key,
    parent: isTop ? null : pathOf(parent),
    kind: kindOf(node),
    initial: parent?.initial.target?.includes(node) === true,
    description: node.description ?? '',
    meta: { ...node.meta },
    entry: node.entry.map((action) => actionName(action, id)),
    exit: node.exit.map((action) => actionName(action, id)),
  }
}

function kindOf(node: AnyStateNode): DiagramStateKind {
  const id = pathOf(node)
  const refuse = (feature: 'parallel state' | 'history state') =>
    new UnsupportedMachineError(feature, id, `it is of type "${node.type}"`)
  if (node.type === 'parallel') throw refuse('parallel state')
  if (node.type === 'history') throw refuse('history state')
  return node.type
}

function readEdges(node: AnyStateNode): DiagramEdge[] {
  return [...node.transitions].map(([event, transitions]) => {
    const [transition, ...others] = transitions
    if (transition === undefined || others.length > 0) {
      const seen = `"${event}" has ${transitions.length}`
      throw new UnsupportedMachineError('several transitions for one event', pathOf(node), seen)
    }
    return readEdge(node, event, transition)
  })
}

function readEdge(node: AnyStateNode, event: string, transition: AnyTransitionDefinition): DiagramEdge {
  const source = pathOf(node)
  if (transition.guard !== undefined) {
    throw new UnsupportedMachineError('guard', source, `"${event}" is guarded`)
  }
  if (event.startsWith('xstate.done.')) {
    throw new UnsupportedMachineError('transition on done', source, `"${event}"`)
  }
  const [target = node, ...others] = transition.target ?? []
  if (others.length > 0) {
    throw new UnsupportedMachineError('several targets', source, `"${event}" has ${others.length + 1}`)
  }
  const actions = transition.actions.map((action) => actionName(action, source))
  return { source, target: pathOf(target), event, actions, internal: transition.target === undefined }
}

/** Ways that are taken without an event: a diagram labels each by its event. */
function refuseWaysWithoutAName(node: AnyStateNode): void {
  const refuse = (feature: 'always' | 'delay' | 'invoke', count: number) => {
    if (count > 0) throw new UnsupportedMachineError(feature, pathOf(node), `${count} of it`)
  }
  refuse('always', node.always?.length ?? 0)
  refuse('delay', node.after.length)
  refuse('invoke', node.invoke.length)
}

/** The root is the frame of the picture: nothing leaves or enters it. */
function refuseRoot(root: AnyStateNode): void {
  kindOf(root)
  refuseWaysWithoutAName(root)
  const events = [...root.transitions.keys()]
  if (events.length > 0) {
    throw new UnsupportedMachineError('machine-wide transition', '', `on "${events.join('", "')}"`)
  }
  const actions = [...root.entry, ...root.exit].map((action) => actionName(action, ''))
  if (actions.length > 0) throw new UnsupportedMachineError('machine-wide action', '', actions.join(', '))
}
