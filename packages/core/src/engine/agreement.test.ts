import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { transactionEvents } from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { actorObserver, observeTable, sequencesOf } from '../testing/observe-machine.ts'
import { compile } from './compile.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'

const observeActor = actorObserver(transactionMachine)
const table = compile(transactionMachine)

/** What XState makes of every path of the graph, and of every event in every state. */
const observed = sequencesOf(transactionMachine, transactionEvents).map((events) => ({
  events,
  expected: JSON.stringify(observeActor(events)),
}))

/** The sequences on which a table does something else than XState. */
const disagreements = (judged: CompiledMachine): string[] =>
  observed
    .filter(({ events, expected }) => JSON.stringify(observeTable(judged, events)) !== expected)
    .map(({ events }) => events.join(' → '))

/** An event drawn from all of them, which most states refuse, or from those that the present state expects. */
const choice = fc.record({
  from: fc.constantFrom('all', 'expected', 'expected', 'expected'),
  index: fc.nat(),
})

const eventsOf = (choices: readonly { readonly from: string; readonly index: number }[]): string[] => {
  let state = table.initial
  return choices.map(({ from, index }) => {
    const expected = [...state.on.keys()]
    const drawn = from === 'all' || expected.length === 0 ? transactionEvents : expected
    const event = drawn[index % drawn.length] ?? ''
    state = state.on.get(event)?.target ?? state
    return event
  })
}

describe('the compiled transaction machine and XState', () => {
  test('agree on every path of the graph and on every event in every state', () => {
    expect(observed.length).toBeGreaterThan(300)
    expect(disagreements(table)).toEqual([])
  })

  test('agree on random sequences of events', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 16 }), (choices) => {
        const events = eventsOf(choices)
        expect(observeTable(table, events)).toEqual(observeActor(events))
      }),
      { numRuns: 1000 },
    )
  })
})

/** The table with one state, or one of its edges, replaced. */
const tampered = (
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

const withEdge = (name: string, event: string, change: (edge: Edge) => Edge | undefined): CompiledMachine =>
  tampered(name, ({ on }) => {
    const edges = new Map(on)
    const edge = edges.get(event)
    if (edge === undefined) throw new TypeError(`${name} has no ${event}`)
    const changed = change(edge)
    if (changed === undefined) edges.delete(event)
    else edges.set(event, changed)
    return { on: edges }
  })

const stateNamed = (name: string): CompiledState => {
  const state = table.states.get(name)
  if (state === undefined) throw new TypeError(`no state ${name}`)
  return state
}

describe('the proof of agreement', () => {
  test('finds nothing in a faithful copy', () => {
    expect(disagreements(tampered('direct', () => ({})))).toEqual([])
  })

  test.each([
    [
      'a wrong target',
      withEdge('direct', 'reply.failed', (edge) => ({ ...edge, target: stateNamed('abandoned') })),
    ],
    [
      'a lost effect',
      withEdge('awaitBackend.attached', 'reply.store', (edge) => ({
        ...edge,
        effects: edge.effects.slice(1),
      })),
    ],
    [
      'effects in another order',
      withEdge('awaitCache', 'deadline.passed', (edge) => ({ ...edge, effects: edge.effects.toReversed() })),
    ],
    ['a lost edge', withEdge('delivering', 'client.gone', () => undefined)],
    [
      'an edge too many',
      tampered('received', ({ on }) => ({
        on: new Map([
          ...on,
          ['client.gone', { event: 'client.gone', target: stateNamed('abandoned'), effects: [] }],
        ]),
      })),
    ],
    ['another beginning', { ...table, initial: stateNamed('awaitCache') }],
    ['effects at the beginning', { ...table, initialEffects: ['cache.lookup'] }],
  ])('catches %s', (_what, broken) => {
    expect(disagreements(broken).length).toBeGreaterThan(0)
  })
})
