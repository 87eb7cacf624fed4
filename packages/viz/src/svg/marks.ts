import type { DiagramEdge } from '../diagram.ts'
import type { Overlay, OverlayMark, OverlayTone } from '../overlay.ts'

/** How something is shown: as the diagram has it, marked by the overlay, or faded because the overlay marks others. */
export type Shown = OverlayTone | 'plain' | 'rest'

/** How a state or an edge is shown, by its mark. */
export function shownAs(mark: OverlayMark | undefined, overlay: Overlay | undefined): Shown {
  if (mark !== undefined) return mark.tone
  return overlay?.rest === 'faded' ? 'rest' : 'plain'
}

/**
 * How the line of several edges is shown: those that have no mark say nothing, and of several tones the one that the
 * legend lists last counts, as it is for that one that people look.
 */
export function shownTogether(edges: readonly DiagramEdge[], overlay: Overlay | undefined): Shown {
  const tones = edges.flatMap(({ id }) => overlay?.edges.get(id)?.tone ?? [])
  const listed = (overlay?.legend ?? []).filter(({ tone }) => tones.includes(tone)).map(({ tone }) => tone)
  return listed.at(-1) ?? tones[0] ?? shownAs(undefined, overlay)
}
