import type { Diagram } from '../diagram.ts'
import type { Overlay, OverlayMark } from '../overlay.ts'
import { DiagramMap } from './diagram-map.ts'
import { durationText } from '../duration-text.ts'
import { OverlayError } from './overlay-error.ts'
import { quotedText } from './quoted-text.ts'

/** Something that is in a state of a machine just now: every `InFlight` of a cache is. */
export interface Occupant {
  readonly state: string
  /** For how many milliseconds. */
  readonly inState: number
}

/**
 * Where the transactions of a running cache are just now: in each state how many, and for how long the longest of them has
 * been there. What `cache.inFlight()` gives, and what a gateway's admin address answers as `inFlight`, is taken as it is.
 *
 * @throws OverlayError `ERR_OVERLAY_STATE` for a state that the machine does not have, `ERR_OVERLAY_INPUT` for a time that is
 * none
 * @example
 * const inFlight = [
 *   { state: 'awaitBackend.attached', inState: 3_200 },
 *   { state: 'awaitFlight', inState: 3_100 },
 *   { state: 'awaitFlight', inState: 40 },
 * ]
 * const overlay = occupancyOverlay(toDiagram(transactionMachine), inFlight)
 * console.log(overlay.states.get('awaitFlight')?.note) // '2 here, up to 3.1 s'
 */
export function occupancyOverlay(diagram: Diagram, inFlight: readonly Occupant[]): Overlay {
  const map = new DiagramMap(diagram)
  for (const occupant of inFlight) checkOccupant(occupant, map)
  const here = Map.groupBy(inFlight, ({ state }) => state)
  const within = new Map<string, number>()
  for (const [state, some] of here)
    for (const holder of map.holdersOf(state)) within.set(holder, (within.get(holder) ?? 0) + some.length)
  const places = here.size === 1 ? '1 state' : `${here.size} states`
  return {
    title: inFlight.length === 0 ? 'Nothing is in flight' : `${inFlight.length} in flight, in ${places}`,
    states: new Map([
      ...[...within].map(([state, some]) => [state, busy(`${some} within`)] as const),
      ...[...here].map(([state, some]) => [state, busy(noteOf(some))] as const),
    ]),
    edges: new Map(),
    legend:
      inFlight.length === 0
        ? []
        : [{ tone: 'busy', text: 'how many are there now, and how long the longest of them has been' }],
    rest: inFlight.length === 0 ? 'plain' : 'faded',
  }
}

/** It may have come over a wire. */
function checkOccupant(occupant: unknown, map: DiagramMap): void {
  const { state, inState } = { state: undefined, inState: undefined, ...Object(occupant) }
  if (typeof state !== 'string' || !Number.isFinite(inState))
    throw new OverlayError(
      'ERR_OVERLAY_INPUT',
      `What is in flight is in a state, for a number of milliseconds; seen: ${quotedText(String(state))} and ${quotedText(String(inState))}.`,
    )
  map.requireLeaf(state)
}

const busy = (note: string): OverlayMark => ({ tone: 'busy', note })

function noteOf(occupants: readonly Occupant[]): string {
  const longest = durationText(occupants.reduce((most, { inState }) => Math.max(most, inState), 0))
  return occupants.length === 1 ? `1 here, ${longest}` : `${occupants.length} here, up to ${longest}`
}
