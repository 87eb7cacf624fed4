import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { actorObserver, observeTable, sequencesOf } from '../testing/observe-machine.ts'
import { provedMachines } from '../testing/proved-machines.ts'
import { stateOf, tableWithEdge, tamperedTable } from '../testing/tampered-table.ts'
import { compile } from './compile.ts'
import type { CompiledMachine, Edge } from './compiled-machine.ts'

/** An event drawn from all of them, which most states refuse, or from those that the present state expects. */
const choice = fc.record({
  from: fc.constantFrom('all', 'expected', 'expected', 'expected'),
  index: fc.nat(),
})

type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never

const proofs = provedMachines.map(({ name, machine, events, states }) => {
  const observeActor = actorObserver(machine)
  const table = compile(machine)
  /** What XState makes of every path of the graph, and of every event in every state. */
  const observed = sequencesOf(machine, events).map((sequence) => ({
    sequence,
    expected: JSON.stringify(observeActor(sequence)),
  }))
  /** The sequences on which a table does something else than XState. */
  const disagreements = (judged: CompiledMachine): string[] =>
    observed
      .filter(({ sequence, expected }) => JSON.stringify(observeTable(judged, sequence)) !== expected)
      .map(({ sequence }) => sequence.join(' → '))
  const pairs = states.length * events.length
  return { name, events, table, observeActor, observed, disagreements, pairs }
})

const eventsOf = (
  table: CompiledMachine,
  alphabet: readonly string[],
  choices: readonly Choice[],
): string[] => {
  let state = table.initial
  return choices.map(({ from, index }) => {
    const expected = [...state.on.keys()]
    const drawn = from === 'all' || expected.length === 0 ? alphabet : expected
    const event = drawn[index % drawn.length] ?? ''
    state = state.on.get(event)?.target ?? state
    return event
  })
}

describe.each(proofs)('the compiled $name machine and XState', (proof) => {
  const { table, events, observed, observeActor, disagreements, pairs } = proof

  test('agree on every path of the graph and on every event in every state', () => {
    expect(observed.length).toBeGreaterThan(pairs)
    expect(disagreements(table)).toEqual([])
  })

  test('agree on random sequences of events', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 16 }), (choices) => {
        const sequence = eventsOf(table, events, choices)
        expect(observeTable(table, sequence)).toEqual(observeActor(sequence))
      }),
      { numRuns: 1000 },
    )
  })
})

/** A state that is not where the edge leads. */
const elsewhere = (table: CompiledMachine, { target }: Edge) => {
  const found = [...table.states.values()].find((state) => state !== target)
  if (found === undefined) throw new TypeError('a machine of one state')
  return found
}

/** Every edge of a table, as its state and its event. */
const edgesOf = (table: CompiledMachine): (readonly [state: string, event: string])[] =>
  [...table.states.values()].flatMap(({ name, on }) => [...on.keys()].map((event) => [name, event] as const))

const reversed = ({ effects }: Edge): Partial<Edge> => ({ effects: effects.toReversed() })
const isOrdered = ({ effects }: Edge): boolean => new Set(effects).size > 1

/** Each way to break one edge, and which edges can be broken so. */
const damages: readonly [
  what: string,
  applies: (edge: Edge) => boolean,
  damage: (edge: Edge, table: CompiledMachine) => Edge | undefined,
][] = [
  ['a wrong target', () => true, (edge, table) => ({ ...edge, target: elsewhere(table, edge) })],
  [
    'a lost effect',
    ({ effects }) => effects.length > 0,
    (edge) => ({ ...edge, effects: edge.effects.slice(1) }),
  ],
  ['effects in another order', isOrdered, (edge) => ({ ...edge, ...reversed(edge) })],
  ['a lost edge', () => true, () => undefined],
]

describe.each(proofs)('the proof of agreement of the $name machine', ({ table, events, disagreements }) => {
  test('finds nothing in a faithful copy', () => {
    expect(disagreements(tamperedTable(table, table.initial.name, () => ({})))).toEqual([])
  })

  test.each(damages)('catches %s, whichever edge it is', (_what, applies, damage) => {
    const places = edgesOf(table).filter(([state, event]) => {
      const edge = stateOf(table, state).on.get(event)
      return edge !== undefined && applies(edge)
    })
    expect(places.length).toBeGreaterThan(2)
    const missed = places.filter((place) => {
      const broken = tableWithEdge(table, place, (edge) => damage(edge, table))
      return disagreements(broken).length === 0
    })
    expect(missed).toEqual([])
  })

  test('catches an edge too many, whichever state it begins in', () => {
    const missed = [...table.states.values()].filter(({ name, on }) => {
      const event = events.find((each) => !on.has(each)) ?? ''
      const extra: Edge = { event, target: table.initial, effects: [] }
      return (
        disagreements(tamperedTable(table, name, () => ({ on: new Map([...on, [event, extra]]) }))).length ===
        0
      )
    })
    expect(missed).toEqual([])
  })

  test('catches another beginning, and effects at the beginning', () => {
    const other = [...table.states.values()].find((state) => state !== table.initial && !state.final)
    expect(disagreements({ ...table, initial: other ?? table.initial }).length).toBeGreaterThan(0)
    expect(disagreements({ ...table, initialEffects: ['deadline.set'] }).length).toBeGreaterThan(0)
  })
})
