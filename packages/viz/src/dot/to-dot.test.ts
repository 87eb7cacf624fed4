import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import type { Overlay } from '../overlay.ts'
import { palettes } from '../svg/palette.ts'
import { toDiagram } from '../to-diagram.ts'
import { toDot } from './to-dot.ts'

const config = {
  id: 'm',
  initial: 'a',
  states: {
    a: {
      description: 'It waits.',
      meta: { rfc: 'RFC 9111 §4' },
      on: { go: { target: 'b', actions: 'count' } },
    },
    b: { initial: 'c', on: { stop: 'end', tick: {} }, states: { c: {} } },
    end: { type: 'final' },
  },
} as const

/** The lines from the first state on: those before say how all is drawn. */
const linesOf = (machine: object, options?: Parameters<typeof toDot>[1]): string[] =>
  toDot(toDiagram(createMachine(machine)), options)
    .split('\n')
    .slice(4)
    .map((line) => line.trim())

const overlay = (parts: Partial<Overlay>): Overlay => ({
  title: 'One request',
  states: new Map(),
  edges: new Map(),
  legend: [],
  rest: 'plain',
  ...parts,
})

describe('the DOT text of a diagram', () => {
  const lines = linesOf(config)

  test('is the same for the same machine', () => {
    expect(toDot(toDiagram(createMachine(config)))).toBe(toDot(toDiagram(createMachine(config))))
  })

  test('has a cluster for a state that holds others, at whose border lines end', () => {
    expect(lines).toContain('subgraph "cluster_b" {')
    expect(lines.filter((line) => line.includes('lhead="cluster_b"'))).toEqual([
      expect.stringMatching(/^"a" -> "b\.c" \[.*>go</),
    ])
    expect(lines.filter((line) => line.includes('ltail="cluster_b"'))).toEqual([
      expect.stringMatching(/^"b\.c" -> "end" \[.*>stop</),
    ])
  })

  test('has a box for a state as a whole, where it leads back to itself', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^"b, as a whole" -> "b, as a whole" \[.*>tick</))
  })

  test('begins at a point, and ends in states with two borders', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^"start" -> "a"/))
    expect(lines).toContainEqual(expect.stringMatching(/^"end" \[.*peripheries=2/))
  })

  test('says in a tooltip what there is no room for', () => {
    expect(lines).toContainEqual(expect.stringContaining('tooltip="a\\nIt waits.\\nrfc: RFC 9111 §4"'))
    expect(lines).toContainEqual(expect.stringContaining('tooltip="go / count"'))
  })

  test('has no legend where there is nothing to say', () => {
    expect(lines.filter((line) => line.includes('Legend'))).toEqual([])
  })

  test('draws regions with dashes, and history states round', () => {
    const regions = linesOf({
      type: 'parallel',
      states: { h: { type: 'history' }, x: {}, y: { initial: 'z', states: { z: {} } } },
    })
    expect(regions).toContainEqual(expect.stringMatching(/^"x" \[.*style="rounded,filled,dashed"/))
    expect(regions).toContainEqual(expect.stringMatching(/^graph \[.*style="rounded,filled,dashed"/))
    expect(regions).toContainEqual(expect.stringMatching(/^"h" \[.*shape=ellipse/))
  })

  test('has a box for what the machine itself says, and names what is no text as JSON', () => {
    const said = linesOf({
      id: 'm',
      description: 'All of it.',
      initial: 'a',
      states: { a: { meta: { size: 3 } } },
    })
    expect(said).toContainEqual(expect.stringMatching(/^"m, as a whole" \[.*>All of it\.</))
    expect(said).toContainEqual(expect.stringContaining('tooltip="a\\nsize: 3"'))
  })

  test('leads to several states through a bar', () => {
    const regions = linesOf({
      initial: 'a',
      states: {
        a: { on: { go: { target: ['p.x', 'p.y'] } } },
        p: { type: 'parallel', states: { x: {}, y: {} } },
      },
    })
    const ways = regions.filter((line) => line.includes('"fork"')).map((line) => line.split(' [')[0])
    expect(ways).toEqual(['"fork"', '"a" -> "fork"', '"fork" -> "p.x"', '"fork" -> "p.y"'])
  })

  test('gives lines the colours of their paths, and says in a legend what they are', () => {
    const diagram = toDiagram(createMachine(config), { pathOf: () => 'hit' })
    const text = toDot(diagram)
    expect(text.match(new RegExp(`-> .*color="${palettes.light.path.hit}"`, 'g'))).toHaveLength(3)
    expect(text).toContain('● go')
    expect(text).toContain('>hit: answered with what is stored</FONT>')
  })

  test('shows what is marked in the colour of its tone, with its note, and lets the rest stand back', () => {
    const [edge] = toDiagram(createMachine(config)).edges
    const marked = linesOf(config, {
      overlay: overlay({
        states: new Map([
          ['a', { tone: 'walked', note: '3 ms' }],
          ['b', { tone: 'busy', note: '' }],
        ]),
        edges: new Map([[edge?.id ?? '', { tone: 'walked', note: 'at once' }]]),
        legend: [{ tone: 'walked', text: 'it was there' }],
        rest: 'faded',
      }),
    })
    const { walked, busy, rest } = palettes.light.tone
    expect(marked).toContainEqual(
      expect.stringMatching(new RegExp(`^"a" \\[.*>» 3 ms<.*color="${walked}".*penwidth=3`)),
    )
    expect(marked).toContainEqual(
      expect.stringMatching(new RegExp(`^graph \\[.*>•<.*color="${busy}", penwidth=3`)),
    )
    expect(marked).toContainEqual(expect.stringMatching(new RegExp(`^"a" -> .*<B>go » at once</B>`)))
    expect(marked).toContainEqual(expect.stringMatching(new RegExp(`^"end" \\[.*color="${rest}"`)))
    expect(marked).toContainEqual(expect.stringContaining('>it was there</FONT>'))
  })
})
