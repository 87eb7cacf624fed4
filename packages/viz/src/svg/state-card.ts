import { actorNames } from '../actor-names.ts'
import type { DiagramEdge, DiagramInvoke, DiagramState } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { breakLines } from './break-lines.ts'
import { visibleText } from './escape-xml.ts'
import { shownAs, type Shown } from './marks.ts'
import { toneSigns } from './palette.ts'
import { fonts, heightOfLines, type LineRole, type TextLine, widthOfLines } from './text-line.ts'
import { cutText } from './text-width.ts'
import { verdictLines } from './verdict-lines.ts'

/** What is written in the box of a state. */
export interface StateCard {
  readonly state: DiagramState
  readonly shown: Shown
  /** The name alone: the bar at the top of the box. */
  readonly bar: TextLine
  /** Below the bar: what is said of the state. */
  readonly says: readonly TextLine[]
  /** Below that, after a rule: what the state takes without being left. */
  readonly stays: readonly TextLine[]
  /** In pixels, with margins; of a box that holds others, what its text alone needs. */
  readonly width: number
  readonly height: number
}

/** Around the text of a box, in pixels. */
export const cardMargin = { side: 12, bar: 24, rule: 7, bottom: 8, badge: 24 } as const

const textWidths = { narrow: 210, wide: 300 } as const

/** A card for the state, with those of its edges that have no target. */
export function stateCard(
  state: DiagramState,
  stayingEdges: readonly DiagramEdge[],
  overlay: Overlay | undefined,
): StateCard {
  const mark = overlay?.states.get(state.id)
  const shown = shownAs(mark, overlay)
  const sign = mark === undefined ? '' : `${toneSigns[mark.tone]} `
  const line = (role: LineRole, text: string): TextLine => ({ text, role, shown, path: null, hint: '' })
  const bar = line('name', cutText(`${sign}${nameOf(state)}`, textWidths.wide, fonts.name))
  const note =
    mark === undefined || mark.note === ''
      ? []
      : [line('note', cutText(visibleText(mark.note), textWidths.wide, fonts.note))]
  const says = [
    ...note,
    ...saidOf(state).flatMap(([role, text, lines]) =>
      broken(state, { role, text, lines }).map((part) => line(role, part)),
    ),
  ]
  const stays = verdictLines(stayingEdges, overlay)
  const badge = isHistory(state) ? cardMargin.badge : 0
  return {
    ...{ state, shown, bar, says, stays },
    width: Math.ceil(
      Math.max(widthOfLines([bar]) + badge, widthOfLines([...says, ...stays]), 40) + 2 * cardMargin.side,
    ),
    height: cardMargin.bar + bodyHeight(says, stays),
  }
}

export const isHistory = ({ kind }: DiagramState): boolean =>
  kind === 'shallowHistory' || kind === 'deepHistory'

/** An empty name is one, too: XState allows it. */
const nameOf = ({ name }: DiagramState): string =>
  name === '' ? '(no name)' : visibleText(name.slice(0, 400))

function bodyHeight(says: readonly TextLine[], stays: readonly TextLine[]): number {
  if (says.length + stays.length === 0) return 0
  return (
    heightOfLines(says) +
    heightOfLines(stays) +
    (stays.length === 0 ? 0 : cardMargin.rule) +
    cardMargin.bottom +
    2
  )
}

type Said = readonly [role: LineRole, text: string, lines: number]

function saidOf({ kind, description, entry, exit, initialActions, invokes, tags }: DiagramState): Said[] {
  const list = (what: string, names: readonly string[]): Said[] =>
    names.length === 0 ? [] : [['order', `${what} / ${names.join(', ')}`, 3]]
  return [
    ...(kind === 'parallel' ? [['order', 'all of these at once', 1] as const] : []),
    ...(description === '' ? [] : [['description', description, 5] as const]),
    ...list('entry', entry),
    ...list('begin', initialActions),
    ...list('exit', exit),
    ...list('invoke', invokeTexts(invokes)),
    ...list('tags', tags),
  ]
}

function broken(
  { kind }: DiagramState,
  { role, text, lines }: { role: LineRole; text: string; lines: number },
): string[] {
  const width = kind === 'compound' || kind === 'parallel' ? textWidths.wide : textWidths.narrow
  return breakLines(text, { width, lines, font: fonts[role] })
}

/** The actors of a state, each by its name, and what it runs where that is another. */
export function invokeTexts(invokes: readonly DiagramInvoke[]): string[] {
  const names = actorNames(invokes)
  return invokes.map(({ id, source }, index) => {
    const name = names[index] ?? id
    return name === source ? name : `${name}: ${source}`
  })
}
