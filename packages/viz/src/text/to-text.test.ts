import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import type { Overlay } from '../overlay.ts'
import { toDiagram } from '../to-diagram.ts'
import { displayWidth } from './display-width.ts'
import { toText, type TextOptions } from './to-text.ts'

const textOf = (config: object, options?: TextOptions): string =>
  toText(toDiagram(createMachine({ id: 'm', ...config })), options)

const door = {
  id: 'door',
  initial: 'open',
  entry: 'hang',
  on: { burn: '.gone', tick: { actions: 'count' } },
  states: {
    open: {
      description: 'Anyone may pass; those who come too late must wait outside until it opens anew.',
      entry: 'light.on',
      invoke: { src: 'draught', id: 'wind', onDone: 'shut' },
      on: { push: 'shut', kick: 'shut', knock: { actions: 'answer' } },
    },
    shut: {
      type: 'parallel',
      tags: 'quiet',
      onDone: 'gone',
      states: {
        past: { type: 'history', history: 'deep' },
        lock: {
          initial: 'off',
          states: { off: { after: { 500: { target: 'on', guard: 'hasKey' } } }, on: { type: 'final' } },
        },
        lamp: {
          on: {
            pull: { target: 'lamp', reenter: true },
            both: { target: ['#door.shut.lock.on', '#door.shut.lamp'] },
          },
        },
      },
    },
    gone: { type: 'final' },
  },
} as const

describe('a diagram as text', () => {
  test('is a tree of states, each with what it says and where it leads', () => {
    expect(textOf(door)).toBe(`door
│  8 states, 10 transitions
│  on entry: hang
│  → gone   burn
│  ↺ stays  tick
│
├─ open  initial
│     Anyone may pass; those who come too late must wait outside until it opens
│     anew.
│     on entry: light.on
│     invokes: wind (draught)
│     → shut   kick, push, done: wind
│     ↺ stays  knock
│
├─ shut  parallel
│  │  tags: quiet
│  │  → gone  done
│  │
│  ├╌ past  deep history (H*)
│  │
│  ├╌ lock  region
│  │  │
│  │  ├─ off  initial
│  │  │     → shut.lock.on  after 500 ms [hasKey]
│  │  │
│  │  └─ on  final
│  │
│  └╌ lamp  region
│        → shut.lock.on + shut.lamp  both
│        → shut.lamp                 pull (reenters)
│
└─ gone  final
`)
  })

  test('has a line for each transition, with its actions, where they are not folded', () => {
    const lines = textOf(door, { edges: 'unfolded' }).split('\n')
    expect(lines).toEqual(
      expect.arrayContaining(['│     → shut   kick', '│     → shut   push', '│     ↺ stays  knock / answer']),
    )
  })

  test.each([40, 60, 80, 100, 200])('is at most %d columns wide, where that is asked for', (width) => {
    for (const machine of [transactionMachine, flightMachine]) {
      for (const edges of ['folded', 'unfolded'] as const) {
        const lines = toText(toDiagram(machine), { width, edges }).split('\n')
        expect(lines.filter((line) => displayWidth(line) > Math.max(width, 48))).toEqual([])
      }
    }
  })

  test.each([transactionMachine, flightMachine])(
    'names every state and every event of the $id machine',
    (machine) => {
      const diagram = toDiagram(machine)
      const lines = toText(diagram).split('\n')
      const names = lines.flatMap((line) => /^[│ ]*[├└]─ (\S+)/.exec(line)?.[1] ?? [])
      expect(names).toEqual(diagram.states.map(({ name }) => name))
      const events = lines.join(' ').match(/[a-z]+\.[a-zA-Z]+/g) ?? []
      const counted = Map.groupBy(events, (event) => event)
      const wanted = Map.groupBy(
        diagram.edges.map(({ trigger }) => (trigger.type === 'event' ? trigger.event : '')),
        (event) => event,
      )
      for (const [event, times] of wanted)
        expect([event, counted.get(event)?.length]).toEqual([event, times.length])
    },
  )

  test('has the signs of paths before what belongs to them, and says below what they are', () => {
    const lines = toText(toDiagram(transactionMachine)).split('\n')
    expect(lines).toContain(
      '│     → delivering             ● lookup.fresh, lookup.stale, lookup.staleObliged',
    )
    expect(lines).toContain('● hit: answered with what is stored')
  })

  test('has transitions to the same states beside each other', () => {
    const on = { e1: 'b', e2: 'c', e3: 'b' }
    const machine = createMachine({ initial: 'a', states: { a: { on }, b: {}, c: {} } })
    const diagram = toDiagram(machine, { pathOf: ({ id }) => (id.includes('e1') ? 'hit' : 'miss') })
    const lines = toText(diagram).split('\n')
    expect(lines.flatMap((line) => /→ (.*)$/.exec(line)?.[1] ?? [])).toEqual([
      'b  ● e1',
      'b  ◆ e3',
      'c  ◆ e2',
    ])
  })

  test('is two lines for a machine without states, and one state has a branch', () => {
    expect(textOf({})).toBe('m\n   0 states, 0 transitions\n')
    expect(textOf({ initial: 'a', states: { a: {} } })).toBe(
      'm\n│  1 state, 0 transitions\n│\n└─ a  initial\n',
    )
  })

  test('says of the machine itself what it is, and that a transition leads to it', () => {
    expect(textOf({ type: 'parallel', states: { x: { on: { up: '#m' } } } })).toBe(
      'm  parallel\n│  1 state, 1 transition\n│\n└╌ x  region\n      → (the machine)  up\n',
    )
  })

  test('is no wider where names have signs that are told by number', () => {
    const name = '\u001b[31mred\u001b]0;title\u0007'
    const config = { initial: 'a', states: { a: {}, [name]: { id: 'x', on: { [name]: '#x' } } } }
    for (const edges of ['folded', 'unfolded'] as const)
      for (const line of textOf(config, { edges, width: 80 }).split('\n'))
        expect(displayWidth(line)).toBeLessThanOrEqual(80)
  })

  test('gives a target that is too long a line of its own', () => {
    const long = 'a.name.that.fills.most.of.a.line.of.eighty.columns'
    const lines = textOf({ initial: 'a', states: { a: { on: { go: `#x` } }, [long]: { id: 'x' } } }).split(
      '\n',
    )
    const at = lines.findIndex((line) => line.includes('→'))
    expect(lines.slice(at, at + 2).map((line) => line.replace(/[│ ]/g, ''))).toEqual([
      `→${long.replaceAll('.', '\\.')}`,
      'go',
    ])
  })
})

describe('marks in text', () => {
  const config = { initial: 'a', states: { a: { on: { go: 'b', other: 'b' } }, b: {} } }
  const [edge] = toDiagram(createMachine({ id: 'm', ...config })).edges
  const overlay: Overlay = {
    title: 'One request',
    states: new Map([['a', { tone: 'walked', note: '3 ms' }]]),
    edges: new Map([[edge?.id ?? '', { tone: 'walked', note: '' }]]),
    legend: [{ tone: 'walked', text: 'it was there' }],
    rest: 'faded',
  }

  test('stand after what is marked, with a legend', () => {
    expect(textOf(config, { overlay })).toBe(`m
│  2 states, 2 transitions
│  One request
│
├─ a  initial (» 3 ms)
│     → b  go (»), other
│
└─ b

» it was there
`)
  })

  test('have colours where they are asked for, and what is not marked is faint', () => {
    const text = textOf(config, { overlay, colour: 'ansi' })
    expect(text).toContain('\u001b[1;36ma\u001b[0m')
    expect(text).toContain('\u001b[1;36mgo\u001b[0m')
    expect(text).toContain('\u001b[2mother\u001b[0m')
    expect(text).toContain('\u001b[2mb\u001b[0m')
  })

  test('colours alone are what text for a terminal has more', () => {
    const diagram = toDiagram(transactionMachine)
    // oxlint-disable-next-line no-control-regex -- the codes themselves
    expect(toText(diagram, { colour: 'ansi' }).replace(/\u001b\[[\d;]*m/g, '')).toBe(toText(diagram))
  })
})

describe('text for a terminal', () => {
  const nasty = 'x\u001b[31m\u0007\u009b2J\r\n\u202e\ud800\u0000'

  test('names control characters, and sends none', () => {
    const text = textOf(
      {
        id: nasty,
        initial: 'a',
        states: {
          a: {
            description: nasty,
            entry: nasty,
            tags: nasty,
            invoke: { src: nasty, id: nasty },
            on: { [nasty]: { target: 'b', guard: nasty, actions: nasty, description: nasty } },
          },
          b: { type: 'final' },
          [nasty]: {},
        },
      },
      { edges: 'unfolded' },
    )
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/g)).toBeNull()
    expect(text).toBe(text.toWellFormed())
    expect(text).toContain('x[U+001B][31m[U+0007][U+009B]2J [U+202E]�[U+0000]')
  })

  test('has the name of nobody in two lines', () => {
    const lines = textOf({ initial: 'a', states: { a: {}, 'b\n└─ forged': {} } }).split('\n')
    expect(lines).toContain('└─ b └─ forged')
  })
})
