import type { CacheRecord, RecordedFlight, RecordedStep } from '@cachechart/core'
import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { DiagramMap } from './diagram-map.ts'
import { OverlayError } from './overlay-error.ts'
import { pathOverlay } from './path-overlay.ts'
import { recordsOfRun } from './records-of-run.ts'
import type { WalkedPath } from './walked-path.ts'

/** Which flight of a recording is meant. */
export interface WantedFlight {
  /** The number of the transaction that leads. */
  readonly leader: number
  /** Of which cache, where several are recorded. */
  readonly run?: string | undefined
  /** Which of the flights that it led, from 1. Default: the last one. */
  readonly flight?: number | undefined
}

/**
 * The way of one recorded flight through its machine, as `transactionOverlay` shows a transaction's: who joined it, when the
 * reply came, what became of the body.
 *
 * @throws OverlayError `ERR_OVERLAY_ABSENT` where nothing is recorded of it, `ERR_OVERLAY_AMBIGUOUS` where it can be one of
 * several caches', `ERR_OVERLAY_STATE` or `ERR_OVERLAY_EDGE` for a step that this machine does not take
 * @example
 * const records: CacheRecord[] = []
 * const onRecord = (record: CacheRecord) => void records.push(record)
 * const cache = createCache({ store: memoryStore({ maxBytes: 1_000_000 }), backend, onRecord })
 * await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] })
 * await cache.drain({ timeout: 1_000 })
 * const overlay = flightOverlay(toDiagram(flightMachine), records, { leader: 1 })
 * console.log([...overlay.states.keys()].at(-1)) // 'closed'
 */
export function flightOverlay(
  diagram: Diagram,
  records: Iterable<CacheRecord>,
  { leader, run, flight }: WantedFlight,
): Overlay {
  const isOfIt = (record: CacheRecord): record is RecordedFlight | RecordedStep =>
    (record.kind === 'flight' && record.leader === leader) || (record.kind === 'step' && record.id === leader)
  const what = `transaction ${leader}`
  const flights = flightsOf(recordsOfRun(records, { run, what }, isOfIt), new DiagramMap(diagram))
  const number = flight ?? flights.length
  const path = flights[number - 1]
  if (path === undefined)
    throw new OverlayError(
      'ERR_OVERLAY_ABSENT',
      flights.length === 0
        ? `No flight is recorded that transaction ${leader} leads.`
        : `Transaction ${leader} leads ${flights.length} of the flights that are recorded: there is no number ${number}.`,
    )
  const which = flights.length === 1 ? '' : ` (${number} of ${flights.length})`
  return pathOverlay(diagram, { ...path, name: `The flight of transaction ${leader}${which}` })
}

/**
 * One after the other: a transaction that looks again may lead again, and what is told of a flight that is over is of the
 * next one. Nobody tells of a flight's beginning but its leader, by the order that begins it.
 */
function flightsOf(records: readonly (RecordedFlight | RecordedStep)[], map: DiagramMap): WalkedPath[] {
  const flights: WalkedPath[] = []
  let startedAt: number | undefined
  let steps: RecordedFlight[] | undefined
  for (const record of records) {
    if (record.kind === 'step') {
      if (begins(record)) startedAt ??= record.at
      continue
    }
    if (steps === undefined) flights.push({ startedAt, steps: (steps = []) })
    steps.push(record)
    if (!map.isFinal(record.to)) continue
    steps = undefined
    startedAt = undefined
  }
  return flights
}

const begins = ({ effects }: RecordedStep): boolean =>
  effects.includes('flight.open') || effects.includes('backend.send')
