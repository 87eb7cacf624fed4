/** What Graphviz itself reads out of our text, and lays out. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { createMachine } from 'xstate'
import type { Diagram, DiagramState } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import { pathSigns } from '../text/path-signs.ts'
import { toDiagram } from '../to-diagram.ts'
import { toDot } from './to-dot.ts'

/** A node, or a cluster. */
interface DotObject {
  readonly name: string
  readonly label: string
  readonly nodes?: readonly number[]
  readonly bb?: string
  readonly pos?: string
  readonly shape?: string
}

interface DotEdge {
  readonly tail: number
  readonly head: number
  readonly label?: string
  readonly lhead?: string
  readonly ltail?: string
  readonly pos: string
}

interface DotData {
  readonly objects: readonly DotObject[]
  readonly edges?: readonly DotEdge[]
}

let graphviz: Graphviz
beforeAll(async () => {
  graphviz = await Graphviz.load()
})

// Graphviz writes what these types say, and throws where it cannot read.
const readDot = (text: string): DotData => JSON.parse(graphviz.layout(text, 'json', 'dot')) as DotData

const entities = new Map([
  ...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#160': ' ' }),
])

/** The lines of a label that is HTML. */
const linesOf = (label = ''): string[] =>
  label
    .replace(/<BR[^>]*>|<\/TD>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/&(#?\w+);/g, (entity, name: string) => entities.get(name) ?? entity))

const everyKind = createMachine({
  id: 'm',
  initial: 'idle',
  entry: 'begin',
  on: { 'stop.*': '.over', tick: { actions: 'count' } },
  states: {
    idle: {
      invoke: { src: 'work', id: 'job', onDone: 'over' },
      after: { 1000: 'over' },
      on: { go: { target: ['both.one.b', 'both.two.d'] }, '*': { target: 'idle', reenter: true } },
    },
    both: {
      type: 'parallel',
      on: { reset: '.one.a', again: 'both', out: 'over' },
      onDone: 'over',
      states: {
        past: { type: 'history', history: 'deep' },
        one: { initial: 'a', states: { a: {}, b: { on: { up: '#m.both', in: '#m.idle' } } } },
        two: { initial: 'c', states: { c: { on: { go: 'd' } }, d: { type: 'final' } } },
        three: {},
      },
    },
    over: { type: 'final', on: {} },
  },
})

describe.each([transactionMachine, flightMachine, everyKind])(
  'Graphviz lays out the $id machine',
  (machine) => {
    const diagram = toDiagram(machine)

    test('with every state, once, as a node or as a cluster', () => {
      const { objects } = readDot(toDot(diagram))
      const named = objects.filter(({ label }) => label.startsWith('<'))
      const names = objects.map(({ name }) => name.replace(/^cluster_/, ''))
      for (const { id } of diagram.states) expect(names.filter((name) => name === id)).toHaveLength(1)
      expect(named.length).toBeGreaterThanOrEqual(diagram.states.length)
    })

    test('each state within the cluster of the one that holds it', () => {
      const { objects } = readDot(toDot(diagram))
      const leaves = diagram.states.filter(({ id }) => diagram.states.every(({ parent }) => parent !== id))
      for (const { id, parent } of leaves.filter((state) => state.parent !== null)) {
        const cluster = objects.find(({ name }) => name === `cluster_${parent}`)
        const within = cluster?.nodes?.map((index) => objects[index]?.name)
        expect(within).toContain(id)
      }
    })

    test.each(['folded', 'unfolded'] as const)('with every transition and its label, %s', (edges) => {
      const data = readDot(toDot(diagram, { edges }))
      const labels = (data.edges ?? []).flatMap(({ label }) => linesOf(label))
      const written = diagram.edges.map((edge) => {
        const sign = edge.path === null ? '' : `${pathSigns[edge.path]} `
        return `${sign}${labelOf(edge)}${edge.reenter ? ' (reenters)' : ''}`
      })
      expect(labels.toSorted()).toEqual(written.toSorted())
    })

    test('with lines that end where the transitions lead', () => {
      const data = readDot(toDot(diagram, { edges: 'unfolded' }))
      const nameAt = (index: number) => data.objects[index]?.name ?? ''
      const lines = data.edges ?? []
      const endOf = ({ head, lhead }: DotEdge) => lhead?.replace(/^cluster_/, '') ?? nameAt(head)
      const endsOf = (line: DotEdge): string[] =>
        nameAt(line.head).startsWith('fork')
          ? lines.filter(({ tail }) => tail === line.head).map(endOf)
          : [endOf(line)]
      const asWhole = (name: string) => `${name}, as a whole`
      const nameOf = (id: string) =>
        diagram.states.find((state) => state.id === id)?.name ?? diagram.root.name
      const drawn = lines.filter(({ label = '' }) => label !== '').map(endsOf)
      const wanted = diagram.edges.map(({ source, targets }) =>
        targets.length === 0 ? [source] : [...targets],
      )
      expect(drawn).toHaveLength(wanted.length)
      for (const [index, ends] of drawn.entries()) {
        const accepted = wanted[index]?.map((id) => [id, asWhole(nameOf(id))]) ?? []
        for (const [place, end] of ends.entries()) expect(accepted[place]).toContain(end)
      }
    })

    test('to the same picture each time', () => {
      expect(graphviz.dot(toDot(diagram))).toBe(graphviz.dot(toDot(diagram)))
    })
  },
)

describe('Graphviz reads back as it was', () => {
  const nodeNamed = (name: string): DiagramState => ({
    id: name,
    name,
    parent: null,
    kind: 'atomic',
    initial: false,
    description: name,
    meta: { text: name },
    tags: [],
    entry: [name],
    exit: [],
    initialActions: [],
    invokes: [],
  })
  const diagramOf = (name: string): Diagram => ({
    id: name,
    root: { ...nodeNamed(name), id: '', kind: 'compound', description: '', entry: [] },
    states: [nodeNamed(name), nodeNamed('b')],
    edges: [
      {
        id: 'e',
        source: name,
        targets: ['b'],
        trigger: { type: 'event', event: name },
        guard: name,
        actions: [name],
        reenter: false,
        description: name,
        path: null,
      },
    ],
  })

  test.each([
    ...['a "quoted" word', 'back\\slash', 'ends in a backslash\\', '\\N \\G \\L \\n', '\\"', '<b>&amp;</b>'],
    ...[
      '-> {} [] ; ,',
      '// no comment',
      '# none',
      '/* none */',
      '%s %n',
      'node',
      'digraph',
      'a:b:c',
      'cluster_a',
    ],
    ...['größer ☃ 猫 😀', '&#0; &nbsp; &unknown;', "it's", '</TABLE>', '-->', ']]>'],
  ])('the names of a state, an event, a guard and an action: %s', (name) => {
    const { objects, edges } = readDot(toDot(diagramOf(name)))
    expect(objects.map(({ label }) => linesOf(label)[0])).toEqual([name, 'b'])
    expect(edges?.flatMap(({ label }) => linesOf(label))).toEqual([`${name} [${name}]`])
  })

  test.each(['\u0000', '\u001b[31m', '\ud800', '\u202e'])('a name with %j as its number', (name) => {
    const svg = graphviz.dot(toDot(diagramOf(name)))
    expect(svg).not.toContain(name)
    expect(svg).toMatch(/\[U\+|\ufffd/)
  })

  test('what it says of a state that is pointed at, entities and all', () => {
    expect(graphviz.dot(toDot(diagramOf('a &lt; b\\n')))).toContain('xlink:title="a &amp;lt; b\\n')
  })

  test('states apart whose names look alike', () => {
    const states = ['a\u202e', 'a[U+202E]', 'start', 'legend'].map(nodeNamed)
    const { objects } = readDot(toDot({ ...diagramOf('x'), states, edges: [] }))
    expect(objects.map(({ name }) => name)).toEqual(['a[U+202E]', 'a[U+202E] (2)', 'start', 'legend'])
  })

  test('a machine without states, and names of a blank', () => {
    expect(readDot(toDot({ ...diagramOf('x'), states: [], edges: [] })).objects ?? []).toEqual([])
    expect(readDot(toDot(diagramOf(' '))).objects.map(({ label }) => linesOf(label)[0])).toEqual([' ', 'b'])
  })

  // Graphviz draws nothing of a label of which one part is empty.
  test('what a state does whose name is nothing', () => {
    const states = [{ ...nodeNamed('a'), name: '', entry: ['begin'] }]
    expect(graphviz.dot(toDot({ ...diagramOf('x'), states, edges: [] }))).toContain('on entry: begin')
  })
})
