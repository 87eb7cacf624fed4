import { describe, expect, test } from '@jest/globals'
import { createMachine, fromPromise } from 'xstate'
import { toDiagram } from './to-diagram.ts'
import { UnsupportedMachineError } from './unsupported-machine-error.ts'

const machine = createMachine({
  id: 'door',
  initial: 'open',
  states: {
    open: {
      description: 'Anyone may pass.',
      meta: { waitsFor: 'a push' },
      entry: ['light.on', { type: 'sound.play', params: { volume: 3 } }],
      exit: 'light.off',
      on: {
        push: { target: 'shut.idle', actions: ['latch', 'count'] },
        knock: { actions: 'answer' },
        break: 'gone',
        burn: 'gone',
      },
    },
    shut: {
      initial: 'locked',
      states: {
        idle: { on: { turn: 'locked' } },
        locked: { on: { again: { target: 'locked', reenter: true } } },
      },
      on: { pull: 'open' },
    },
    gone: { type: 'final' },
  },
})
const diagram = toDiagram(machine)

describe('a diagram of a machine', () => {
  test('lists each state after the one that holds it, in the order of the machine', () => {
    expect(diagram.states.map(({ id, parent }) => [id, parent])).toEqual([
      ['open', null],
      ['shut', null],
      ['shut.idle', 'shut'],
      ['shut.locked', 'shut'],
      ['gone', null],
    ])
  })

  test('says of a state what the machine says of it', () => {
    expect(diagram.states[0]).toEqual({
      id: 'open',
      name: 'open',
      parent: null,
      kind: 'atomic',
      initial: true,
      description: 'Anyone may pass.',
      meta: { waitsFor: 'a push' },
      entry: ['light.on', 'sound.play'],
      exit: ['light.off'],
    })
  })

  test('is empty where the machine says nothing', () => {
    const shut = diagram.states.find(({ id }) => id === 'shut')
    expect(shut).toMatchObject({
      kind: 'compound',
      initial: false,
      description: '',
      meta: {},
      entry: [],
      exit: [],
    })
  })

  test('marks the initial state of each compound state, and the final ones', () => {
    expect(diagram.states.filter(({ initial }) => initial).map(({ id }) => id)).toEqual([
      'open',
      'shut.locked',
    ])
    expect(diagram.states.filter(({ kind }) => kind === 'final').map(({ id }) => id)).toEqual(['gone'])
  })

  test('sorts edges by source and target as the states stand, then by event', () => {
    expect(diagram.edges.map(({ source, event, target }) => `${source} ${event} ${target}`)).toEqual([
      'open knock open',
      'open push shut.idle',
      'open break gone',
      'open burn gone',
      'shut pull open',
      'shut.idle turn shut.locked',
      'shut.locked again shut.locked',
    ])
  })

  test('keeps the actions of an edge in their order', () => {
    expect(diagram.edges.find(({ event }) => event === 'push')?.actions).toEqual(['latch', 'count'])
  })

  test('tells a way that stays inside from one that leaves and comes back', () => {
    expect(diagram.edges.find(({ event }) => event === 'knock')?.internal).toBe(true)
    expect(diagram.edges.find(({ event }) => event === 'again')?.internal).toBe(false)
  })

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(diagram))).toEqual(diagram)
  })
})

describe('a machine that a diagram would show wrongly', () => {
  const inState = (state: object) => createMachine({ initial: 'a', states: { a: state, b: {} } })
  const work = fromPromise(() => Promise.resolve())

  test.each([
    ['parallel state', 'a', inState({ type: 'parallel', states: { c: {} } })],
    ['parallel state', '', createMachine({ type: 'parallel', states: { a: {} } })],
    ['history state', 'a.c', inState({ initial: 'd', states: { c: { type: 'history' }, d: {} } })],
    ['guard', 'a', inState({ on: { go: { target: 'b', guard: 'allowed' } } })],
    ['several transitions for one event', 'a', inState({ on: { go: ['b', 'a'] } })],
    ['several targets', 'a', inState({ on: { go: { target: ['b', 'a'] } } })],
    ['delay', 'a', inState({ after: { 1000: 'b' } })],
    ['always', 'a', inState({ always: 'b' })],
    ['invoke', 'a', inState({ invoke: { src: work } })],
    ['transition on done', 'a', inState({ initial: 'c', states: { c: { type: 'final' } }, onDone: 'b' })],
    ['inline action', 'a', inState({ entry: () => undefined })],
    ['inline action', 'a', inState({ on: { go: { actions: () => undefined } } })],
    ['machine-wide transition', '', createMachine({ on: { stop: '.a' }, initial: 'a', states: { a: {} } })],
    ['machine-wide action', '', createMachine({ entry: 'begin', initial: 'a', states: { a: {} } })],
  ])('is refused with the feature and the place: %s in "%s"', (feature, state, refused) => {
    const read = () => toDiagram(refused)
    expect(read).toThrow(UnsupportedMachineError)
    expect(read).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_MACHINE', feature, state }))
  })

  test('is refused in words that name state, feature and what was seen', () => {
    expect(() => toDiagram(inState({ on: { go: { target: 'b', guard: 'allowed' } } }))).toThrow(
      'State "a" has what a diagram cannot show yet (guard): "go" is guarded.',
    )
  })
})
