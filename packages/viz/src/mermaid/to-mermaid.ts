import type { Diagram } from '../diagram.ts'
import type { ShowOptions } from '../overlay.ts'
import { mermaidArrows } from './mermaid-arrows.ts'
import { mermaidClasses, mermaidLegend } from './mermaid-legend.ts'
import { mermaidStates } from './mermaid-states.ts'
import { mermaidWriting, type MermaidWriting } from './mermaid-writing.ts'

/**
 * Writes a diagram as a Mermaid state diagram (`stateDiagram-v2`): the same bytes for the same diagram.
 *
 * An arrow carries the names of all that leads from one state to the other, a line each, after the sign of its path. A
 * box carries the state's description, what it invokes, and what is done on entry and on exit. Final states lead to the
 * end mark. What a state that holds others does as a whole, and what leads from it, is shown by a dashed box of its own.
 *
 * @example
 * const text = toMermaid(toDiagram(transactionMachine))
 * text.includes('[*] --> received') // true
 */
export function toMermaid(diagram: Diagram, options: ShowOptions = {}): string {
  const writing = mermaidWriting(diagram, options)
  const lines = [
    ...accessibleText(writing),
    'direction TB',
    ...mermaidStates(writing),
    ...mermaidArrows(writing),
    ...mermaidClasses(writing),
    ...mermaidLegend(writing),
  ]
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`), ''].join('\n')
}

/** What a screen reader says of the picture. */
function accessibleText({ diagram, overlay }: MermaidWriting): string[] {
  const { states, edges } = diagram
  const title = ['Statechart', diagram.id, overlay?.title ?? ''].map(plainText).filter((part) => part !== '')
  return [`accTitle: ${title.join(' - ')}`, `accDescr: ${states.length} states, ${edges.length} transitions`]
}

/** Mermaid has no entity codes here: signs are left out, and `direction TB` is no order where a dot parts the two. */
const plainText = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}.,_-]+/gu, ' ')
    .replace(/\b(direction) /gi, '$1. ')
    .trim()
