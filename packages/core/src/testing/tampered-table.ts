import type { CompiledMachine, CompiledState, Edge } from '../engine/compiled-machine.ts'

/** A table with one state replaced; its other states, and all edges between them, are as they were. */
export const tamperedTable = (
  table: CompiledMachine,
  name: string,
  tamper: (state: CompiledState) => Partial<CompiledState>,
): CompiledMachine => {
  const states = new Map<string, CompiledState>()
  const relink = (state: CompiledState): CompiledState => {
    const known = states.get(state.name)
    if (known !== undefined) return known
    const on = new Map<string, Edge>()
    const changed = state.name === name ? { ...state, ...tamper(state) } : state
    const copy = { ...changed, on }
    states.set(state.name, copy)
    for (const [event, edge] of changed.on) on.set(event, { ...edge, target: relink(edge.target) })
    return copy
  }
  return { ...table, initial: relink(table.initial), states }
}

/** A table with one edge replaced, or taken away where there is `undefined` for it. */
export const tableWithEdge = (
  table: CompiledMachine,
  [name, event]: readonly [state: string, event: string],
  change: (edge: Edge) => Edge | undefined,
): CompiledMachine =>
  tamperedTable(table, name, ({ on }) => {
    const edges = new Map(on)
    const edge = edges.get(event)
    if (edge === undefined) throw new TypeError(`${name} has no ${event}`)
    const changed = change(edge)
    if (changed === undefined) edges.delete(event)
    else edges.set(event, changed)
    return { on: edges }
  })

/** A state of a table, which must be there. */
export const stateOf = (table: CompiledMachine, name: string): CompiledState => {
  const state = table.states.get(name)
  if (state === undefined) throw new TypeError(`no state ${name}`)
  return state
}
