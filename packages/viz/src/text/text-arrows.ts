import type { DiagramEdge, DiagramState } from '../diagram.ts'
import type { Arrow } from '../fold-edges.ts'
import { labelOf } from '../label-of.ts'
import { visibleText } from '../svg/escape-xml.ts'
import { displayWidth } from './display-width.ts'
import { pathSigns } from './path-signs.ts'
import { piece, type TextLine, type TextPiece, type TextStyle } from './text-piece.ts'
import { markPieces, type TextWriting } from './text-writing.ts'
import { wrapPieces } from './wrap-pieces.ts'

/** At most so much of a line is for where arrows lead; the names of what takes them there stand in the rest. */
const targetShare = 0.45

/** The transitions that a state lists: where to, and by what, in two columns. */
export function textArrows(state: DiagramState, writing: TextWriting, width: number): TextLine[] {
  const arrows = writing.arrowsOf(state)
  const widths = arrows.map((arrow) => displayWidth(targetText(arrow)))
  const fitting = widths.filter((columns) => columns <= width * targetShare)
  const column = Math.max(0, ...fitting)
  return arrows.flatMap((arrow) => writeArrow(arrow, { writing, width, column }))
}

interface Columns {
  readonly writing: TextWriting
  readonly width: number
  /** How wide the names of targets are. */
  readonly column: number
}

function writeArrow(arrow: Arrow, { writing, width, column }: Columns): TextLine[] {
  const target = targetText(arrow)
  const mark = writing.hasPaths ? signPiece(arrow) : piece('')
  const left = 2 + column + 2 + displayWidth(mark.text)
  const lines = wrapPieces(labelGroups(arrow, writing), Math.max(width - left, 16))
  const sign = piece(arrow.targets.length === 0 ? '↺ ' : '→ ', 'faint')
  const indent = piece(' '.repeat(left))
  const [first = [], ...others] = lines
  const further = others.map((line) => [indent, ...line])
  if (displayWidth(target) <= column) {
    const gap = ' '.repeat(column - displayWidth(target) + 2)
    return [[sign, piece(target + gap), mark, ...first], ...further]
  }
  const named = wrapPieces([[piece(target)]], Math.max(width - 2, 16))
  const names = named.map((line, index) => [index === 0 ? sign : piece('  '), ...line])
  return [...names, [piece(' '.repeat(2 + column + 2)), mark, ...first], ...further]
}

/** The whole `id`: to be found, and to be told from others of the same name. As it is seen: it is measured. */
const targetText = ({ targets }: Arrow): string =>
  targets.length === 0 ? 'stays' : visibleText(targets.map(nameOf).join(' + '))

const nameOf = (id: string): string => (id === '' ? '(the machine)' : id)

function signPiece({ path }: Arrow): TextPiece {
  return path === null ? piece('  ') : piece(`${pathSigns[path]} `, path)
}

function labelGroups({ edges, path }: Arrow, { overlay, edges: folding }: TextWriting): TextLine[] {
  return edges.flatMap((edge, index) => {
    const mark = overlay?.edges.get(edge.id)
    const rest: TextStyle = overlay?.rest === 'faded' ? 'faint' : (path ?? 'plain')
    const comma = index === edges.length - 1 ? '' : ','
    const label = edgeText(edge, folding)
    const described = folding === 'unfolded' ? wordGroups(edge.description) : []
    return [[piece(label, mark?.tone ?? rest), ...markPieces(mark), piece(comma)], ...described]
  })
}

const wordGroups = (text: string): TextLine[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => [piece(word, 'faint')])

/** What there is room for: with a line to itself, a transition says what it does. */
function edgeText(edge: DiagramEdge, folding: 'folded' | 'unfolded'): string {
  const actions = folding === 'unfolded' ? 'shown' : 'hidden'
  return `${labelOf(edge, { actions })}${edge.reenter ? ' (reenters)' : ''}`
}
