import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { checkNode, pathOf } from './check-representable.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'

type States = Map<string, CompiledState>
type Edges = Map<string, Edge>

/**
 * Turns a machine that is pure data into a table. The machine stays the only definition: what a table cannot represent
 * is refused, and `agreement.test.ts` proves that table and XState's interpreter do the same.
 *
 * @throws CompileError with a code of its own for each thing that cannot be represented: guards, invoke, after,
 * always, parallel and history states, wildcards, inline actions, several transitions for one event, …
 * @example
 * const machine = compile(transactionMachine)
 * const edge = step(machine.initial, 'request.lookup')
 * edge.target.name // 'awaitCache'
 */
export const compile = (machine: AnyStateMachine): CompiledMachine => {
  const { context } = machine.config
  if (context !== undefined && (typeof context !== 'object' || Object.keys(context).length > 0)) {
    throw new CompileError(
      'ERR_COMPILE_CONTEXT',
      '',
      'context must be empty; data lives with whoever runs the machine',
    )
  }
  const nodes = [...descendantsOf(machine.root)]
  nodes.forEach(checkNode)

  const edgesOf = new Map<AnyStateNode, Edges>(nodes.filter(isLeaf).map((node) => [node, new Map()]))
  const states: States = new Map()
  for (const [node, edges] of edgesOf) states.set(pathOf(node), compileState(node, edges))
  for (const [node, edges] of edgesOf) fillEdges(node, edges, states)

  return {
    id: machine.id,
    initial: find(states, initialLeafOf(machine.root)),
    initialEffects: [machine.root, ...entered(machine.root, initialLeafOf(machine.root))].flatMap((node) =>
      names(node.entry),
    ),
    states,
  }
}

const isLeaf = (node: AnyStateNode): boolean => node.type === 'atomic' || node.type === 'final'

function* descendantsOf(node: AnyStateNode): Generator<AnyStateNode> {
  yield node
  for (const child of Object.values(node.states)) yield* descendantsOf(child)
}

const compileState = (node: AnyStateNode, on: Edges): CompiledState => ({
  name: pathOf(node),
  final: node.type === 'final',
  description: node.description ?? '',
  meta: node.meta,
  on,
})

/** A leaf hears its own events, then those of its ancestors that it does not list itself. */
const fillEdges = (leaf: AnyStateNode, edges: Edges, states: States): void => {
  for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
    for (const [event, [transition]] of node.transitions) {
      if (transition === undefined || edges.has(event)) continue
      edges.set(event, compileEdge(leaf, transition, states))
    }
  }
}

const compileEdge = (leaf: AnyStateNode, transition: AnyTransitionDefinition, states: States): Edge => {
  const own = names(transition.actions)
  const target = transition.target?.[0]
  if (target === undefined) return { event: transition.eventType, target: find(states, leaf), effects: own }

  const domain = domainOf(transition, target)
  const destination = initialLeafOf(target)
  const left = entered(domain, leaf).toReversed()
  // XState enters a target other than the source even where that is the root, which is never left.
  const above = target === domain && target !== transition.source ? undefined : domain
  const effects = [
    ...left.flatMap((node) => names(node.exit)),
    ...own,
    ...entered(above, destination).flatMap((node) => names(node.entry)),
  ]
  return { event: transition.eventType, target: find(states, destination), effects }
}

/** The state that stays active throughout; `undefined` when even the root is left and entered again. SCXML §3.13. */
const domainOf = (transition: AnyTransitionDefinition, target: AnyStateNode): AnyStateNode | undefined => {
  const { source, reenter } = transition
  if (!reenter && isWithin(target, source)) return source
  let domain = source.parent
  while (domain !== undefined && (domain === target || !isWithin(target, domain))) domain = domain.parent
  return domain ?? (reenter ? undefined : source.machine.root)
}

const isWithin = (node: AnyStateNode, ancestor: AnyStateNode): boolean =>
  node === ancestor || (node.parent !== undefined && isWithin(node.parent, ancestor))

/** The states between a domain, exclusive, and a leaf, inclusive, outermost first. */
const entered = (domain: AnyStateNode | undefined, leaf: AnyStateNode): AnyStateNode[] => {
  const path: AnyStateNode[] = []
  for (let node: AnyStateNode | undefined = leaf; node !== undefined && node !== domain; node = node.parent)
    path.unshift(node)
  return path
}

const initialLeafOf = (node: AnyStateNode): AnyStateNode => {
  const initial = node.type === 'compound' ? node.initial.target[0] : undefined
  return initial === undefined ? node : initialLeafOf(initial)
}

const names = (actions: readonly unknown[]): string[] =>
  actions.filter((action) => typeof action === 'string')

const find = (states: States, node: AnyStateNode): CompiledState => {
  const state = states.get(pathOf(node))
  if (state === undefined)
    throw new CompileError('ERR_COMPILE_INITIAL', pathOf(node), 'it has no state to rest in')
  return state
}
