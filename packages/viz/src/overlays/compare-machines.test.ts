import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import { labelOf } from '../label-of.ts'
import { toDiagram } from '../to-diagram.ts'
import { compareMachines, differencesOf } from './compare-machines.ts'

interface Edge {
  target?: string
  guard?: string
  actions?: string[]
  reenter?: boolean
  description?: string
}

interface State {
  id?: string
  type?: 'parallel' | 'final' | 'history'
  initial?: string | { target: string; actions: string[] }
  description?: string
  meta?: object
  tags?: string[]
  entry?: string[]
  exit?: string[]
  invoke?: { id: string; src: string }[]
  on?: Record<string, Edge | Edge[]>
  states?: Record<string, State>
}

const door = (): State & { states: Record<'shut' | 'open' | 'stuck' | 'gone', State> } => ({
  id: 'door',
  initial: 'shut',
  states: {
    shut: {
      description: 'Nobody passes.',
      entry: ['light.off'],
      meta: { waitsFor: 'a push', deadline: 'none' },
      on: {
        push: { target: 'open', actions: ['light.on'] },
        try: [
          { guard: 'isLocked', target: 'stuck' },
          { guard: 'isLight', target: 'open' },
          { target: 'gone' },
        ],
      },
    },
    open: { on: { push: { target: 'shut' }, knock: {} } },
    stuck: { initial: 'hard', states: { hard: {}, harder: {} } },
    gone: { type: 'final' },
  },
})

const before = createMachine(door())

type Door = ReturnType<typeof door>

const changed = (change: (machine: Door) => void) => {
  const configuration = door()
  change(configuration)
  return createMachine(configuration)
}

const textsOf = (change: (machine: Door) => void): string[] =>
  differencesOf(before, changed(change)).map(({ text }) => text)

describe('two machines that are the same', () => {
  test.each([transactionMachine, flightMachine, before])('have no difference: $id', (machine) => {
    const { diagram, overlay, differences } = compareMachines(machine, toDiagram(machine))
    expect(diagram).toEqual(toDiagram(machine))
    expect([differences, overlay.states.size, overlay.edges.size, overlay.legend]).toEqual([[], 0, 0, []])
    expect([overlay.title, overlay.rest]).toEqual(['No difference', 'plain'])
  })

  test('have none when their states, and what is said of them, are written down in another order', () => {
    const reordered = changed((machine) => {
      const { shut, open, stuck, gone } = machine.states
      machine.states = { gone, stuck, open, shut }
      shut.meta = { deadline: 'none', waitsFor: 'a push' }
    })
    expect(differencesOf(before, reordered)).toEqual([])
  })
})

const locked = { guard: 'isLocked', target: 'stuck' }
const light = { guard: 'isLight', target: 'open' }
const push = { target: 'open', actions: ['light.on'] }

describe('what has changed is said in a line each', () => {
  test.each<[string, (machine: Door) => void, string[]]>([
    [
      'a target',
      ({ states }) => (states.open.on = { push: { target: 'gone' }, knock: {} }),
      ['changed: open on push: targets: shut → gone'],
    ],
    [
      'an edge that stays',
      ({ states }) => (states.open.on = { push: {}, knock: {} }),
      ['changed: open on push: targets: shut → stays'],
    ],
    [
      'actions, and their order',
      ({ states }) => (states.shut.on = { ...states.shut.on, push: { ...push, actions: ['a', 'light.on'] } }),
      ['changed: shut on push: actions: light.on → a, light.on'],
    ],
    [
      'an edge with a guard, a description, and one that leaves and comes back',
      ({ states }) =>
        (states.open.on = {
          push: { target: 'shut', guard: 'isFree' },
          knock: { target: 'open', reenter: true, description: 'Who is there?' },
        }),
      [
        'changed: open on knock: targets: stays → open; reenter: does not enter again → enters again; description: nothing → Who is there?',
        'changed: open on push [isFree]: guard: nothing → isFree',
      ],
    ],
    [
      'what is done where a machine, or a state, begins by itself',
      (machine) => {
        machine.initial = { target: 'shut', actions: ['lock'] }
        machine.states.stuck.initial = { target: 'hard', actions: ['a', 'b'] }
      },
      [
        'changed: the machine door: initialActions: nothing → lock',
        'changed: stuck: initialActions: nothing → a, b',
      ],
    ],
    [
      'an alternative that is new, before the others',
      ({ states }) =>
        (states.shut.on = {
          push,
          try: [{ guard: 'isNew', target: 'gone' }, locked, light, { target: 'gone' }],
        }),
      ['added: shut on try [isNew], which leads to gone'],
    ],
    [
      'an alternative that is gone',
      ({ states }) => (states.shut.on = { push, try: [light, { target: 'gone' }] }),
      ['removed: shut on try [isLocked], which led to stuck'],
    ],
    [
      'alternatives that lead elsewhere, each by its guard',
      ({ states }) =>
        (states.shut.on = {
          push,
          try: [{ ...locked, target: 'gone' }, { ...light, target: 'stuck' }, { target: 'gone' }],
        }),
      [
        'changed: shut on try [isLocked]: targets: stuck → gone',
        'changed: shut on try [isLight]: targets: open → stuck',
      ],
    ],
    [
      'alternatives with other guards, each by where it leads',
      ({ states }) =>
        (states.shut.on = {
          push,
          try: [{ ...locked, guard: 'isShut' }, { ...light, guard: 'isBright' }, { target: 'gone' }],
        }),
      [
        'changed: shut on try [isShut]: guard: isLocked → isShut',
        'changed: shut on try [isBright]: guard: isLight → isBright',
      ],
    ],
    [
      'alternatives that have nothing in common with those that were there',
      ({ states }) =>
        (states.shut.on = {
          push,
          try: [{ guard: 'isOld', target: 'shut' }, { guard: 'isNew' }, { target: 'gone' }],
        }),
      [
        'removed: shut on try [isLocked], which led to stuck',
        'removed: shut on try [isLight], which led to open',
        'added: shut on try [isOld], which leads to shut',
        'added: shut on try [isNew], which stays',
      ],
    ],
    [
      'alternatives in another order',
      ({ states }) => (states.shut.on = { push, try: [light, locked, { target: 'gone' }] }),
      ['changed: shut on try [isLight]: order: tried as 2 → tried as 1'],
    ],
    [
      'a machine of another name, with edges and orders of its own',
      (machine) =>
        Object.assign(machine, { id: 'gate', entry: ['open'], on: { break: { target: '.gone' } } }),
      [
        'changed: the machine gate: id: door → gate; entry: nothing → open',
        'added: gate on break, which leads to gone',
      ],
    ],
    [
      'what a state says and does',
      ({ states }) =>
        Object.assign(states.shut, {
          description: 'Wait.',
          entry: [],
          exit: ['light.on'],
          tags: ['closed'],
          meta: { waitsFor: 'a kick', deadline: 'none' },
          invoke: [{ id: 'bell', src: 'ring' }],
        }),
      [
        'changed: shut: description: Nobody passes. → Wait.; meta: {"deadline":"none","waitsFor":"a push"} → {"deadline":"none","waitsFor":"a kick"}; tags: nothing → closed; entry: light.off → nothing; exit: nothing → light.on; invokes: nothing → bell (ring)',
      ],
    ],
    [
      'where a state begins',
      ({ states }) => (states.stuck.initial = 'harder'),
      [
        'changed: stuck.hard: initial: begins here → does not begin here',
        'changed: stuck.harder: initial: does not begin here → begins here',
      ],
    ],
    [
      'the kind of a state',
      ({ states }) => Object.assign(states.open, { type: 'final', on: {} }),
      [
        'changed: open: kind: atomic → final',
        'removed: open on knock, which stayed',
        'removed: open on push, which led to shut',
      ],
    ],
    [
      'a state with its edges that is new',
      ({ states }) =>
        Object.assign(states, { ajar: { description: 'A gap.', on: { push: { target: 'open' } } } }),
      ['added: state ajar: A gap.', 'added: ajar on push, which leads to open'],
    ],
  ])('%s', (_what, change, expected) => {
    expect(textsOf(change).toSorted()).toEqual(expected.toSorted())
  })
})

test('of alternatives with one guard those are the same that lead to the same', () => {
  const ways = (...targets: string[]) =>
    changed(({ states }) => {
      const orders = targets.join(' before ')
      states.shut.on = { try: targets.map((target) => ({ guard: 'isLight', target, actions: [orders] })) }
    })
  const texts = differencesOf(ways('open', 'gone'), ways('gone', 'open')).map(({ text }) => text)
  const orders = 'actions: open before gone → gone before open'
  expect(texts).toEqual([
    `changed: shut on try [isLight]: ${orders}; order: tried as 2 → tried as 1`,
    `changed: shut on try [isLight]: ${orders}`,
  ])
})

test('beside an edge that stayed, and leads away now, that is said', () => {
  const away = changed(
    ({ states }) => (states.open.on = { push: { target: 'shut' }, knock: { target: 'gone' } }),
  )
  expect(compareMachines(before, away).overlay.edges.get('open:knock:0')?.note).toBe('it stayed')
})

describe('the diagram of two machines', () => {
  const after = changed((machine) => {
    const { open, ...others } = machine.states
    Object.assign(machine, { states: { ...others, stuck: {}, ajar: open } })
    machine.states.shut.on = { push: { target: 'gone' }, try: [light, { target: 'gone' }].slice(1) }
  })
  const { diagram, overlay, differences } = compareMachines(before, after)

  test('holds all that either of them has, what is gone beside what it stood beside', () => {
    expect(diagram.states.map(({ id, parent, kind }) => `${id} ${parent} ${kind}`)).toEqual([
      'shut null atomic',
      'open null atomic',
      'stuck null compound',
      'stuck.hard stuck atomic',
      'stuck.harder stuck atomic',
      'gone null final',
      'ajar null atomic',
    ])
    expect(diagram.states.filter(({ initial }) => initial).map(({ id }) => id)).toEqual([
      'shut',
      'stuck.hard',
    ])
  })

  test('marks each difference once, in the tone of what happened to it', () => {
    const marks = [...overlay.states, ...overlay.edges].map(([id, { tone }]) => [id, tone])
    expect(marks).toEqual(differences.map(({ id, how }) => [id, how]))
    expect(overlay.rest).toBe('faded')
  })

  test('has a name for each edge, even where another has taken that of one that is gone', () => {
    const ids = diagram.edges.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('shut:try:0:before')
  })

  test('says beside what has changed how it was', () => {
    expect(overlay.edges.get('shut:push:0')).toEqual({
      tone: 'changed',
      note: 'led to open; actions before: light.on',
    })
    expect(overlay.states.get('stuck')).toEqual({ tone: 'changed', note: 'was compound' })
  })

  test('begins where the machine of now begins, and nowhere in what is parallel now', () => {
    const moved = changed((machine) => {
      const { shut: _gone, ...others } = machine.states
      Object.assign(machine, { initial: 'open', states: { ...others, open: {} } })
      Object.assign(machine.states.stuck, {
        type: 'parallel',
        initial: undefined,
        states: { one: {}, two: {} },
      })
    })
    const both = compareMachines(before, moved).diagram
    expect(both.states.filter(({ initial }) => initial).map(({ id }) => id)).toEqual(['open'])
    expect(both.states.filter(({ parent }) => parent === 'stuck').map(({ id }) => id)).toEqual([
      'stuck.hard',
      'stuck.harder',
      'stuck.one',
      'stuck.two',
    ])
  })

  test('says in its title what of the machine itself has changed, as there is nothing to be marked', () => {
    const renamed = compareMachines(
      before,
      changed((machine) => Object.assign(machine, { id: 'gate', entry: ['open'] })),
    )
    expect(renamed.overlay.title).toBe(
      'Two machines: the machine itself: it was called door; entry before: nothing',
    )
    expect([renamed.overlay.states.size, renamed.overlay.legend]).toEqual([0, []])
    expect(overlay.title).toBe('Two machines: 3 added, 7 removed, 2 changed')
  })

  test('is the same in the other direction, but for what was added and removed', () => {
    const back = compareMachines(after, before)
    const inverse = { added: 'removed', removed: 'added', changed: 'changed' }
    const told = (list: typeof differences) =>
      list.map(({ what, how, name }) => `${what} ${how} ${name}`).toSorted()
    const turned = back.differences.map((each) => ({ ...each, how: inverse[each.how] as typeof each.how })) // the word for it
    expect(told(turned)).toEqual(told(differences))
  })
})

describe('what cannot be compared', () => {
  test.each([
    ['nothing', null, 'ERR_UNSUPPORTED_MACHINE'],
    ['no machine', { id: 'x', states: {} }, 'ERR_UNSUPPORTED_MACHINE'],
  ])('is refused: %s', (_what, junk, code) => {
    // As a program without types may call it.
    const odd = junk as unknown as typeof before
    expect(() => compareMachines(before, odd)).toThrow(expect.objectContaining({ code }))
    expect(() => compareMachines(odd, before)).toThrow(expect.objectContaining({ code }))
  })

  test('is refused: a diagram in which two things have one name, or an edge leads nowhere', () => {
    const diagram = toDiagram(before)
    const { states, edges } = diagram
    const wrong = [
      { ...diagram, states: [...states, ...states.slice(0, 1)] },
      { ...diagram, states: states.toReversed() },
      { ...diagram, edges: [...edges, ...edges.slice(0, 1)] },
      { ...diagram, edges: edges.map((edge) => ({ ...edge, targets: ['nowhere'] })) },
    ]
    for (const each of wrong)
      expect(() => compareMachines(diagram, each)).toThrow(
        expect.objectContaining({ code: 'ERR_OVERLAY_DIAGRAM' }),
      )
  })
})

test('an actor without an id that runs something else still ends as it did', () => {
  const running = (src: string, ends: { guard: string; target: string }[]) =>
    createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { invoke: { src, onDone: ends, onError: 'b' } }, b: {} },
    })
  const [long, short] = ['isLong', 'isShort'].map((guard) => ({ guard, target: 'b' }))
  const ends = [long, short].filter((end) => end !== undefined)
  const { diagram, differences } = compareMachines(running('s', ends), running('t', ends.slice(0, 1)))
  expect(differences.map(({ text }) => text)).toEqual([
    'changed: a: invokes: 0.m.a (s) → 0.m.a (t)',
    'removed: a on done: s [isShort], which led to b',
  ])
  expect(diagram.edges.map((edge) => labelOf(edge))).toEqual([
    'done: t [isLong]',
    'done: s [isShort]',
    'error: t',
  ])
})
