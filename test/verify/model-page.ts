import type { ExploreReport } from '@cachechart/core/testing/machines'
import type { Mutant } from '../mutants/mutant.ts'
import type { Capture } from './run-mutants.ts'

/** A number of clients, and what was explored with them: what does not depend on the machine that did it. */
export type Explored = Pick<ExploreReport, 'clients' | 'states' | 'edges' | 'depth' | 'worlds' | 'invariants'>

const count = (number: number): string => number.toLocaleString('en')

/** The row for so many clients, as it stands in the page. */
export const exploredRow = ({ clients, worlds, states, edges, depth }: Explored): string =>
  `| ${clients} | ${worlds.length} | ${count(states)} | ${count(edges)} | ${depth} |`

/** How a mutant was caught, in a table's words. */
const caughtBy = ({ invariant, what, lint, steps }: Capture): string => {
  const byLint = lint.length === 0 ? '' : `lint: ${lint.join(', ')}`
  if (invariant === undefined) return byLint === '' ? '**not caught**' : byLint
  const story = `**${invariant}**, in ${steps === 1 ? '1 step' : `${String(steps)} steps`}: ${brief(what ?? '')}`
  return byLint === '' ? story : `${story}; ${byLint}`
}

/** Without what an error adds about what would have been right. */
const brief = (what: string): string => (what.split(';')[0] ?? what).replaceAll('|', '\\|')

const mutantRow = (mutant: Mutant, capture: Capture | undefined): string =>
  `| ${mutant.name} | ${mutant.seenAs ?? ''} | ${capture === undefined ? '' : caughtBy(capture)} |`

/** What is shown: what was explored, and which defects were found. */
export interface Shown {
  readonly explored: readonly Explored[]
  readonly groups: readonly { readonly of: string; readonly mutants: readonly Mutant[] }[]
  readonly captures: ReadonlyMap<Mutant, Capture>
}

/** `docs/model-checking.md`. */
export const modelPage = ({ explored, groups, captures }: Shown): string => {
  const all = groups.flatMap(({ mutants }) => mutants)
  const held = explored.every(({ invariants }) => invariants.every(({ verdict }) => verdict === 'holds'))
  const [first] = explored
  return `# What was checked

<!-- Written by \`npm run verify -- --write\`, from what it has found. -->

\`cachechart explore\` runs the cache itself, its engine and its driver as they are, through all that can happen to some
clients who want the same page: the store is slow or fails, the origin answers this or that, breaks off or never answers,
clients leave, deadlines pass, somebody purges; at any moment, in any order. In every state that can be reached it checks
the invariants below, and that from there all can come to their end by what somebody owes. How that is done, and what it
cannot see: [ADR 0014](adr/0014-exploring.md).

## States

${held ? 'All invariants hold in all of them.' : '**Not all invariants hold.**'} With two clients this is part of
\`npm test\`; all of it is \`npm run verify\`.

| clients | worlds | states | edges | depth |
| ---: | ---: | ---: | ---: | ---: |
${explored.map(exploredRow).join('\n')}

A world is a choice of what is stored at first, of what clients want, and of the cache's options. The depth is the longest
of the shortest ways to a state, in steps.

## Invariants

| invariant | what it promises |
| --- | --- |
${(first?.invariants ?? []).map(({ name, promise }) => `| ${name} | ${promise} |`).join('\n')}

## Defects that it finds

Each of these ${all.length} defects was brought into the sources, one at a time; ${all.filter((each) => isCaught(captures.get(each))).length} of them were caught: by the exploration, with the
shortest story, or by \`lintMachine\`, which only looks at the machines.

${groups.map((group) => groupTable(group, captures)).join('\n\n')}
`
}

/** Whether anything has noticed the mutant. */
export const isCaught = (capture: Capture | undefined): boolean =>
  capture !== undefined && (capture.invariant !== undefined || capture.lint.length > 0)

const groupTable = ({ of, mutants }: Shown['groups'][number], captures: Shown['captures']): string =>
  [
    `### Of ${of}`,
    '',
    '| defect | seen as | caught by |',
    '| --- | --- | --- |',
    ...mutants.map((mutant) => mutantRow(mutant, captures.get(mutant))),
  ].join('\n')
