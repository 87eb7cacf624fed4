import type { Diagram } from '@cachechart/viz'
import { toDirectedGraph } from '@xstate/graph'
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

/** What can be counted and compared of a machine, whoever has looked at it. */
export interface MachineFacts {
  /** The XState `id` of each state with its kind, in the order of the machine. */
  readonly states: readonly string[]
  /** Source, event and targets of each transition, by the `id`s that XState has for them; sorted. */
  readonly ways: readonly string[]
}

const wayOf = (source: AnyStateNode, event: string, targets: readonly AnyStateNode[]): string =>
  JSON.stringify([source.id, event, targets.map(({ id }) => id)])

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states)

const wholeTree = (node: AnyStateNode): AnyStateNode[] => [node, ...childrenOf(node).flatMap(wholeTree)]

/** Read from the nodes that XState has made of a machine, without what a diagram is made with. */
export function factsOfMachine({ root }: AnyStateMachine): MachineFacts {
  const nodes = wholeTree(root)
  const ways = nodes.flatMap((node) => [
    ...[...node.transitions].flatMap(([event, list]) =>
      list.map(({ target }) => wayOf(node, event, target ?? [])),
    ),
    ...(node.type === 'history' ? [] : (node.always ?? [])).map(({ target }) =>
      wayOf(node, '', target ?? []),
    ),
  ])
  return { states: nodes.map(({ id, type }) => `${id} ${type}`), ways: ways.toSorted() }
}

type Graph = ReturnType<typeof toDirectedGraph>

/** As `@xstate/graph` reports them. It has an edge for each target, and none for what needs no event. */
export function factsOfGraph(machine: AnyStateMachine): MachineFacts {
  const wholeGraph = (graph: Graph): Graph[] => [graph, ...graph.children.flatMap(wholeGraph)]
  const graphs = wholeGraph(toDirectedGraph(machine))
  const ways = graphs.flatMap(({ edges }) => {
    const bundles = Map.groupBy(edges, ({ transition }): AnyTransitionDefinition => transition)
    return [...bundles].map(([transition, bundle]) => {
      const targets = transition.target === undefined ? [] : bundle.map(({ target }) => target)
      return wayOf(transition.source, bundle[0]?.label.text ?? '', targets)
    })
  })
  return { states: graphs.map(({ stateNode: { id, type } }) => `${id} ${type}`), ways: ways.toSorted() }
}

/** Only what `@xstate/graph` reports, too: it leaves out what needs no event. */
export const withoutEventless = ({ states, ways }: MachineFacts): MachineFacts => ({
  states,
  ways: ways.filter((way) => (JSON.parse(way) as [string, string])[1] !== ''),
})

/** The ways out of history states that lead where there is nothing to go back to: XState has no transition there. */
export const historyDefaults = ({ states, edges }: Diagram) =>
  edges.filter(({ source, trigger }) => {
    const kind = states.find(({ id }) => id === source)?.kind
    return (kind === 'deepHistory' || kind === 'shallowHistory') && trigger.type === 'always'
  })

/** Read back from a diagram. Where states lie is found by their place in it: a path taken apart at its dots is a name. */
export function factsOfDiagram(diagram: Diagram, machine: AnyStateMachine): MachineFacts {
  const nodes = new Map<string, AnyStateNode>([['', machine.root]])
  for (const { id, name, parent } of diagram.states) {
    const node = nodes.get(parent ?? '')?.states[name]
    if (node === undefined) throw new Error(`The machine has no state ${id}.`)
    nodes.set(id, node)
  }
  const nodeOf = (id: string): AnyStateNode => {
    const node = nodes.get(id)
    if (node === undefined) throw new Error(`The diagram has no state ${id}.`)
    return node
  }
  const defaults = new Set(historyDefaults(diagram))
  const ways = diagram.edges
    .filter((edge) => !defaults.has(edge))
    .map((edge) => wayOf(nodeOf(edge.source), eventOf(edge, nodeOf(edge.source)), edge.targets.map(nodeOf)))
  const typeOf = (kind: string): string => (kind.endsWith('History') ? 'history' : kind)
  return {
    states: [diagram.root, ...diagram.states].map(({ id, kind }) => `${nodeOf(id).id} ${typeOf(kind)}`),
    ways: ways.toSorted(),
  }
}

/** The event under which XState keeps a transition. */
function eventOf({ trigger }: Diagram['edges'][number], { id }: AnyStateNode): string {
  switch (trigger.type) {
    case 'event':
      return trigger.event
    case 'always':
      return ''
    case 'after':
      return `xstate.after.${trigger.delay}.${id}`
    case 'done':
      return `xstate.done.state.${id}`
    case 'invokeDone':
      return `xstate.done.actor.${trigger.invoke}`
    case 'invokeError':
      return `xstate.error.actor.${trigger.invoke}`
    case 'invokeSnapshot':
      return `xstate.snapshot.${trigger.invoke}`
  }
}
