import type { DiagramEdge, DiagramPath } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import { mermaidText } from './mermaid-text.ts'
import { endId, endsOf, markText, type MermaidWay, type MermaidWriting } from './mermaid-writing.ts'

/**
 * State diagrams of Mermaid have no style for lines: a sign in the label tells the path, by its colour (that of the
 * pictures) and by its shape.
 */
export const mermaidPathSigns: Readonly<Record<DiagramPath, string>> = {
  hit: '🟢',
  miss: '🔷',
  pass: '🟪',
  error: '🔺',
  background: '🟨',
}

/** All arrows, a line each; one that leads to several states goes through a bar, as it does in statecharts. */
export function mermaidArrows(writing: MermaidWriting): string[] {
  return writing.ways.flatMap((way) => writeWay(way, writing))
}

function writeWay(way: MermaidWay, writing: MermaidWriting): string[] {
  const label = way.edges.map((edge) => edgeText(edge, writing)).join('<br/>')
  const [first, ...others] = endsOf(way, writing.nesting).map(({ from, to }) => ({
    from: endId(from, writing),
    to: endId(to, writing),
  }))
  if (first === undefined) return []
  if (others.length === 0) return [`${first.from} --> ${first.to} : ${label}`]
  const bar = writing.ids.next('fork')
  return [
    `state ${bar} <<fork>>`,
    `${first.from} --> ${bar} : ${label}`,
    ...[first, ...others].map(({ to }) => `${bar} --> ${to}`),
  ]
}

function edgeText(edge: DiagramEdge, { overlay }: MermaidWriting): string {
  const mark = overlay?.edges.get(edge.id)
  const again = edge.reenter ? ' (reenters)' : ''
  const said = mark === undefined ? '' : ` ${markText(mark)}`
  const sign = edge.path === null ? '' : `${mermaidPathSigns[edge.path]} `
  return `${sign}${mermaidText(`${labelOf(edge)}${again}${said}`)}`
}
