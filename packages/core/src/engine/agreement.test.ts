import { describe, expect, test } from '@jest/globals'
import { getShortestPaths, getSimplePaths } from '@xstate/graph'
import fc from 'fast-check'
import { createActor, createMachine, type AnyStateMachine } from 'xstate'
import { transactionEvents } from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { compile } from './compile.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'
import { IllegalEventError, step } from './step.ts'

/** What one interpreter makes of a sequence of events. */
interface Observation {
  readonly state: string
  readonly effects: readonly string[]
  readonly verdict: 'legal' | 'illegal'
}

const pathOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as object)
        .map(([key, inner]) => `${key}.${pathOf(inner)}`)
        .join()

const namesIn = (machine: AnyStateMachine): string[] => {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (['actions', 'entry', 'exit'].includes(key))
          for (const name of [inner].flat()) found.add(String(name))
        visit(inner)
      }
    }
  }
  visit(machine.config)
  return [...found]
}

const byXState = (machine: AnyStateMachine, events: readonly string[]): Observation[] => {
  let ordered: string[] = []
  const actions = Object.fromEntries(namesIn(machine).map((name) => [name, () => void ordered.push(name)]))
  const actor = createActor(machine.provide({ actions }))
  actor.start()
  const observe = (verdict: Observation['verdict']): Observation => {
    const observation = { state: pathOf(actor.getSnapshot().value), effects: ordered, verdict }
    ordered = []
    return observation
  }
  const start = observe('legal')
  return [
    start,
    ...events.map((type) => {
      const legal = actor.getSnapshot().can({ type })
      actor.send({ type })
      return observe(legal ? 'legal' : 'illegal')
    }),
  ]
}

const byTable = (table: CompiledMachine, events: readonly string[]): Observation[] => {
  let state = table.initial
  const take = (type: string): Observation => {
    try {
      const edge = step(state, type)
      state = edge.target
      return { state: state.name, effects: edge.effects, verdict: 'legal' }
    } catch (error) {
      if (!(error instanceof IllegalEventError)) throw error
      return { state: state.name, effects: [], verdict: 'illegal' }
    }
  }
  return [{ state: state.name, effects: table.initialEffects, verdict: 'legal' }, ...events.map(take)]
}

/** Every path of the graph, and every event in every state. */
const sequencesOf = (machine: AnyStateMachine, alphabet: readonly string[]): string[][] => {
  const events = alphabet.map((type) => ({ type }))
  // Final states are reached, but nothing leads out of them: the pairs below try.
  const typesOf = (path: { steps: readonly { event: { type: string } }[] }): string[] =>
    path.steps.map(({ event }) => event.type).filter((type) => type !== 'xstate.init')
  const simple = getSimplePaths(machine, { events }).map(typesOf)
  const reaching = getShortestPaths(machine, { events }).map(typesOf)
  return [...simple, ...reaching.flatMap((path) => alphabet.map((event) => [...path, event]))]
}

const disagreements = (
  machine: AnyStateMachine,
  table: CompiledMachine,
  sequences: readonly string[][],
): string[] =>
  sequences
    .filter((events) => JSON.stringify(byXState(machine, events)) !== JSON.stringify(byTable(table, events)))
    .map((events) => events.join(' → '))

const sequences = sequencesOf(transactionMachine, transactionEvents)
const table = compile(transactionMachine)

describe('the compiled transaction machine and XState', () => {
  test('agree on every path of the graph and on every event in every state', () => {
    expect(sequences.length).toBeGreaterThan(300)
    expect(disagreements(transactionMachine, table, sequences)).toEqual([])
  })

  test('agree on random sequences of events', () => {
    const event = fc.constantFrom(...transactionEvents)
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        expect(byTable(table, events)).toEqual(byXState(transactionMachine, events))
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
    expect(
      disagreements(
        transactionMachine,
        tampered('direct', () => ({})),
        sequences,
      ),
    ).toEqual([])
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
    expect(disagreements(transactionMachine, broken, sequences).length).toBeGreaterThan(0)
  })
})

const eventNames = ['a', 'b', 'c']

/** Configurations of any nesting, with entries, exits, reentry, self-transitions and inherited events. */
const configArbitrary = (depth: number, path: string): fc.Arbitrary<Record<string, unknown>> => {
  const actions = (kind: string) =>
    fc.constantFrom([], [`${path}.${kind}`], [`${path}.${kind}`, `${path}.${kind}.second`])
  const everywhere = ['.', ...['x', 'y'].flatMap((first) => [first, `${first}.x`, `${first}.y`])]
  const transition = fc.record({
    target: fc.constantFrom(undefined, ...everywhere),
    actions: fc.constantFrom([`${path}.go`], [`${path}.go`, `${path}.on`]),
    reenter: fc.boolean(),
  })
  const base = fc.record({
    entry: actions('in'),
    exit: actions('out'),
    on: fc.dictionary(fc.constantFrom(...eventNames), transition),
  })
  if (depth === 0) return base
  const inner = (key: string) => configArbitrary(depth - 1, `${path}${key}`)
  const compound = fc
    .record({ own: base, x: inner('x'), y: inner('y'), initial: fc.constantFrom('x', 'y') })
    .map(({ own, x, y, initial }) => ({ ...own, initial, states: { x, y } }))
  return path === '' ? compound : fc.oneof(base, compound)
}

/** Targets are drawn as paths from the root; those that do not exist become transitions without a target. */
const resolved = (root: Record<string, unknown>): Record<string, unknown> => {
  const exists = (path: string): boolean =>
    path
      .split('.')
      .reduce<unknown>(
        (node, key) => (node as { states?: Record<string, unknown> } | undefined)?.states?.[key],
        root,
      ) !== undefined
  const visit = (node: Record<string, unknown>): Record<string, unknown> => {
    const on = Object.entries((node['on'] ?? {}) as Record<string, { target?: string }>).map(
      ([event, transition]) => {
        const { target, ...rest } = transition
        if (target === '.') return [event, { ...rest, target: '#root' }]
        return [event, target !== undefined && exists(target) ? { ...rest, target: `#root.${target}` } : rest]
      },
    )
    const states = Object.entries((node['states'] ?? {}) as Record<string, Record<string, unknown>>)
    const inner =
      states.length === 0
        ? {}
        : { states: Object.fromEntries(states.map(([key, child]) => [key, visit(child)])) }
    return { ...node, ...inner, on: Object.fromEntries(on) }
  }
  return { ...visit(root), id: 'root' }
}

describe('compile', () => {
  test('agrees with XState on machines of any nesting', () => {
    fc.assert(
      fc.property(
        configArbitrary(2, ''),
        fc.array(fc.constantFrom(...eventNames, 'unknown'), { maxLength: 8 }),
        (config, events) => {
          const machine = createMachine(resolved(config))
          expect(byTable(compile(machine), events)).toEqual(byXState(machine, events))
        },
      ),
      { numRuns: 500 },
    )
  })
})
