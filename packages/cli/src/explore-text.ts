import {
  storyDiagram,
  storyText,
  type ExploreReport,
  type LintFinding,
  type WalkReport,
} from '@cachechart/core/testing/machines'

/** What is said beside the report itself. */
export interface ExploreSurroundings {
  readonly seconds: number
  readonly findings: readonly LintFinding[]
}

const count = (number: number): string => number.toLocaleString('en')

const pad = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length))

/** What was found, for a person. */
export function exploreText(
  report: ExploreReport | WalkReport,
  { seconds, findings }: ExploreSurroundings,
): string {
  const lines = [
    ...('worlds' in report ? worldLines(report) : walkLines(report)),
    `${report.clients === 1 ? '1 client' : `${report.clients} clients`}, ${seconds.toFixed(1)} s`,
    '',
    ...verdictLines(report),
    '',
    ...coverageLines(report),
    ...findings.map(({ severity, state, event, message }) =>
      [`${severity}:`, state, event && `on ${event}`, message].filter(Boolean).join(' '),
    ),
  ]
  if (report.story !== undefined)
    lines.push(
      '',
      storyText(report.story),
      '',
      'The same for a Markdown page (Mermaid):',
      '',
      storyDiagram(report.story),
    )
  return `${lines.join('\n')}\n`
}

const worldLines = ({ worlds, states, edges, depth }: ExploreReport): string[] => {
  const name = pad(worlds.map(({ world }) => world))
  const line = (world: string, ...numbers: readonly number[]): string =>
    world.padEnd(name) + numbers.map((number) => count(number).padStart(10)).join('')
  return [
    `${'world'.padEnd(name)}    states     edges     depth`,
    ...worlds.map((each) => line(each.world, each.states, each.edges, each.depth)),
    line('all', states, edges, depth),
    '',
  ]
}

const walkLines = ({ walks, steps, seed }: WalkReport): string[] => [
  `${count(walks)} walks of ${count(steps)} steps in all (seed ${seed})`,
]

const verdictLines = ({ invariants }: ExploreReport | WalkReport): string[] => {
  const width = pad(invariants.map(({ name }) => name))
  const word = { holds: 'holds ', broken: 'BROKEN', undecided: '?     ' }
  return invariants.map(({ name, promise, verdict }) => `${word[verdict]}  ${name.padEnd(width)}  ${promise}`)
}

const coverageLines = ({ coverage }: ExploreReport | WalkReport): string[] =>
  coverage.map(
    ({ machine, edges, missing }) => `${machine} machine: ${edges - missing.length} of ${edges} edges walked`,
  )
