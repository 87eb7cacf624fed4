/** What Mermaid itself reads out of our text. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import type { Diagram, DiagramEdge, DiagramState } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import { toDiagram } from '../to-diagram.ts'
import { mermaidPathSigns } from './mermaid-arrows.ts'
import { toMermaid } from './to-mermaid.ts'

interface MermaidNode {
  readonly id: string
  readonly label: string
  readonly shape: string
  readonly description?: readonly string[]
  readonly parentId?: string
  readonly cssClasses?: string
}

interface MermaidData {
  readonly nodes: readonly MermaidNode[]
  readonly edges: readonly { readonly start: string; readonly end: string; readonly label: string }[]
}

interface MermaidDatabase {
  getData(): MermaidData
  getAccTitle(): string
}

interface Mermaid {
  parse(text: string): Promise<unknown>
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{ readonly db: MermaidDatabase }>
  }
}

const mermaid = loadMermaid()
/** It learns its kinds of diagrams when it is first asked for one. */
const ready = mermaid.parse('stateDiagram-v2')

/** Mermaid is a script for browsers: it runs in a realm of its own, with its HTML sanitizer, which needs a DOM, unplugged. */
function loadMermaid(): Mermaid {
  const realm = createContext({ console, setTimeout, clearTimeout, structuredClone })
  runInContext('Function.prototype.addHook = () => {}; Function.prototype.sanitize = (text) => text', realm)
  const script = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'))
  runInContext(readFileSync(script, 'utf8'), realm)
  return runInContext('mermaid', realm) as Mermaid // the script's one global; it brings no types
}

async function readMermaid(text: string): Promise<MermaidData> {
  await ready
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  return db.getData()
}

/** Mermaid keeps an entity code in a form of its own until it draws. */
const decode = (text = ''): string =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)))

const linesOf = (label: string): string[] => decode(label).split('<br/>')

const root: DiagramState = {
  id: '',
  name: 'm',
  parent: null,
  kind: 'compound',
  initial: false,
  description: '',
  meta: {},
  tags: [],
  entry: [],
  exit: [],
  initialActions: [],
  invokes: [],
}

const stateNamed = (name: string, description = ''): DiagramState => ({
  ...root,
  id: name,
  name,
  description,
  kind: 'atomic',
})

const edgeOn = (event: string, source: string, target: string): DiagramEdge => ({
  id: `${source} ${event}`,
  source,
  targets: [target],
  trigger: { type: 'event', event },
  guard: null,
  actions: [],
  reenter: false,
  description: '',
  path: null,
})

const diagramOf = (states: DiagramState[], edges: DiagramEdge[]): Diagram => ({
  id: 'm',
  root,
  states,
  edges,
})

/** The states that Mermaid reads, without the marks, bars and boxes that are none. */
const statesOf = ({ nodes }: MermaidData): MermaidNode[] =>
  nodes.filter(
    ({ shape, cssClasses = '' }) =>
      !['stateStart', 'stateEnd', 'fork', 'divider'].includes(shape) &&
      !cssClasses.split(' ').includes('aside'),
  )

/** Each label with the names of where its arrow begins and ends; that of a bar is where those behind it end. */
function waysOf({ nodes, edges }: MermaidData): string[] {
  const names = new Map(nodes.map(({ id, label }) => [id, decode(label).replace(/, as a whole$/, '')]))
  const endsOf = (id: string): string[] =>
    id.startsWith('fork')
      ? edges.filter(({ start }) => start === id).map(({ end }) => names.get(end) ?? '')
      : [names.get(id) ?? '']
  return edges
    .filter(({ label }) => label !== '')
    .flatMap(({ start, end, label }) =>
      linesOf(label).map((line) => `${names.get(start)} ${line} ${endsOf(end).join(' + ')}`),
    )
}

const work = { src: 'work', id: 'job', onDone: 'over', onError: 'over' }

/** What our own machines have none of. */
const everyKind = createMachine({
  id: 'm',
  initial: 'idle',
  entry: 'begin',
  invoke: { src: 'clock' },
  on: { 'stop.*': '.over', tick: { actions: 'count' } },
  states: {
    idle: {
      tags: 'quiet',
      invoke: work,
      after: { 1000: 'over', soon: { target: 'over', guard: 'mayEnd' } },
      on: { go: { target: ['both.one.b', 'both.two.d'] }, '*': { target: 'idle', reenter: true } },
    },
    both: {
      type: 'parallel',
      on: { reset: '.one.a', again: 'both' },
      onDone: 'over',
      states: {
        past: { type: 'history', history: 'deep' },
        one: {
          initial: 'a',
          states: { a: { always: { target: 'b', guard: 'isOver' } }, b: { on: { up: '#m.both' } } },
        },
        two: {
          initial: 'c',
          states: {
            c: { on: { go: 'd', rest: 'last' } },
            d: { type: 'final' },
            last: { type: 'history', target: 'd' },
          },
        },
      },
    },
    over: { type: 'final', description: 'Nothing more; it is over.' },
  },
})

describe.each([transactionMachine, flightMachine, everyKind])(
  'Mermaid reads from the text of the $id machine',
  (machine) => {
    const diagram = toDiagram(machine)
    const readings = (['folded', 'unfolded'] as const).map((edges) =>
      readMermaid(toMermaid(diagram, { edges })),
    )

    test('every state, once', async () => {
      for (const reading of readings) {
        const names = statesOf(await reading).map(({ label }) => decode(label))
        expect(names.toSorted()).toEqual(diagram.states.map(({ name }) => name).toSorted())
      }
    })

    test('in which other state each lies', async () => {
      const data = await readings[0]
      const { nodes = [] } = data ?? {}
      const byId = new Map(nodes.map((node) => [node.id, node]))
      const holderOf = (node: MermaidNode | undefined): string | null => {
        const holder = node === undefined ? undefined : byId.get(node.parentId ?? '')
        return holder?.shape === 'divider' ? holderOf(holder) : decode(holder?.label ?? '') || null
      }
      const nameOf = (id: string | null) => diagram.states.find((state) => state.id === id)?.name ?? null
      const places =
        data === undefined ? [] : statesOf(data).map((node) => `${decode(node.label)} in ${holderOf(node)}`)
      expect(places.toSorted()).toEqual(
        diagram.states.map(({ name, parent }) => `${name} in ${nameOf(parent)}`).toSorted(),
      )
    })

    test('every transition with its label, from where to where, and no other', async () => {
      const nameOf = (id: string) =>
        (id === '' ? diagram.root : diagram.states.find((one) => one.id === id))?.name
      const written = diagram.edges.map((edge) => {
        const sign = edge.path === null ? '' : `${mermaidPathSigns[edge.path]} `
        const label = `${sign}${labelOf(edge)}${edge.reenter ? ' (reenters)' : ''}`
        const targets = edge.targets.length === 0 ? [edge.source] : edge.targets
        return `${nameOf(edge.source)} ${label} ${targets.map(nameOf).join(' + ')}`
      })
      for (const reading of readings) {
        expect(waysOf(await reading).toSorted()).toEqual(written.toSorted())
      }
    })

    test('where it begins and where it ends', async () => {
      const { edges = [] } = (await readings[0]) ?? {}
      const marks = edges
        .filter(({ label }) => label === '')
        .map(({ start, end }) => (start.endsWith('_start') ? end : start))
      const wanted = diagram.states
        .filter(({ initial, kind }) => initial || kind === 'final')
        .map(({ id }) => id)
      const isMark = (id: string) => !id.startsWith('fork')
      expect(marks.filter(isMark).toSorted()).toEqual(wanted.map((id) => id.replaceAll('.', '_')).toSorted())
    })

    test('each description, whole', async () => {
      const { nodes = [] } = (await readings[0]) ?? {}
      const captions = nodes.map(({ label, description }) =>
        decode([label, ...(description ?? [])].join(' ')),
      )
      for (const { description } of diagram.states) {
        expect(captions).toContainEqual(expect.stringContaining(description))
      }
    })
  },
)

/** Words of Mermaid's grammar, of its marks, of JavaScript's objects. */
const traps = [
  'end state note End class default direction root fork choice style click accTitle constructor',
  '__proto__ toString 1st - a.b hide classDef as TB LR scale href endless noted statement stateDiagram',
  'left right root_start root_end accDescr _self _blank _parent _top join stateDiagram-v2 Fork',
  'linkStyle title valueOf hasOwnProperty isPrototypeOf',
].flatMap((line) => line.split(' '))

describe('Mermaid reads back as it was', () => {
  test.each([
    'a: b; c',
    'a "quoted" word',
    'a --> b',
    'a %% not a comment',
    '<script>alert(1)</script> & <b>',
    '<<fork>> [*] {x} [y] |z|',
    '#35; #quot; #',
    '`code` **bold** _thin_ ~struck~',
    'back\\slash $math$ ::: class',
    'note left of a',
    'end note',
    'state "x" as y',
    'direction LR',
    'in the direction tb of it',
    '- a list',
    '1. a list',
    'größer ☃ 猫 😀',
  ])('a description, a name and an event: %s', async (text) => {
    const states = [stateNamed(text, text), stateNamed('b')]
    const { nodes, edges } = await readMermaid(
      toMermaid({ ...diagramOf(states, [edgeOn(text, text, 'b')]), id: text }),
    )
    expect(nodes).toHaveLength(2)
    expect(nodes.map(({ label }) => decode(label))).toEqual([text, 'b'])
    expect(nodes[0]?.description?.map((line) => decode(line))).toEqual([text])
    expect(edges.map(({ label }) => decode(label))).toEqual([text])
  })

  test.each(traps)('a state whose name is a word or a trap of its own: %s', async (name) => {
    const states = [stateNamed(name, 'described'), { ...stateNamed('other'), kind: 'final' as const }]
    const { nodes, edges } = await readMermaid(toMermaid(diagramOf(states, [edgeOn('go', name, 'other')])))
    expect(nodes.map(({ label }) => decode(label))).toEqual([name, 'other', 'root_end'])
    expect(nodes[0]?.description).toEqual(['described'])
    expect(edges.map(({ label }) => label)).toEqual(['', 'go'])
  })

  test.each([
    ['in the direction TB of it', 'Statechart - in the direction. TB of it'],
    ['a: "b"; #35; {c} %% d\n--> e', 'Statechart - a b 35 c d -- e'],
  ])('the title that a screen reader says: %s', async (id, title) => {
    await ready
    const text = toMermaid({ ...diagramOf([stateNamed('a')], []), id })
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
    expect(db.getAccTitle()).toBe(title)
    expect(db.getData().nodes).toHaveLength(1)
  })

  test('states apart whose names differ only in signs that Mermaid has no place for', async () => {
    const states = [stateNamed('a.b'), stateNamed('a-b'), stateNamed('a_b')]
    const { nodes } = await readMermaid(toMermaid(diagramOf(states, [])))
    expect(nodes.map(({ label }) => decode(label))).toEqual(['a.b', 'a-b', 'a_b'])
  })
})
