import { describe, expect, test } from '@jest/globals'
import { transactionMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import { toDiagram } from '../to-diagram.ts'
import { OverlayError } from './overlay-error.ts'
import { pathOverlay } from './path-overlay.ts'
import type { WalkedStep } from './walked-path.ts'

const diagram = toDiagram(transactionMachine)
const step = (from: string, event: string, to: string, at: number): WalkedStep => ({ from, event, to, at })

const miss = [
  step('received', 'request.lookup', 'awaitCache', 1_000),
  step('awaitCache', 'lookup.obliged', 'awaitBackend.attached', 1_004),
  step('awaitBackend.attached', 'reply.store', 'delivering', 1_250),
  step('delivering', 'delivery.done', 'delivered', 1_260),
]

const notesOf = (marks: ReadonlyMap<string, { readonly note: string }>): Record<string, string> =>
  Object.fromEntries([...marks].map(([id, { note }]) => [id, note]))

describe('the path of a transaction', () => {
  const overlay = pathOverlay(diagram, { steps: miss, startedAt: 999, name: 'Transaction 7' })

  test('numbers its edges, and says when each was taken', () => {
    expect(notesOf(overlay.edges)).toEqual({
      'received:request.lookup:0': '#1 +1 ms',
      'awaitCache:lookup.obliged:0': '#2 +5 ms',
      'awaitBackend.attached:reply.store:0': '#3 +251 ms',
      'delivering:delivery.done:0': '#4 +261 ms',
    })
  })

  test('says for how long it was in each state, and marks the states that hold them', () => {
    expect(notesOf(overlay.states)).toEqual({
      received: '1 ms',
      awaitCache: '4 ms',
      awaitBackend: '',
      'awaitBackend.attached': '246 ms',
      delivering: '10 ms',
      delivered: 'the end, +261 ms',
    })
  })

  test('fades all else, and says in its title whose it is', () => {
    const marks = [...overlay.states.values(), ...overlay.edges.values()]
    expect(new Set(marks.map(({ tone }) => tone))).toEqual(new Set(['walked']))
    expect([overlay.rest, overlay.title]).toEqual(['faded', 'Transaction 7: 4 steps in 261 ms'])
    expect(overlay.legend.map(({ tone }) => tone)).toEqual(['walked'])
  })

  test('is where it began when nothing has happened yet', () => {
    const none = pathOverlay(diagram, { steps: [], startedAt: 5, seenAt: 35 })
    expect(notesOf(none.states)).toEqual({ received: 'still here: 30 ms' })
    expect([none.title, none.edges.size]).toEqual(['0 steps in 30 ms', 0])
  })

  test('says since when it has been where it still is, and for how long when it is known when one looked', () => {
    const open = miss.slice(0, 2)
    const place = 'awaitBackend.attached'
    expect(pathOverlay(diagram, { steps: open }).states.get(place)?.note).toBe('here since +4 ms')
    const seen = pathOverlay(diagram, { steps: open, seenAt: 2_000 })
    expect(seen.states.get(place)?.note).toBe('still here: 996 ms')
  })
})

describe('a path that comes to a place again', () => {
  const door = toDiagram(
    createMachine({
      id: 'door',
      initial: 'shut',
      states: {
        shut: { on: { push: 'open', knock: {} } },
        open: { on: { push: 'shut' } },
      },
    }),
  )
  const steps = Array.from({ length: 9 }, (_, index) =>
    index % 2 === 0 ? step('shut', 'push', 'open', index) : step('open', 'push', 'shut', index),
  )

  test('adds up the time, and names the first steps and the last', () => {
    const overlay = pathOverlay(door, { steps })
    expect(overlay.edges.get('shut:push:0')?.note).toBe('#1 +0 ms, #3 +2 ms, 2 more, #9 +8 ms')
    expect(overlay.states.get('shut')?.note).toBe('4 ms in 5 visits')
    expect(overlay.states.get('open')?.note).toBe('still here: 4 ms in 5 visits')
  })

  test('begins no new visit where it stays', () => {
    const stays = [step('shut', 'knock', 'shut', 3), step('shut', 'push', 'open', 10)]
    const overlay = pathOverlay(door, { steps: stays, startedAt: 0 })
    expect(notesOf(overlay.edges)).toEqual({ 'shut:knock:0': '#1 +3 ms', 'shut:push:0': '#2 +10 ms' })
    expect(overlay.states.get('shut')?.note).toBe('10 ms')
  })
})

describe('a path of which not all is known', () => {
  test('says that its beginning is missing', () => {
    const { title, states } = pathOverlay(diagram, { steps: miss.slice(2) })
    expect(title).toBe('2 steps in 10 ms; its beginning is not known')
    expect(states.get('awaitBackend.attached')?.note).toBe('for a time that is not known')
    expect(states.has('received')).toBe(false)
  })

  test('counts on from the steps that were forgotten', () => {
    const { title, edges } = pathOverlay(diagram, { steps: miss.slice(2), dropped: 2 })
    expect(title).toBe('2 steps in 10 ms; the first 2 are not known')
    expect(edges.get('delivering:delivery.done:0')?.note).toBe('#4 +10 ms')
  })

  test('says that some steps are missing, and claims no time that nobody has seen', () => {
    const { title, states } = pathOverlay(diagram, { steps: miss.toSpliced(1, 1) })
    expect(title).toBe('3 steps in 260 ms; some are missing in one place')
    expect(states.get('awaitCache')?.note).toBe('for a time that is not known')
    expect(states.get('awaitBackend.attached')?.note).toBe('for a time that is not known')
    expect(states.get('delivering')?.note).toBe('10 ms')
  })

  test('says at least what it knows of a state where it was again', () => {
    const round = [
      step('received', 'request.lookup', 'awaitCache', 0),
      step('awaitCache', 'lookup.joined', 'awaitFlight', 5),
      step('awaitCache', 'lookup.fresh', 'delivering', 40),
    ]
    const { states } = pathOverlay(diagram, { steps: round })
    expect(states.get('awaitCache')?.note).toBe('at least 5 ms in 2 visits')
  })
})

describe('a step that is none of the machine', () => {
  const trying = (steps: readonly WalkedStep[], more = {}): unknown => {
    try {
      return pathOverlay(diagram, { steps, ...more })
    } catch (error) {
      return error
    }
  }

  test.each<[string, WalkedStep, string, string]>([
    [
      'an event that its state does not list',
      step('direct', 'lookup.fresh', 'delivering', 0),
      'EDGE',
      '"lookup.fresh"',
    ],
    ['a target that is another', step('direct', 'reply.failed', 'delivered', 0), 'EDGE', '"delivered"'],
    [
      'a target of an edge that stays',
      step('awaitLease.background', 'lease.taken', 'settled', 0),
      'EDGE',
      '"settled"',
    ],
    [
      'a state that there is not',
      step('limbo', 'reply.failed', 'failed', 0),
      'STATE',
      '"limbo" is none of its states',
    ],
    ['a target that there is not', step('direct', 'reply.failed', 'limbo', 0), 'STATE', '"limbo"'],
    [
      'a state that holds others',
      step('awaitLease', 'lease.failed', 'failed', 0),
      'STATE',
      'holds other states',
    ],
    ['a name of objects', step('__proto__', 'constructor', 'toString', 0), 'STATE', '"__proto__"'],
    ['no time', step('direct', 'reply.failed', 'failed', Number.NaN), 'INPUT', 'seen NaN'],
  ])('is refused: %s', (_what, wrong, code, says) => {
    const error = trying([wrong])
    expect(error).toBeInstanceOf(OverlayError)
    expect(error).toMatchObject({ code: `ERR_OVERLAY_${code}`, message: expect.stringContaining(says) })
  })

  test.each([{ startedAt: Number.NaN }, { seenAt: Infinity }, { dropped: -1 }, { dropped: 0.5 }])(
    'is refused with what makes no sense: %p',
    (more) => {
      expect(trying([], more)).toMatchObject({ code: 'ERR_OVERLAY_INPUT' })
    },
  )

  test('is named in a message of one short line, whatever its name', () => {
    const error = trying([step(`\u001B[31m\n${'x'.repeat(10_000)}`, 'a', 'b', 0)])
    const { message } = error as OverlayError // it is one: the test above
    expect(message.length).toBeLessThan(500)
    expect(/[\u0000-\u001F]/.test(message)).toBe(false)
  })
})

describe('the edge that a step took', () => {
  const machine = createMachine({
    id: 'choosy',
    initial: 'a',
    on: { 'root.only': '.c', '*': '.d' },
    states: {
      a: {
        initial: 'inner',
        states: {
          inner: { on: { go: [{ guard: 'isWarm', target: '#choosy.b' }, { target: '#choosy.c' }] } },
        },
        on: { go: '#choosy.d', 'mouse.*': '#choosy.b', 'mouse.click.*': '#choosy.c' },
      },
      b: { on: { back: 'a', again: 'e.before' } },
      c: {},
      d: {},
      e: {
        initial: 'one',
        states: { one: { on: { out: '#choosy.b' } }, two: {}, before: { type: 'history' } },
      },
    },
  })
  const choosy = toDiagram(machine)
  const edgeOf = (from: string, event: string, to: string): unknown => [
    ...pathOverlay(choosy, { steps: [step(from, event, to, 0)] }).edges.keys(),
  ]

  test.each([
    ['with a guard, where it led there', 'a.inner', 'go', 'b', 'a.inner:go:0'],
    ['without one, where that did not hold', 'a.inner', 'go', 'c', 'a.inner:go:1'],
    ['of the state that holds it', 'a.inner', 'mouse.move', 'b', 'a:mouse.*:0'],
    ['that names more of the event', 'a.inner', 'mouse.click.left', 'c', 'a:mouse.click.*:0'],
    ['of the event whose beginning is named', 'a.inner', 'mouse', 'b', 'a:mouse.*:0'],
    ['of the machine itself', 'b', 'root.only', 'c', ':root.only:0'],
    ['for any event', 'c', 'whatever', 'd', ':*:0'],
    ['to where a state begins', 'b', 'back', 'a.inner', 'b:back:0'],
    ['to where a state was left', 'b', 'again', 'e.two', 'b:again:0'],
  ])('is the one %s', (_which, from, event, to, id) => {
    expect(edgeOf(from, event, to)).toEqual([id])
  })

  test('leads to no state that only leads back to others', () => {
    expect(() => edgeOf('b', 'again', 'e.before')).toThrow('leads back to other states')
  })

  test('is never one behind an edge that is always taken', () => {
    expect(() => edgeOf('a.inner', 'go', 'd')).toThrow(OverlayError)
  })
})
