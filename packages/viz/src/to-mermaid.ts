import type { Diagram, DiagramEdge, DiagramState } from './diagram.ts'
import { mermaidIds } from './mermaid-ids.ts'
import { mermaidText } from './mermaid-text.ts'
import { wrapText } from './wrap-text.ts'

/** Characters a line. Mermaid sets each line unbroken: wide boxes make a picture whose text is small. */
const captionWidth = 36

/** What is needed to write one state. */
interface Writing {
  readonly diagram: Diagram
  readonly idOf: (state: string) => string
}

/**
 * Writes a diagram as a Mermaid state diagram (`stateDiagram-v2`): the same bytes for the same diagram.
 *
 * An arrow carries the names of all events that lead from one state to the other, a line each. A box carries the state's
 * description, and what is done on entry and on exit. Final states lead to the end mark.
 *
 * @example
 * const text = toMermaid(toDiagram(transactionMachine))
 * console.log(text.split('\n')[2]) // '  [*] --> received'
 */
export function toMermaid(diagram: Diagram): string {
  const ids = mermaidIds(diagram.states.map(({ id }) => id))
  const writing: Writing = { diagram, idOf: (state) => ids.get(state) ?? state }
  const lines = [
    'direction TB',
    ...writeStates(null, writing),
    ...writeArrows(writing),
    ...writeEnds(writing),
  ]
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`), ''].join('\n')
}

function writeStates(parent: string | null, writing: Writing): string[] {
  const states = writing.diagram.states.filter((state) => state.parent === parent)
  const starts = states.filter(({ initial }) => initial).map(({ id }) => `[*] --> ${writing.idOf(id)}`)
  return [...starts, ...states.flatMap((state) => writeState(state, writing))]
}

function writeState(state: DiagramState, writing: Writing): string[] {
  const id = writing.idOf(state.id)
  const [name = '', ...says] = [state.name, ...captionOf(state)].map(mermaidText)
  if (state.kind !== 'compound') return [`state "${name}" as ${id}`, ...says.map((line) => `${id} : ${line}`)]
  const inside = writeStates(state.id, writing).map((line) => `  ${line}`)
  // Mermaid refuses a description of a state that holds others: all it can have is a title.
  return [`state "${[name, ...says].join('<br/>')}" as ${id} {`, ...inside, '}']
}

function captionOf({ description, entry, exit }: DiagramState): string[] {
  const ordered = [
    ...entry.map((action) => `on entry: ${action}`),
    ...exit.map((action) => `on exit: ${action}`),
  ]
  return [...wrapText(description, captionWidth), ...ordered]
}

function writeArrows({ diagram, idOf }: Writing): string[] {
  const bundles = Map.groupBy(diagram.edges, ({ source, target }) => `${idOf(source)} --> ${idOf(target)}`)
  return [...bundles].map(([arrow, edges]) => `${arrow} : ${edges.map(labelOf).join('<br/>')}`)
}

const labelOf = ({ event }: DiagramEdge): string => mermaidText(event)

function writeEnds({ diagram, idOf }: Writing): string[] {
  return diagram.states.filter(({ kind }) => kind === 'final').map(({ id }) => `${idOf(id)} --> [*]`)
}
