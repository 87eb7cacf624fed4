import type { DiagramEdge, DiagramPath } from '../diagram.ts'
import type { Arrow } from '../fold-edges.ts'
import { labelOf } from '../label-of.ts'
import type { OverlayMark } from '../overlay.ts'
import { pathSigns } from '../text/path-signs.ts'
import { dotAttributes, dotHtml, dotLabel, dotLines, dotName } from './dot-text.ts'
import {
  dotPalette,
  endOf,
  endsOf,
  markColour,
  markText,
  type DotEnd,
  type DotWriting,
} from './dot-writing.ts'

/** Beside the colours. Graphviz knows these patterns alone: the rest is told by the signs in the labels. */
const dotPatterns: Readonly<Record<DiagramPath | 'none', string>> = {
  hit: 'solid',
  miss: 'dashed',
  pass: 'dashed',
  error: 'dashed',
  background: 'dotted',
  none: 'solid',
}

/** All arrows; one that leads to several states goes through a bar, as it does in statecharts. */
export function dotArrows(writing: DotWriting): string[] {
  return writing.arrows.flatMap((arrow) => writeArrow(arrow, writing))
}

function writeArrow(arrow: Arrow, writing: DotWriting): string[] {
  const look = lookOf(arrow, writing)
  const label = labelOfArrow(arrow, writing)
  const [first, ...others] = endsOf(arrow, writing.nesting).map(({ from, to }) => ({
    from: endOf(from, writing),
    to: endOf(to, writing),
  }))
  if (first === undefined) return []
  if (others.length === 0) return [writeLine(first.from, first.to, { ...look, ...label })]
  const name = writing.names.next('fork')
  const bar: DotEnd = { node: name, cluster: null }
  const shape = { shape: 'box', style: 'filled', label: '""', height: 0.06, width: 0.7 }
  return [
    `${dotName(name)} ${dotAttributes({ ...shape, fillcolor: look.color, color: look.color })}`,
    writeLine(first.from, bar, { ...look, ...label, arrowhead: 'none' }),
    ...[first, ...others].map(({ to }) => writeLine(bar, to, look)),
  ]
}

type Attributes = Readonly<Record<string, string | number>>

function writeLine(from: DotEnd, to: DotEnd, attributes: Attributes): string {
  const clipped = {
    ...attributes,
    ...(from.cluster === null ? {} : { ltail: dotName(from.cluster) }),
    ...(to.cluster === null ? {} : { lhead: dotName(to.cluster) }),
  }
  return `${dotName(from.node)} -> ${dotName(to.node)} ${dotAttributes(clipped)}`
}

// A type, for those of an interface may be added to, and so are no attributes.
type Look = Readonly<Record<'color' | 'style' | 'penwidth', string | number>>

function lookOf({ path, edges }: Arrow, { overlay }: DotWriting): Look {
  const marks = edges.map(({ id }) => overlay?.edges.get(id))
  const mark = marks.find((one) => one !== undefined)
  return {
    color: `"${markColour(mark, dotPalette.path[path ?? 'none'], overlay)}"`,
    style: dotPatterns[path ?? 'none'],
    penwidth: mark === undefined ? 1.5 : 3.5,
  }
}

function labelOfArrow({ path, edges }: Arrow, { overlay }: DotWriting): { label: string; tooltip: string } {
  const plain = dotPalette.path[path ?? 'none']
  const lines = edges.map((edge) => {
    const mark = overlay?.edges.get(edge.id)
    const html = dotHtml(edgeText(edge, mark))
    return `<FONT COLOR="${markColour(mark, plain, overlay)}">${mark === undefined ? html : `<B>${html}</B>`}</FONT>`
  })
  return {
    label: dotLabel(lines.map((line) => `${line}<BR ALIGN="LEFT"/>`).join('')),
    tooltip: dotLines(edges.map(tooltipText)),
  }
}

/** What there is no room for in the picture. */
function tooltipText(edge: DiagramEdge): string {
  const text = labelOf(edge, { actions: 'shown' })
  return edge.description === '' ? text : `${text}: ${edge.description}`
}

function edgeText(edge: DiagramEdge, mark: OverlayMark | undefined): string {
  const sign = edge.path === null ? '' : `${pathSigns[edge.path]} `
  const again = edge.reenter ? ' (reenters)' : ''
  return `${sign}${labelOf(edge)}${again}${mark === undefined ? '' : ` ${markText(mark)}`}`
}
