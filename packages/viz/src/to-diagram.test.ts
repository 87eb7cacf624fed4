import { describe, expect, test } from '@jest/globals'
import { createActor, createMachine, fromPromise, stateIn } from 'xstate'
import type { Diagram } from './diagram.ts'
import { toDiagram } from './to-diagram.ts'

/** A machine that has something of everything. */
const house = createMachine({
  id: 'house',
  initial: 'open',
  description: 'Where someone lives.',
  entry: 'lights.on',
  exit: 'lights.off',
  on: { 'fire.*': '.gone', visit: [{ guard: 'isFriend', actions: 'greet' }, { target: '.shut.last' }] },
  states: {
    open: {
      description: 'Anyone may pass.',
      meta: { waitsFor: 'a push', limit: 3n, deep: { list: [1, null] } },
      tags: ['inviting', 'light'],
      entry: { type: 'light.on', params: { watts: 40 } },
      exit: ['light.off', 'bell.ring'],
      on: {
        push: { target: 'shut', actions: ['latch', 'count'], description: 'A gentle push will do.' },
        knock: { actions: 'answer' },
        ignored: {},
        visit: undefined,
        '*': 'open',
      },
      after: {
        1000: 'shut',
        nightfall: { target: 'shut', guard: stateIn('#house.open') },
        50: { actions: 'creak' },
      },
      always: { guard: 'isStormy', target: 'shut' },
    },
    shut: {
      initial: 'locked',
      onDone: 'gone',
      states: {
        idle: {
          on: { turn: 'locked', break: 'broken', both: { target: ['#upstairs.dark', '#cellar.flooded'] } },
        },
        locked: {
          invoke: [
            {
              id: 'guarding',
              src: 'watchman',
              onDone: 'idle',
              onError: 'broken',
              onSnapshot: { actions: 'look' },
            },
            {
              src: fromPromise(async function ringTheBell() {}),
              onDone: { target: 'locked', reenter: true },
            },
          ],
        },
        broken: { type: 'final' },
        last: { type: 'history', history: 'deep', target: 'idle' },
        recent: { type: 'history' },
      },
    },
    rooms: {
      type: 'parallel',
      states: {
        above: { id: 'upstairs', initial: 'dark', states: { dark: {}, lit: { on: { both: '#cellar' } } } },
        below: { id: 'cellar', initial: 'dry', states: { dry: {}, flooded: {} } },
      },
    },
    gone: { type: 'final' },
  },
})

async function ring(): Promise<void> {}

const edgeOf = ({ edges }: Diagram, id: string) => edges.find((edge) => edge.id === id)
const stateOf = ({ states }: Diagram, id: string) => states.find((state) => state.id === id)

describe('the states of a diagram', () => {
  const diagram = toDiagram(house)

  test('are all there, in the order of the machine, a parent before its children, each with its kind', () => {
    expect(diagram.states.map(({ id, parent, kind }) => [id, parent, kind])).toEqual([
      ['open', null, 'atomic'],
      ['shut', null, 'compound'],
      ['shut.idle', 'shut', 'atomic'],
      ['shut.locked', 'shut', 'atomic'],
      ['shut.broken', 'shut', 'final'],
      ['shut.last', 'shut', 'deepHistory'],
      ['shut.recent', 'shut', 'shallowHistory'],
      ['rooms', null, 'parallel'],
      ['rooms.above', 'rooms', 'compound'],
      ['rooms.above.dark', 'rooms.above', 'atomic'],
      ['rooms.above.lit', 'rooms.above', 'atomic'],
      ['rooms.below', 'rooms', 'compound'],
      ['rooms.below.dry', 'rooms.below', 'atomic'],
      ['rooms.below.flooded', 'rooms.below', 'atomic'],
      ['gone', null, 'final'],
    ])
  })

  test('tell where a machine or a state begins, and in a parallel one of none', () => {
    expect(diagram.states.filter(({ initial }) => initial).map(({ id }) => id)).toEqual([
      'open',
      'shut.locked',
      'rooms.above.dark',
      'rooms.below.dry',
    ])
  })

  test('carry description, tags, actions in their order, and what JSON can say of meta', () => {
    expect(stateOf(diagram, 'open')).toEqual({
      id: 'open',
      name: 'open',
      parent: null,
      kind: 'atomic',
      initial: true,
      description: 'Anyone may pass.',
      meta: { waitsFor: 'a push', deep: { list: [1, null] } },
      tags: ['inviting', 'light'],
      entry: ['light.on'],
      exit: ['light.off', 'bell.ring'],
      initialActions: [],
      invokes: [],
    })
  })

  test('carry what is done where the machine, or a state, begins by itself', () => {
    const { root, states } = toDiagram(
      createMachine({
        initial: { target: 'a', actions: ['lift', { type: 'look' }] },
        states: {
          a: { initial: { target: 'b', actions: 'knock' }, states: { b: {} } },
          c: { type: 'parallel', initial: { target: 'd', actions: 'sit' }, states: { d: {}, e: {} } },
        },
      }),
    )
    expect([root, ...states].map(({ initialActions }) => initialActions)).toEqual([
      ...[['lift', 'look'], ['knock'], [], ['sit'], [], []],
    ])
  })

  test('carry their actors, by name or by the name of what stands there', () => {
    expect(stateOf(diagram, 'shut.locked')?.invokes).toEqual([
      { id: 'guarding', source: 'watchman' },
      { id: '1.house.shut.locked', source: 'ringTheBell' },
    ])
  })

  test('call logic that stands where it is used by the name of its machine or function, or inline', () => {
    const sources = [
      'named',
      createMachine({ id: 'child' }),
      createMachine({}),
      fromPromise(ring),
      fromPromise(async () => {}),
    ]
    const { root } = toDiagram(createMachine({ invoke: sources.map((src) => ({ src })) }))
    expect(root.invokes.map(({ source }) => source)).toEqual(['named', 'child', 'inline', 'ring', 'inline'])
  })

  test('stand in a root that has what the machine itself has', () => {
    expect(diagram.root).toMatchObject({
      id: '',
      name: 'house',
      parent: null,
      kind: 'compound',
      initial: false,
      description: 'Where someone lives.',
      entry: ['lights.on'],
      exit: ['lights.off'],
    })
  })
})

describe('the edges of a diagram', () => {
  const diagram = toDiagram(house)

  test('are all there, by source, then by trigger, then as they are tried', () => {
    expect(diagram.edges.map(({ id, targets, guard }) => [id, targets.join(' '), guard])).toEqual([
      [':visit:0', '', 'isFriend'],
      [':visit:1', 'shut.last', null],
      [':fire.*:0', 'gone', null],
      ['open:ignored:0', '', null],
      ['open:knock:0', '', null],
      ['open:push:0', 'shut', null],
      ['open:visit:0', '', null],
      ['open:*:0', 'open', null],
      ['open:xstate.after.50:0', '', null],
      ['open:xstate.after.1000:0', 'shut', null],
      ['open:xstate.after.nightfall:0', 'shut', 'in #house.open'],
      ['open::0', 'shut', 'isStormy'],
      ['shut:xstate.done.state:0', 'gone', null],
      ['shut.idle:both:0', 'rooms.above.dark rooms.below.flooded', null],
      ['shut.idle:break:0', 'shut.broken', null],
      ['shut.idle:turn:0', 'shut.locked', null],
      ['shut.locked:xstate.done.actor.1.house.shut.locked:0', 'shut.locked', null],
      ['shut.locked:xstate.done.actor.guarding:0', 'shut.idle', null],
      ['shut.locked:xstate.error.actor.guarding:0', 'shut.broken', null],
      ['shut.locked:xstate.snapshot.guarding:0', '', null],
      ['shut.last:xstate.history.default:0', 'shut.idle', null],
      ['rooms.above.lit:both:0', 'rooms.below', null],
    ])
  })

  test.each([
    [':fire.*:0', { type: 'event', event: 'fire.*' }],
    ['open::0', { type: 'always' }],
    ['open:xstate.after.1000:0', { type: 'after', delay: 1000 }],
    ['open:xstate.after.nightfall:0', { type: 'after', delay: 'nightfall' }],
    ['shut:xstate.done.state:0', { type: 'done' }],
    [
      'shut.locked:xstate.done.actor.guarding:0',
      { type: 'invokeDone', invoke: 'guarding', actor: 'guarding' },
    ],
    [
      'shut.locked:xstate.error.actor.guarding:0',
      { type: 'invokeError', invoke: 'guarding', actor: 'guarding' },
    ],
    [
      'shut.locked:xstate.snapshot.guarding:0',
      { type: 'invokeSnapshot', invoke: 'guarding', actor: 'guarding' },
    ],
    ['shut.last:xstate.history.default:0', { type: 'always' }],
  ])('tell what takes them: %s', (id, trigger) => {
    expect(edgeOf(diagram, id)?.trigger).toEqual(trigger)
  })

  test('carry actions in their order, description, and whether what stays active is entered again', () => {
    expect(edgeOf(diagram, 'open:push:0')).toMatchObject({
      actions: ['latch', 'count'],
      description: 'A gentle push will do.',
      reenter: false,
      path: null,
    })
    expect(edgeOf(diagram, 'shut.locked:xstate.done.actor.1.house.shut.locked:0')?.reenter).toBe(true)
  })

  test('keep their ids apart, whatever states and events are called', () => {
    const odd = createMachine({
      type: 'parallel',
      states: { 'a:b': { on: { c: {}, 'c:0': {} } }, a: { on: { 'b:c': {}, c: [{ guard: 'g' }, {}] } } },
    })
    const ids = toDiagram(odd).edges.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('stand in one order, however the machine lists its events: those for any event last, the longest first', () => {
    const listed = (on: object) =>
      toDiagram(createMachine({ initial: 'a', states: { a: { on }, b: {} } })).edges
    const edges = listed({ z: 'b', 'a.*': 'a', '*': 'b', b: 'b', '0.x.*': 'b', 'a.b.*': 'b' })
    const events = edges.map(({ trigger }) => (trigger.type === 'event' ? trigger.event : trigger.type))
    expect(events).toEqual(['b', 'z', '0.x.*', 'a.b.*', 'a.*', '*'])
    expect(listed({ 'a.b.*': 'b', b: 'b', '*': 'b', z: 'b', 'a.*': 'a', '0.x.*': 'b' })).toEqual(edges)
  })

  test('carry the path that a function gives them', () => {
    const { edges } = toDiagram(house, { pathOf: ({ source }) => (source === 'open' ? 'hit' : null) })
    expect(edges.filter(({ path }) => path === 'hit').every(({ source }) => source === 'open')).toBe(true)
    expect(edges.some(({ path }) => path === 'hit')).toBe(true)
  })
})

test('a diagram is plain JSON, and the same for the same machine', () => {
  expect(JSON.parse(JSON.stringify(toDiagram(house)))).toEqual(toDiagram(house))
  expect(JSON.stringify(toDiagram(house))).toBe(JSON.stringify(toDiagram(house)))
})

test('a machine that runs already, or whose timers were asked for, gives the same diagram', () => {
  const before = toDiagram(house)
  const actor = createActor(house)
  expect(house.root.states['open']?.after).toHaveLength(3)
  actor.stop()
  expect(toDiagram(house)).toEqual(before)
})

describe('names that are hard to keep', () => {
  test('a dot within a name is told from one between two names', () => {
    const dots = createMachine({
      initial: 'a.b',
      states: { 'a.b': { on: { go: 'a' } }, a: { initial: 'b', states: { b: {}, 'c\\': {} } } },
    })
    expect(toDiagram(dots).states.map(({ id }) => id)).toEqual([
      String.raw`a\.b`,
      'a',
      'a.b',
      String.raw`a.c\\`,
    ])
  })

  test('names of what every object has are names like others', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty']
    const states = Object.fromEntries(names.map((name) => [name, { on: { [name]: name, __proto__: name } }]))
    const diagram = toDiagram(createMachine({ initial: 'constructor', states }))
    expect(diagram.states.map(({ name }) => name)).toEqual(names)
    expect(diagram.edges.map(({ source, targets }) => [source, ...targets])).toEqual(
      names.map((name) => [name, name]),
    )
  })

  test('an event may be called __proto__', () => {
    const on = JSON.parse('{ "__proto__": "a" }') as object
    const { edges } = toDiagram(createMachine({ initial: 'a', states: { a: { on } } }))
    expect(edges.map(({ trigger }) => trigger)).toEqual([{ type: 'event', event: '__proto__' }])
  })

  test('numbers stand where the machine itself has them', () => {
    const { states } = toDiagram(createMachine({ initial: 'b', states: { b: {}, 2: {}, 1: {} } }))
    expect(states.map(({ id }) => id)).toEqual(['1', '2', 'b'])
  })

  test.each([
    ['a', 'a..b'],
    ['', '.a'],
    ['a.b', 'a.b'],
  ])('a history state leads to "%s" by the path "%s", as XState reads it', (id, target) => {
    const states = { a: { initial: 'b', states: { b: {} } }, h: { type: 'history', target } } as const
    expect(toDiagram(createMachine({ initial: 'a', states })).edges.map(({ targets }) => targets)).toEqual([
      [id],
    ])
  })

  test('nothing is taken from a history state but the way to its default: nothing rests there', () => {
    const h = { type: 'history', target: 'a', always: 'a' } as const
    const { edges } = toDiagram(createMachine({ initial: 'a', states: { a: {}, h } }))
    expect(edges.map(({ id }) => id)).toEqual(['h:xstate.history.default:0'])
  })

  test('a state that may be gone to by its route is led to from the machine', () => {
    const { edges } = toDiagram(
      createMachine({ initial: 'a', states: { a: {}, b: { id: 'page', route: {} } } }),
    )
    expect(edges).toMatchObject([{ source: '', targets: ['b'], trigger: { event: 'xstate.route' } }])
  })

  test('a history state leads by path, by id, and to several', () => {
    const machine = createMachine({
      type: 'parallel',
      states: {
        a: { initial: 'x', states: { x: {}, 'y.z': {} } },
        b: { initial: 'x', states: { x: { id: 'bx' } } },
        h: { type: 'history', target: [String.raw`a.y\.z`, '#bx'] } as object,
      },
    })
    expect(toDiagram(machine).edges.map(({ targets }) => targets)).toEqual([[String.raw`a.y\.z`, 'b.x']])
  })
})
