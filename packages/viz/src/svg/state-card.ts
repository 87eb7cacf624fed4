import type { DiagramEdge, DiagramState } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { shownAs, type Shown } from './marks.ts'
import { toneSigns } from './palette.ts'
import { plainLines } from './plain-lines.ts'
import { nameOf, saidOf } from './said-of.ts'
import { heightOfLines, lineHeights, type TextLine, widthOfLines } from './text-line.ts'
import { verdictLines } from './verdict-lines.ts'

/** What is written in the box of a state. */
export interface StateCard {
  readonly state: DiagramState
  readonly shown: Shown
  /** The name alone: the bar at the top of the box. */
  readonly bar: readonly TextLine[]
  /** How high that is, in pixels. */
  readonly barHeight: number
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
  const { wide, narrow } = textWidths
  const bar = plainLines(`${sign}${nameOf(state)}`, { role: 'name', shown, width: wide, most: 4 })
  const barHeight = cardMargin.bar + (bar.length - 1) * lineHeights.name
  const width = state.kind === 'compound' || state.kind === 'parallel' ? wide : narrow
  const says = [
    ...plainLines(mark?.note ?? '', { role: 'note', shown, width: wide, most: 4 }),
    ...saidOf(state).flatMap(([role, text, most]) => plainLines(text, { role, shown, width, most })),
  ]
  const stays = verdictLines(stayingEdges, overlay)
  const badge = isHistory(state) ? cardMargin.badge : 0
  return {
    ...{ state, shown, bar, barHeight, says, stays },
    width: Math.ceil(
      Math.max(widthOfLines(bar) + badge, widthOfLines([...says, ...stays]), 40) + 2 * cardMargin.side,
    ),
    height: barHeight + bodyHeight(says, stays),
  }
}

export const isHistory = ({ kind }: DiagramState): boolean =>
  kind === 'shallowHistory' || kind === 'deepHistory'

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
