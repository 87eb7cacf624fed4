/** What Mermaid itself reads out of our text. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import type { Diagram } from './diagram.ts'
import { toDiagram } from './to-diagram.ts'
import { toMermaid } from './to-mermaid.ts'

interface MermaidNode {
  readonly id: string
  readonly label: string
  readonly shape: string
  readonly description?: readonly string[]
  readonly parentId?: string
}

interface MermaidData {
  readonly nodes: readonly MermaidNode[]
  readonly edges: readonly { readonly start: string; readonly end: string; readonly label: string }[]
}

interface Mermaid {
  parse(text: string): Promise<unknown>
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{ readonly db: { getData(): MermaidData } }>
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

const stateNamed = (name: string, description = ''): Diagram['states'][number] => ({
  ...{
    id: name,
    name,
    parent: null,
    kind: 'atomic',
    initial: false,
    description,
    meta: {},
    entry: [],
    exit: [],
  },
})

describe.each([
  {
    machine: transactionMachine,
    ends: [
      'root_start received',
      'awaitLease_start awaitLease_asked',
      'awaitBackend_start awaitBackend_attached',
      'delivered root_end',
      'failed root_end',
      'abandoned root_end',
      'settled root_end',
    ],
  },
  {
    machine: flightMachine,
    ends: [
      'root_start awaitReply',
      'awaitReply_start awaitReply_open',
      'streaming_start streaming_open',
      'closed root_end',
    ],
  },
])('Mermaid reads from the text of the $machine.id machine', ({ machine, ends }) => {
  const diagram = toDiagram(machine)
  const reading = readMermaid(toMermaid(diagram))

  test('every state, and in which other it lies', async () => {
    const { nodes } = await reading
    const drawn = nodes.filter(({ shape }) => shape !== 'stateStart' && shape !== 'stateEnd')
    const places = drawn.map(({ label, parentId }) => [linesOf(label)[0], parentId ?? null])
    expect(places).toEqual(diagram.states.map(({ name, parent }) => [name, parent]))
  })

  test('every edge with its event, and no other', async () => {
    const { edges } = await reading
    const named = edges.filter(({ label }) => label !== '')
    const ways = named.flatMap(({ start, end, label }) =>
      linesOf(label).map((event) => `${start} ${event} ${end}`),
    )
    const asId = (state: string) => state.replace('.', '_')
    expect(ways.toSorted()).toEqual(
      diagram.edges.map(({ source, event, target }) => `${asId(source)} ${event} ${asId(target)}`).toSorted(),
    )
  })

  test('where it begins and where it ends', async () => {
    const { edges } = await reading
    const marks = edges.filter(({ label }) => label === '').map(({ start, end }) => `${start} ${end}`)
    expect(marks).toEqual(ends)
  })

  test('each description, whole', async () => {
    const { nodes } = await reading
    const captions = nodes.map(({ label, description }) => decode([label, ...(description ?? [])].join(' ')))
    for (const { description } of diagram.states) {
      const words = captions.map((caption) => caption.replaceAll('<br/>', ' '))
      expect(words).toContainEqual(expect.stringContaining(description))
    }
  })
})

/** Words of Mermaid's grammar, of its marks, of JavaScript's objects. */
const traps = [
  'end state note End class default direction root fork choice style click accTitle constructor',
  '__proto__ toString 1st - a.b hide classDef as TB LR scale href endless noted statement stateDiagram',
  'left right root_start root_end accDescr _self _blank _parent _top join stateDiagram-v2 Fork',
  'linkStyle title',
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
    const edge = { source: text, target: 'b', event: text, actions: [], internal: false }
    const { nodes, edges } = await readMermaid(toMermaid({ id: 'nasty', states, edges: [edge] }))
    expect(nodes).toHaveLength(2)
    expect(nodes.map(({ label }) => decode(label))).toEqual([text, 'b'])
    expect(nodes[0]?.description?.map((line) => decode(line))).toEqual([text])
    expect(edges.map(({ label }) => decode(label))).toEqual([text])
  })

  test.each(traps)('a state whose name is a word or a trap of its own: %s', async (name) => {
    const states = [stateNamed(name, 'described'), { ...stateNamed('other'), kind: 'final' as const }]
    const edge = { source: name, target: 'other', event: 'go', actions: [], internal: false }
    const { nodes, edges } = await readMermaid(toMermaid({ id: 'trap', states, edges: [edge] }))
    expect(nodes.map(({ label }) => decode(label))).toEqual([name, 'other', 'root_end'])
    expect(nodes[0]?.description).toEqual(['described'])
    expect(edges.map(({ label }) => label)).toEqual(['go', ''])
  })

  test('states apart whose names differ only in signs that Mermaid has no place for', async () => {
    const states = [stateNamed('a.b'), stateNamed('a-b'), stateNamed('a_b')]
    const { nodes } = await readMermaid(toMermaid({ id: 'twins', states, edges: [] }))
    expect(nodes.map(({ label }) => decode(label))).toEqual(['a.b', 'a-b', 'a_b'])
  })
})
