import type { CompiledMachine } from '@cachechart/core'
import type { BarredPaths, CoverageLevel } from './coverage-level.ts'
import type { GraphPath } from './graph-path.ts'
import { edgeName } from './graph-paths.ts'

/** A machine, and how many paths its graph has. */
export interface CoveredMachine {
  readonly table: CompiledMachine
  readonly paths: readonly Pick<GraphPath, 'kind'>[]
  readonly barred: readonly BarredPaths[]
}

/** Which level walks which edge of which machine, as a page of Markdown. @throws Error for an edge that a level neither walks nor explains */
export const edgeCoveragePage = (
  machines: readonly CoveredMachine[],
  levels: readonly CoverageLevel[],
): string => `# Which paths walk which edge

<!-- Written by scripts/generate-docs.ts from test/paths: change that, not this page. -->

The paths of both machines' graphs are tests, titled by the path. They are found by \`@xstate/graph\`: all simple paths, the shortest
ones among them; for each edge that leads back to where a path has been, a path through it and on by each edge that may
follow; and some that are written down, for edges that presuppose something. Each level runs them on more of the real thing:

- **table** and **actor**: the compiled table and XState's own interpreter, which must be in the same state and give the same
  orders, event by event;
- **driver**: a cache whose clock, origin and store are fakes; each event of each path that comes to the end is made to
  happen for real, and exactly these transitions must be told, in this order;
- all others: over sockets, through an adapter, with an origin that answers what the path needs.

A number is how many paths walk the edge at that level; \`–\` says that none can, and the note says why.

${machines
  .map((machine) =>
    section(
      machine,
      levels.filter((level) => level.machine === machine.table.id),
    ),
  )
  .join('\n\n')}
`

const section = ({ table, paths, barred }: CoveredMachine, levels: readonly CoverageLevel[]): string => {
  const notes: string[] = []
  const states = [...table.states.values()]
  const rows = states.flatMap(({ name, on }) =>
    [...on.values()].map(({ event, target }) => [
      code(name),
      code(event),
      target.name === name ? 'stays' : code(target.name),
      ...levels.map((level) => cell(level, edgeName(name, event), notes)),
    ]),
  )
  const edges = states.flatMap(({ name, on }) => [...on.keys()].map((event) => edgeName(name, event)))
  const shares = levels.map(
    ({ walked }) => `${edges.filter((edge) => walked.has(edge)).length} of ${edges.length}`,
  )
  return [
    `## The ${table.id} machine`,
    `${paths.length} paths: ${kindsOf(paths)}.`,
    `![Which levels walk which edge of the ${table.id} machine](pictures/${table.id}-coverage.svg)`,
    markdownTable(
      ['State', 'Event', 'Leads to', ...levels.map(({ name }) => name)],
      [...rows, ['**edges walked**', '', '', ...shares]],
    ),
    notes.map((note, at) => `${at + 1}. ${note}`).join('\n'),
    neverHappens(barred),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const neverHappens = (barred: readonly BarredPaths[]): string => {
  if (barred.length === 0) return ''
  const rows = barred.map(({ why, paths }) => [why, String(paths)])
  return `Paths of the graph that never happen, as a machine knows nothing of what its events presuppose:

${markdownTable(['Why', 'Paths'], rows)}`
}

const kinds = ['simple', 'shortest', 'loop', 'further'] as const

const kindsOf = (paths: CoveredMachine['paths']): string =>
  kinds
    .map((kind) => [kind, paths.filter((path) => path.kind === kind).length] as const)
    .filter(([, some]) => some > 0)
    .map(([kind, some]) => `${some} ${kind}`)
    .join(', ')

const cell = ({ name, walked, unreachable }: CoverageLevel, edge: string, notes: string[]): string => {
  const paths = walked.get(edge) ?? 0
  if (paths > 0) return String(paths)
  const why = unreachable.get(edge)
  if (why === undefined) throw new Error(`no path walks "${edge}" at the level ${name}, and nobody says why`)
  if (!notes.includes(why)) notes.push(why)
  return `–<sup>${notes.indexOf(why) + 1}</sup>`
}

const code = (name: string): string => `\`${name}\``

const isWord = (title: string): boolean => ['State', 'Event', 'Leads to', 'Why'].includes(title)

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const dashes = head.map((title) => (isWord(title) ? '---' : '--:'))
  return [line(head), line(dashes), ...rows.map(line)].join('\n')
}
