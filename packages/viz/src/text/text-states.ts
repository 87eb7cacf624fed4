import type { DiagramState } from '../diagram.ts'
import { stateCaption } from './state-caption.ts'
import { textArrows } from './text-arrows.ts'
import { piece, type TextLine } from './text-piece.ts'
import { markPieces, type TextWriting } from './text-writing.ts'
import { wrapPieces } from './wrap-pieces.ts'

/** However deep a state lies, its text has so many columns: there, lines are longer than was asked for. */
const leastWidth = 32

/** Where lines stand. */
export interface TextPlace {
  /** What stands before each of them: the trunks of the branches to their left. */
  readonly trunk: string
  /** How many columns are left beside it. */
  readonly width: number
}

/** The states right within one state, as the branches of a tree, each with all that it holds. */
function textStates(parent: DiagramState, writing: TextWriting, { trunk, width }: TextPlace): TextLine[] {
  const states = writing.nesting.childrenOf(parent.id)
  const inside = Math.max(width - 3, leastWidth)
  return states.flatMap((state, index) => {
    const isLast = index === states.length - 1
    const branch = `${isLast ? '└' : '├'}${parent.kind === 'parallel' ? '╌' : '─'} `
    const beside = { trunk: `${trunk}${isLast ? '   ' : '│  '}`, width: inside }
    return [
      [piece(`${trunk}${branch}`, 'faint'), ...headLine(state, parent, writing)],
      ...stateBody(state, writing, beside),
      ...(isLast ? [] : [[piece(`${trunk}│`, 'faint')]]),
    ]
  })
}

/** What is said of a state below its name: what it is, what it does, where it leads, what it holds. */
export function stateBody(state: DiagramState, writing: TextWriting, place: TextPlace): TextLine[] {
  const isFrame = writing.nesting.childrenOf(state.id).length > 0
  const inside = Math.max(place.width - 3, leastWidth)
  const words = state.description.split(/\s+/).filter((word) => word !== '')
  const own = [
    ...wrapPieces(
      words.map((word) => [piece(word)]),
      inside,
    ),
    ...stateCaption(state).flatMap((line) => wrapPieces([[piece(line, 'faint')]], inside)),
    ...textArrows(state, writing, inside),
  ]
  const indent = piece(`${place.trunk}${isFrame ? '│  ' : '   '}`, 'faint')
  const indented = own.map((line) => [indent, ...line])
  if (!isFrame) return indented
  return [...indented, [piece(`${place.trunk}│`, 'faint')], ...textStates(state, writing, place)]
}

function headLine(state: DiagramState, parent: DiagramState, { overlay }: TextWriting): TextLine {
  const mark = overlay?.states.get(state.id)
  const name = piece(state.name, mark?.tone ?? (overlay?.rest === 'faded' ? 'faint' : 'strong'))
  const kinds = kindWords(state, parent)
  return [name, ...(kinds === '' ? [] : [piece(`  ${kinds}`, 'faint')]), ...markPieces(mark)]
}

function kindWords({ kind, initial }: DiagramState, parent: DiagramState): string {
  const kinds: Readonly<Record<DiagramState['kind'], string>> = {
    atomic: '',
    compound: '',
    parallel: 'parallel',
    final: 'final',
    shallowHistory: 'history (H)',
    deepHistory: 'deep history (H*)',
  }
  const isHistory = kind === 'shallowHistory' || kind === 'deepHistory'
  const region = parent.kind === 'parallel' && !isHistory ? ['region'] : []
  return [...(initial ? ['initial'] : []), ...region, kinds[kind]].filter((word) => word !== '').join(', ')
}
