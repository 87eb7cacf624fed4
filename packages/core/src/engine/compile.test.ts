import { describe, expect, test } from '@jest/globals'
import { createMachine, type AnyStateMachine } from 'xstate'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { actorObserver, observeTable } from '../testing/observe-machine.ts'
import { compile } from './compile.ts'
import { step } from './step.ts'

/** State and effects after each event, the start first, as table and XState both see them; `null` where it is illegal. */
const run = (machine: AnyStateMachine, ...events: string[]) => {
  const seen = observeTable(compile(machine), events)
  expect(seen).toEqual(actorObserver(machine)(events))
  return seen.map(({ state, effects, verdict }) => (verdict === 'legal' ? [state, ...effects] : null))
}

const ends = (name: string) => ({ entry: [`+${name}`], exit: [`-${name}`] })

/** Two branches; each state says when it is entered and left. */
const tree = createMachine({
  id: 'tree',
  ...ends('root'),
  initial: 'one',
  on: { reset: { target: '.one', actions: ['reset'] }, note: { actions: ['rootNote'] } },
  states: {
    one: {
      ...ends('one'),
      initial: 'a',
      on: {
        note: { actions: ['oneNote'] },
        again: { target: 'one', reenter: true, actions: ['again'] },
        inside: { target: '.b', actions: ['inside'] },
      },
      states: {
        a: { ...ends('a'), description: 'The first.', meta: { number: 1 }, on: { cross: '#tree.two.c' } },
        b: {
          ...ends('b'),
          on: { note: { actions: ['bNote', 'bNote'] }, up: { target: '#tree', reenter: true } },
        },
      },
    },
    two: { ...ends('two'), initial: 'd', states: { c: ends('c'), d: ends('d') } },
    over: { ...ends('over'), type: 'final' },
  },
})

describe('compile', () => {
  test('keeps the name of the machine, and of each leaf its path, description and meta', () => {
    const { id, states } = compile(tree)
    expect(id).toBe('tree')
    expect([...states.keys()]).toEqual(['one.a', 'one.b', 'two.c', 'two.d', 'over'])
    expect(states.get('one.a')).toMatchObject({
      name: 'one.a',
      final: false,
      description: 'The first.',
      meta: { number: 1 },
    })
    expect(states.get('over')).toMatchObject({ name: 'over', final: true, description: '', meta: undefined })
  })

  test('gives each edge the event that it is listed under', () => {
    const edges = [...compile(tree).states.values()].flatMap(({ on }) => [...on])
    expect(edges.length).toBeGreaterThan(10)
    for (const [event, edge] of edges) expect(edge.event).toBe(event)
  })

  test('makes states that know each other, so that a step needs no further look-up', () => {
    const { states, initial } = compile(tree)
    expect(initial).toBe(states.get('one.a'))
    for (const { on } of states.values()) {
      for (const { target } of on.values()) expect(states.get(target.name)).toBe(target)
    }
  })

  test.each([
    ['enters from the outside in', [], ['one.a', '+root', '+one', '+a']],
    ['leaves from the inside out, then enters', ['cross'], ['two.c', '-a', '-one', '+two', '+c']],
    ['keeps a common ancestor', ['inside'], ['one.b', '-a', 'inside', '+b']],
    ['leaves the ancestor that is entered again', ['again'], ['one.a', '-a', '-one', 'again', '+one', '+a']],
    ['stays where there is no target', ['note'], ['one.a', 'oneNote']],
    ['prefers the inner state', ['inside', 'note'], ['one.b', 'bNote', 'bNote']],
    ['hears what only the root lists', ['cross', 'note'], ['two.c', 'rootNote']],
    [
      'never leaves the root on its own way',
      ['cross', 'reset'],
      ['one.a', '-c', '-two', 'reset', '+one', '+a'],
    ],
    [
      'leaves the root when it is entered again',
      ['inside', 'up'],
      ['one.a', '-b', '-one', '-root', '+root', '+one', '+a'],
    ],
  ])('%s', (_what, events, last) => {
    expect(run(tree, ...events).at(-1)).toEqual(last)
  })

  test('refuses an event that neither the state nor an ancestor lists', () => {
    expect(run(tree, 'cross', 'inside')).toEqual([expect.anything(), expect.anything(), null])
  })

  test('ends in a final state: whatever is active is left, and nothing is heard any more', () => {
    const machine = createMachine({
      ...ends('root'),
      initial: 'open',
      on: { note: { actions: ['note'] } },
      states: {
        open: { ...ends('open'), on: { close: 'closed' } },
        closed: { ...ends('closed'), type: 'final' },
      },
    })
    expect(run(machine, 'note', 'close', 'note', 'close')).toEqual([
      ['open', '+root', '+open'],
      ['open', 'note'],
      ['closed', '-open', '+closed', '-closed', '-root'],
      null,
      null,
    ])
  })

  test('ends at once where the initial state is final', () => {
    const machine = createMachine({
      ...ends('root'),
      initial: 'closed',
      states: { closed: { ...ends('closed'), type: 'final' } },
    })
    expect(run(machine, 'any')).toEqual([['closed', '+root', '+closed', '-closed', '-root'], null])
  })

  test('takes a machine without states for one that rests in its root', () => {
    const machine = createMachine({
      ...ends('root'),
      on: { stay: { actions: ['stay'] }, renew: { target: '#(machine)', reenter: true, actions: ['renew'] } },
    })
    expect(run(machine, 'stay', 'renew', 'other')).toEqual([
      ['', '+root'],
      ['', 'stay'],
      ['', '-root', 'renew', '+root'],
      null,
    ])
  })

  test('does what its example says', () => {
    const machine = compile(transactionMachine)
    const edge = step(machine.initial, 'request.lookup')
    expect(edge.target.name).toBe('awaitCache')
  })
})
