import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import type { Overlay } from '../overlay.ts'
import { palettes } from '../svg/palette.ts'
import { toDiagram } from '../to-diagram.ts'
import { toMermaid } from './to-mermaid.ts'

const door = createMachine({
  id: 'door',
  initial: 'open',
  states: {
    open: {
      description: 'Anyone may pass; those who come too late must wait outside.',
      entry: 'light.on',
      exit: 'light.off',
      on: { push: 'shut.idle', kick: 'shut.idle', break: 'gone', knock: { actions: 'answer' } },
    },
    shut: {
      description: 'Nobody passes.',
      entry: 'bell.ring',
      initial: 'idle',
      states: { idle: { on: { pull: '#door.open' } } },
    },
    gone: { type: 'final' },
  },
})

/** The lines of a machine's text, from its first state on. */
function linesOf(config: object, ...more: [Parameters<typeof toMermaid>[1]?]): string[] {
  const diagram = toDiagram(createMachine({ id: 'm', ...config }), { pathOf: () => null })
  return toMermaid(diagram, ...more)
    .split('\n')
    .slice(4)
    .map((line) => line.trim())
}

const { box, group, text: dark, tone } = palettes.light
const aside = `classDef aside fill:${group},color:${dark},stroke-dasharray:4 3`

const overlay = (parts: Partial<Overlay>): Overlay => ({
  title: 'One request',
  states: new Map(),
  edges: new Map(),
  legend: [],
  rest: 'plain',
  ...parts,
})

describe('the Mermaid text of a diagram', () => {
  const text = toMermaid(toDiagram(door))

  test('shows nested states, captions, bundled arrows and ends', () => {
    expect(text).toBe(`stateDiagram-v2
  accTitle: Statechart - door
  accDescr: 4 states, 5 transitions
  direction TB
  [*] --> open
  state "open" as open
  open : Anyone may pass#59; those who come too
  open : late must wait outside.
  open : on entry#58; light.on
  open : on exit#58; light.off
  state "shut" as shut {
    state "shut, as a whole" as whole_shut
    whole_shut : Nobody passes.
    whole_shut : on entry#58; bell.ring
    [*] --> shut_idle
    state "idle" as shut_idle
  }
  state "gone" as gone
  gone --> [*]
  open --> gone : break
  open --> shut_idle : kick<br/>push
  open --> open : knock
  shut_idle --> open : pull
  ${aside}
  class whole_shut aside
`)
  })

  test('has the same bytes however the machine lists its events', () => {
    const { config } = door
    const { open } = config.states ?? {}
    const on = Object.fromEntries(Object.entries(open?.on ?? {}).toReversed())
    const turned = createMachine({ ...config, states: { ...config.states, open: { ...open, on } } })
    expect(toMermaid(toDiagram(turned))).toBe(text)
  })

  test('has an arrow for each transition, where they are not folded', () => {
    const unfolded = toMermaid(toDiagram(door), { edges: 'unfolded' }).split('\n')
    expect(unfolded).toEqual(
      expect.arrayContaining(['  open --> shut_idle : kick', '  open --> shut_idle : push']),
    )
  })

  test('is but a few lines for a machine of one state, or of none', () => {
    expect(linesOf({})).toEqual([''])
    expect(linesOf({ initial: 'a', states: { a: {} } })).toEqual(['[*] --> a', 'state "a" as a', ''])
  })
})

describe('in Mermaid text', () => {
  test('regions stand apart, those of the machine itself in a frame of its name', () => {
    expect(linesOf({ type: 'parallel', states: { a: {}, b: { type: 'final' } } })).toEqual([
      'state "m" as m {',
      'state "a" as a',
      '--',
      'state "b" as b',
      'b --> [*]',
      '}',
      aside,
      'class m aside',
      '',
    ])
  })

  test('a history state says what it stands for, and is no region', () => {
    const states = { h: { type: 'history' }, d: { type: 'history', history: 'deep' }, b: {}, c: {} }
    const lines = linesOf({ initial: 'a', states: { a: { type: 'parallel', states } } })
    expect(lines.slice(1, 10)).toEqual([
      'state "a" as a {',
      'state "h" as a_h',
      'a_h : H#58; the state last left',
      'state "d" as a_d',
      'a_d : H#42;#58; the states last left, at any depth',
      'state "b" as a_b',
      '--',
      'state "c" as a_c',
      '}',
    ])
  })

  test('a transition into several states goes through a bar', () => {
    const regions = { x: { initial: 'y', states: { y: {} } }, z: { initial: 'w', states: { w: {} } } }
    const lines = linesOf({
      initial: 'a',
      states: {
        a: { on: { go: { target: ['#m.p.x.y', '#m.p.z.w'] } } },
        p: { type: 'parallel', states: regions },
      },
    })
    expect(lines).toEqual(
      expect.arrayContaining(['state fork <<fork>>', 'a --> fork : go', 'fork --> p_x_y', 'fork --> p_z_w']),
    )
  })

  test('guards, delays and what takes a transition by itself are in the labels', () => {
    const a = {
      always: { target: 'b', guard: 'isOver' },
      after: { 1000: 'b' },
      invoke: { src: 'work', id: 'job', onDone: 'b' },
      on: { again: { target: 'a', reenter: true } },
    }
    const lines = linesOf({ initial: 'a', states: { a, b: {} } })
    expect(lines).toContain('a : invokes#58; job (work)')
    expect(lines).toContain('a --> a : again (reenters)')
    const [label = ''] = lines.filter((line) => line.startsWith('a --> b : '))
    expect(label.slice('a --> b : '.length).split('<br/>').toSorted()).toEqual([
      'after 1000 ms',
      'always #91;isOver#93;',
      'done#58; job',
    ])
  })

  test('what a state that holds others does leaves from a box of its own within it', () => {
    const a = { initial: 'b', on: { tick: {}, back: '.b', out: 'z' }, states: { b: { on: { up: '#m.a' } } } }
    const lines = linesOf({ initial: 'a', states: { a, z: {} } })
    expect(lines.slice(1, 6)).toEqual([
      'state "a" as a {',
      'state "a, as a whole" as whole_a',
      '[*] --> a_b',
      'state "b" as a_b',
      '}',
    ])
    expect(lines.filter((line) => /^\w+ --> \w+ : /.test(line)).toSorted()).toEqual([
      'a_b --> whole_a : up',
      'whole_a --> a_b : back',
      'whole_a --> whole_a : tick',
      'whole_a --> z : out',
    ])
  })

  test('what the machine itself does leaves from a box of its name', () => {
    const lines = linesOf({ initial: 'a', entry: 'log', on: { stop: '.a' }, states: { a: {} } })
    expect(lines.slice(0, 2)).toEqual(['state "m, as a whole" as whole_m', 'whole_m : on entry#58; log'])
    expect(lines).toContain('whole_m --> a : stop')
  })

  test('transitions have the signs of their paths, and a legend says what they are', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { go: 'b', fail: 'b' } }, b: {} },
    })
    const diagram = toDiagram(machine, { pathOf: ({ id }) => (id.includes('go') ? 'hit' : 'error') })
    const lines = toMermaid(diagram).split('\n')
    expect(lines).toContain('  a --> b : 🔺 fail<br/>🟢 go')
    expect(lines.filter((line) => line.includes('legend'))).toEqual([
      '  class legend aside',
      '  state "Legend" as legend',
      '  legend : 🟢 hit#58; answered with what is stored',
      '  legend : 🔺 error#58; something failed or took too long, and what is done about it',
    ])
  })

  test('marks are classes of states, and signs and notes of both', () => {
    const config = { initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } }
    const [edge] = toDiagram(createMachine({ id: 'm', ...config })).edges
    const lines = linesOf(config, {
      overlay: overlay({
        states: new Map([['a', { tone: 'walked', note: '3 ms' }]]),
        edges: new Map([[edge?.id ?? '', { tone: 'walked', note: 'at once' }]]),
        legend: [{ tone: 'walked', text: 'it was there' }],
        rest: 'faded',
      }),
    })
    expect(lines.slice(1)).toEqual([
      'state "a" as a',
      'a : » 3 ms',
      'state "b" as b',
      'a --> b : go » at once',
      aside,
      'class legend aside',
      `classDef walked fill:${box},color:${dark},stroke:${tone.walked},stroke-width:3px`,
      'class a walked',
      `classDef rest fill:${box},color:${tone.rest},stroke:${tone.rest}`,
      'class b rest',
      'state "One request" as legend',
      'legend : » it was there',
      '',
    ])
  })
})
