import type { Overlay, OverlayMark, OverlayTone } from '../overlay.ts'
import { changeNote } from './change-note.ts'
import type { MachineDifference } from './machine-difference.ts'

const meanings = [
  ['added', 'only there now'],
  ['removed', 'only there before'],
  ['changed', 'changed: how it was before'],
] as const satisfies readonly (readonly [OverlayTone, string])[]

/** What is other in the second of two machines, on a diagram of both. */
export function differenceOverlay(differences: readonly MachineDifference[]): Overlay {
  const marksOf = (kind: MachineDifference['what']): ReadonlyMap<string, OverlayMark> =>
    new Map(
      differences
        .filter(({ what }) => what === kind)
        .map((each) => [each.id, { tone: each.how, note: changeNote(each) }]),
    )
  return {
    title: titleOf(differences),
    states: marksOf('state'),
    edges: marksOf('edge'),
    legend: meanings
      .filter(([tone]) => countOf(differences, tone) > 0)
      .map(([tone, text]) => ({ tone, text })),
    rest: differences.length === 0 ? 'plain' : 'faded',
  }
}

/** The machine itself is nothing in a picture that could be marked: what of it has changed is said in the title. */
function titleOf(differences: readonly MachineDifference[]): string {
  const counted = meanings
    .map(([tone]) => [tone, countOf(differences, tone)] as const)
    .filter(([, count]) => count > 0)
  const says = [
    counted.map(([tone, count]) => `${count} ${tone}`).join(', '),
    ...differences
      .filter(({ what }) => what === 'machine')
      .map((each) => `the machine itself: ${changeNote(each)}`),
  ].filter((text) => text !== '')
  return says.length === 0 ? 'No difference' : `Two machines: ${says.join('; ')}`
}

const countOf = (differences: readonly MachineDifference[], tone: OverlayTone): number =>
  differences.filter(({ how, what }) => how === tone && what !== 'machine').length
