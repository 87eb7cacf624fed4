/**
 * The paths of both machines' graphs, as `@xstate/graph` finds them, and those through the edges that no simple path walks.
 * Every level of tests runs these; the table of coverage counts them.
 */
import { compile, flightMachine, step, transactionMachine, type CompiledMachine } from '@cachechart/core'
import { getShortestPaths, getSimplePaths } from '@xstate/graph'
import type { AnyStateMachine } from 'xstate'
import type { GraphPath } from './graph-path.ts'

type Machine = GraphPath['machine']
type Events = readonly string[]

/** The tables that the machines compile to. */
export const transactionTable: CompiledMachine = compile(transactionMachine)
export const flightTable: CompiledMachine = compile(flightMachine)

/** Names an edge of a table. */
export const edgeName = (state: string, event: string): string => `${state} on ${event}`

/** The name of every edge of a table, in the table's order. */
export const edgesOf = (table: CompiledMachine): readonly string[] =>
  [...table.states.values()].flatMap(({ name, on }) => [...on.keys()].map((event) => edgeName(name, event)))

/** The path that events make. @throws IllegalEventError where they make none */
export const pathOf = (table: CompiledMachine, kind: GraphPath['kind'], events: Events): GraphPath => {
  const states = [table.initial]
  for (const event of events) states.push(step(states.at(-1) ?? table.initial, event).target)
  const names = states.map(({ name }) => name)
  const machine: Machine = table === flightTable ? 'flight' : 'transaction'
  return {
    machine,
    kind,
    events,
    title: names.map((name, at) => (at === 0 ? name : `(${events[at - 1] ?? ''}) ${name}`)).join(' → '),
    states: names,
    edges: events.map((event, at) => edgeName(names[at] ?? '', event)),
    final: states.at(-1)?.final ?? false,
  }
}

interface Steps {
  readonly steps: readonly { readonly event: { readonly type: string } }[]
}

const eventsOf = ({ steps }: Steps): Events =>
  steps.map(({ event }) => event.type).filter((type) => type !== 'xstate.init')

/** The fewest events that lead from each state to a final one. */
const endings = (table: CompiledMachine): ReadonlyMap<string, Events> => {
  const states = [...table.states.values()]
  const found = new Map<string, Events>(states.filter((state) => state.final).map(({ name }) => [name, []]))
  for (let before = 0; before < found.size;) {
    before = found.size
    const known = new Map(found)
    for (const { name, on } of states) {
      const edge = [...on.values()].find(({ target }) => known.has(target.name))
      if (!known.has(name) && edge !== undefined)
        found.set(name, [edge.event, ...(known.get(edge.target.name) ?? [])])
    }
  }
  return found
}

/**
 * What simple paths leave out leads back: for each such edge the shortest way there, the edge, each edge that may follow
 * it, and from there the shortest way to the end.
 */
const loops = (table: CompiledMachine, simple: readonly GraphPath[]): Events[] => {
  const walked = new Set(simple.flatMap(({ edges }) => edges))
  const ends = endings(table)
  const shortest = new Map(
    simple.filter(({ kind }) => kind === 'shortest').map(({ states, events }) => [states.at(-1), events]),
  )
  return [...table.states.values()].flatMap(({ name, on }) =>
    [...on.values()]
      .filter(({ event }) => !walked.has(edgeName(name, event)))
      .flatMap(({ event, target }) =>
        [...target.on.values()].map((next) => [
          ...(shortest.get(name) ?? []),
          event,
          next.event,
          ...(ends.get(next.target.name) ?? []),
        ]),
      ),
  )
}

const pathsOf = (machine: AnyStateMachine, table: CompiledMachine): readonly GraphPath[] => {
  const alphabet = new Set([...table.states.values()].flatMap(({ on }) => [...on.keys()]))
  const events = [...alphabet].map((type) => ({ type }))
  const shortest = new Set(getShortestPaths(machine, { events }).map((path) => eventsOf(path).join()))
  const simple = getSimplePaths(machine, { events })
    .map(eventsOf)
    .map((path) => pathOf(table, shortest.has(path.join()) ? 'shortest' : 'simple', path))
  return [...simple, ...loops(table, simple).map((path) => pathOf(table, 'loop', path))]
}

export const transactionPaths: readonly GraphPath[] = pathsOf(transactionMachine, transactionTable)
export const flightPaths: readonly GraphPath[] = pathsOf(flightMachine, flightTable)
