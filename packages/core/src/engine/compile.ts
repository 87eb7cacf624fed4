import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { checkRepresentable, pathOf } from './check-representable.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'

/** A state whose edges are still being filled in. */
interface GrowingState extends CompiledState {
  readonly on: Map<string, Edge>
}

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
  const nodes = [...descendantsOf(machine.root)]
  checkRepresentable(machine, nodes)

  const leaves = nodes.filter((node) => node.type !== 'compound')
  const states = new Map<string, GrowingState>()
  const stateOf = (leaf: AnyStateNode): GrowingState => {
    const state = states.get(pathOf(leaf)) ?? emptyState(leaf)
    states.set(state.name, state)
    return state
  }
  for (const leaf of leaves) stateOf(leaf)
  for (const leaf of leaves) fillEdges(leaf, stateOf)

  const initialLeaf = initialLeafOf(machine.root)
  return {
    id: machine.id,
    initial: stateOf(initialLeaf),
    initialEffects: enteringEffects(undefined, initialLeaf),
    states,
  }
}

function* descendantsOf(node: AnyStateNode): Generator<AnyStateNode> {
  yield node
  for (const child of Object.values(node.states)) yield* descendantsOf(child)
}

const emptyState = (leaf: AnyStateNode): GrowingState => ({
  name: pathOf(leaf),
  final: leaf.type === 'final',
  description: leaf.description ?? '',
  meta: leaf.meta,
  on: new Map(),
})

type StateOf = (leaf: AnyStateNode) => GrowingState

/** A leaf hears its own events, then those of its ancestors that it does not list itself; a final one hears nothing. */
const fillEdges = (leaf: AnyStateNode, stateOf: StateOf): void => {
  const { on, final } = stateOf(leaf)
  if (final) return
  for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
    for (const transition of [...node.transitions.values()].flat()) {
      const { eventType } = transition
      if (!on.has(eventType)) on.set(eventType, compileEdge(leaf, transition, stateOf))
    }
  }
}

const compileEdge = (leaf: AnyStateNode, transition: AnyTransitionDefinition, stateOf: StateOf): Edge => {
  const event = transition.eventType
  const own = names(transition.actions)
  const target = transition.target?.[0]
  if (target === undefined) return { event, target: stateOf(leaf), effects: own }

  const domain = domainOf(transition, target)
  const destination = initialLeafOf(target)
  // XState enters a target other than the source even where that is the root, which is never left.
  const above = target === domain && target !== transition.source ? undefined : domain
  const effects = [...exits(between(domain, leaf)), ...own, ...enteringEffects(above, destination)]
  return { event, target: stateOf(destination), effects }
}

/** What is ordered on the way down to a leaf. Where it is final the machine ends, and leaves all that it is in. */
const enteringEffects = (above: AnyStateNode | undefined, leaf: AnyStateNode): string[] => [
  ...between(above, leaf).flatMap(({ entry }) => names(entry)),
  ...(leaf.type === 'final' ? exits(between(undefined, leaf)) : []),
]

const exits = (entered: readonly AnyStateNode[]): string[] =>
  entered.toReversed().flatMap(({ exit }) => names(exit))

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
const between = (domain: AnyStateNode | undefined, leaf: AnyStateNode): AnyStateNode[] => {
  const path: AnyStateNode[] = []
  for (let node: AnyStateNode | undefined = leaf; node !== undefined && node !== domain; node = node.parent)
    path.unshift(node)
  return path
}

const initialLeafOf = (node: AnyStateNode): AnyStateNode => {
  const initial = node.type === 'compound' ? node.initial.target[0] : undefined
  return initial === undefined ? node : initialLeafOf(initial)
}

/** `checkRepresentable` has made sure that all of them are names. */
const names = (actions: readonly unknown[]): string[] =>
  actions.filter((action) => typeof action === 'string')
