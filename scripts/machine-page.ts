import { labelOf, type Diagram, type DiagramEdge, type DiagramState } from '../packages/viz/src/index.ts'

/** A document and the machine's own words, as a page of Markdown. */
export function machinePage(diagram: Diagram, mermaid: string): string {
  const states = diagram.states.map((state) => [code(state.id), ...saysOf(state)])
  const edges = diagram.edges.map((edge) => [
    code(edge.source),
    code(labelOf(edge)),
    leadsTo(edge),
    codes(edge.actions),
  ])
  return `# The ${diagram.id} machine

<!-- Written by scripts/generate-docs.ts from the machine itself: change the machine, not this page. -->

Each state says what it waits for; each arrow is named by the event that is taken there. What is ordered on the way
stands in the second table. An event that is listed neither for a state nor for the one around it is an error there.

![The ${diagram.id} machine](pictures/${diagram.id}.svg)

[How to read it](guides/diagrams.md).

## As Mermaid

\`\`\`mermaid
${mermaid.trimEnd()}
\`\`\`

## States

${table(['State', 'What it is', 'Waits for', 'Owed by', 'Deadline', 'On entry', 'On exit', 'Clause'], states)}

## Events and effects

${table(['State', 'Event', 'Leads to', 'Effects, in order'], edges)}
`
}

function saysOf({ description, meta, entry, exit }: DiagramState): string[] {
  const { waitsFor, owedBy, deadline, rfc } = meta
  return [description, word(waitsFor), word(owedBy), word(deadline), codes(entry), codes(exit), word(rfc)]
}

const leadsTo = ({ targets }: DiagramEdge): string => (targets.length === 0 ? 'stays' : codes(targets))

const word = (value: unknown): string => (typeof value === 'string' && value !== 'none' ? value : '–')

const code = (name: string): string => `\`${name}\``

const codes = (names: readonly string[]): string => names.map(code).join(', ') || '–'

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n')
}
