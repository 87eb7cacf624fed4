import type { Diagram } from '../diagram.ts'
import type { Overlay, OverlayMark } from '../overlay.ts'
import { DiagramMap } from './diagram-map.ts'
import { durationText, offsetText } from '../duration-text.ts'
import { staysOf, type Stay } from './stays-of.ts'
import { checkPath, type WalkedPath } from './walked-path.ts'

/**
 * The way of one walker through its machine: on each edge, which step of the way it was and when; in each state, for how
 * long it was there; all else faded.
 *
 * @throws OverlayError `ERR_OVERLAY_STATE` or `ERR_OVERLAY_EDGE` for a step that this machine does not take,
 * `ERR_OVERLAY_INPUT` for a time that is none
 * @example
 * const steps = [
 *   { event: 'request.lookup', from: 'received', to: 'awaitCache', at: 0 },
 *   { event: 'lookup.fresh', from: 'awaitCache', to: 'delivering', at: 3 },
 * ]
 * const overlay = pathOverlay(toDiagram(transactionMachine), { steps })
 * console.log(overlay.states.get('awaitCache')?.note) // '3 ms'
 */
export function pathOverlay(diagram: Diagram, path: WalkedPath): Overlay {
  checkPath(path)
  const map = new DiagramMap(diagram)
  return {
    title: titleOf(path, map),
    states: markStates(staysOf(path, map), map),
    edges: markEdges(path, map),
    legend: [{ tone: 'walked', text: 'the way it went: which step, and when; in each state, how long' }],
    rest: 'faded',
  }
}

const walked = (note: string): OverlayMark => ({ tone: 'walked', note })

function markEdges(
  { steps, startedAt, dropped = 0 }: WalkedPath,
  map: DiagramMap,
): ReadonlyMap<string, OverlayMark> {
  const origin = startedAt ?? steps[0]?.at ?? 0
  const taken = steps.map((step, index) => ({
    edge: map.edgeOf(step).id,
    note: `#${dropped + index + 1} ${offsetText(step.at - origin)}`,
  }))
  const marks = [...Map.groupBy(taken, ({ edge }) => edge)].map(
    ([edge, times]) => [edge, walked(inShort(times.map(({ note }) => note)))] as const,
  )
  return new Map(marks)
}

/** Whoever goes round and round: the first times, and the last. */
const inShort = (notes: readonly string[]): string =>
  notes.length <= 3
    ? notes.join(', ')
    : [...notes.slice(0, 2), `${notes.length - 3} more`, ...notes.slice(-1)].join(', ')

function markStates(stays: readonly Stay[], map: DiagramMap): ReadonlyMap<string, OverlayMark> {
  const marks = new Map<string, OverlayMark>()
  for (const [state, visits] of Map.groupBy(stays, (stay) => stay.state)) {
    for (const holder of map.holdersOf(state)) marks.set(holder, walked(''))
    marks.set(state, walked(noteOf(visits)))
  }
  return marks
}

function noteOf(visits: readonly Stay[]): string {
  const last = visits.at(-1)
  if (last?.kind === 'end') return `the end, ${offsetText(last.since)}`
  const time = timeOf(visits)
  if (last?.kind !== 'open') return time
  return visits.length === 1 && last.millis === 0
    ? `here since ${offsetText(last.since)}`
    : `still here: ${time}`
}

function timeOf(visits: readonly Stay[]): string {
  const known = visits.flatMap(({ millis }) => millis ?? [])
  if (known.length === 0) return 'for a time that is not known'
  const total = durationText(known.reduce((sum, millis) => sum + millis, 0))
  const least = known.length < visits.length ? `at least ${total}` : total
  return visits.length > 1 ? `${least} in ${visits.length} visits` : least
}

function titleOf({ steps, name, startedAt, seenAt, dropped = 0 }: WalkedPath, map: DiagramMap): string {
  const [first] = steps
  const origin = startedAt ?? first?.at ?? 0
  const took = durationText((seenAt ?? steps.at(-1)?.at ?? origin) - origin)
  const gaps = steps.filter(({ from }, index) => index > 0 && from !== steps[index - 1]?.to).length
  const says = [
    `${steps.length === 1 ? '1 step' : `${steps.length} steps`} in ${took}`,
    dropped > 0 ? `the first ${dropped} are not known` : '',
    dropped === 0 && first !== undefined && first.from !== map.initial ? 'its beginning is not known' : '',
    gaps > 0 ? `some are missing in ${gaps === 1 ? 'one place' : `${gaps} places`}` : '',
  ]
  const told = says.filter((text) => text !== '').join('; ')
  return name === undefined ? told : `${name}: ${told}`
}
