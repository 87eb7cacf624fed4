import type { Diagram } from '../diagram.ts'
import type { ShowOptions } from '../overlay.ts'
import { toneSigns } from '../svg/palette.ts'
import { pathMeanings, pathSigns } from './path-signs.ts'
import { piece, writeLine, type TextLine } from './text-piece.ts'
import { stateBody } from './text-states.ts'
import { textWriting, type TextWriting } from './text-writing.ts'
import { wrapPieces } from './wrap-pieces.ts'

/** How a diagram is shown in a terminal. */
export interface TextOptions extends ShowOptions {
  /** Columns; 80 by default, and at least 40. */
  readonly width?: number | undefined
  /** `ansi`: with the escape codes for colours. `none` is the default: text alone, for files, pipes and `grep`. */
  readonly colour?: 'ansi' | 'none' | undefined
}

/**
 * Writes a diagram for a terminal: the same bytes for the same diagram.
 *
 * The states are a tree, each with what it is and what it does, and below it the transitions that it lists: where they
 * lead, the sign of their path, and what takes them there. `edges: 'unfolded'` gives each transition a line of its own,
 * with its actions. No sign that a terminal would obey comes out of the machine: control characters are named by number.
 *
 * @example
 * const text = toText(toDiagram(flightMachine), { width: 100 })
 * text.split('\n')[0] // 'flight'
 */
export function toText(diagram: Diagram, options: TextOptions = {}): string {
  const { colour = 'none' } = options
  const width = Math.max(options.width ?? 80, 40)
  const writing = textWriting(diagram, options)
  const lines = [
    ...headLines(writing, width),
    ...stateBody(diagram.root, writing, { trunk: '', width }),
    ...legendLines(writing, width),
  ]
  return lines.map((line) => `${writeLine(line, colour)}\n`).join('')
}

function headLines({ diagram: { root, states, edges }, overlay }: TextWriting, width: number): TextLine[] {
  const kind = root.kind === 'parallel' ? '  parallel' : ''
  const counts = piece(`${counted(states.length, 'state')}, ${counted(edges.length, 'transition')}`, 'faint')
  const title = overlay === undefined ? [] : wrapPieces([[piece(overlay.title)]], width - 3)
  const trunk = piece(states.length === 0 ? '   ' : '│  ', 'faint')
  return [
    [piece(root.name, 'strong'), piece(kind, 'faint')],
    ...[[counts], ...title].map((line) => [trunk, ...line]),
  ]
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

function legendLines({ diagram, overlay }: TextWriting, width: number): TextLine[] {
  const drawn = new Set(diagram.edges.map(({ path }) => path))
  const signs = [
    ...pathMeanings
      .filter(([path]) => drawn.has(path))
      .map(([path, meaning]) => ({ sign: piece(`${pathSigns[path]} `, path), meaning })),
    ...(overlay?.legend ?? []).map(({ tone, text }) => ({
      sign: piece(`${toneSigns[tone]} `, tone),
      meaning: text,
    })),
  ]
  const lines = signs.flatMap(({ sign, meaning }) =>
    wrapPieces([[piece(meaning)]], width - 2).map((line, index) => [
      index === 0 ? sign : piece('  '),
      ...line,
    ]),
  )
  return lines.length === 0 ? [] : [[], ...lines]
}
