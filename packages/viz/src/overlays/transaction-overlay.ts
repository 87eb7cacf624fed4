import type { CacheRecord, RecordedBegin, RecordedStep } from '@cachechart/core'
import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { pathOverlay } from './path-overlay.ts'
import { recordsOfRun } from './records-of-run.ts'
import { shortenText } from './shorten-text.ts'

/** Which transaction of a recording is meant. */
export interface WantedTransaction {
  readonly id: number
  /** Of which cache, where several are recorded. */
  readonly run?: string | undefined
}

/**
 * The way of one recorded transaction through its machine: on each edge, which step it was and when, in milliseconds from the
 * beginning on; in each state, for how long it was there.
 *
 * @throws OverlayError `ERR_OVERLAY_ABSENT` where nothing is recorded of it, `ERR_OVERLAY_AMBIGUOUS` where it can be one of
 * several, `ERR_OVERLAY_STATE` or `ERR_OVERLAY_EDGE` for a step that this machine does not take
 * @example
 * const records: CacheRecord[] = []
 * const onRecord = (record: CacheRecord) => void records.push(record)
 * const cache = createCache({ store: memoryStore({ maxBytes: 1_000_000 }), backend, onRecord })
 * await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] })
 * const overlay = transactionOverlay(toDiagram(transactionMachine), records, { id: 1 })
 * console.log([...overlay.states.keys()].at(-1)) // 'delivered'
 */
export function transactionOverlay(
  diagram: Diagram,
  records: Iterable<CacheRecord>,
  { id, run }: WantedTransaction,
): Overlay {
  const isOfIt = (record: CacheRecord): record is RecordedBegin | RecordedStep =>
    (record.kind === 'begin' || record.kind === 'step') && record.id === id
  const own = recordsOfRun(records, { run, what: `transaction ${id}` }, isOfIt)
  const begin = own.find((record) => record.kind === 'begin')
  const asked = begin === undefined ? '' : `, ${shortenText(`${begin.method} ${begin.url}`, 80)}`
  return pathOverlay(diagram, {
    name: `Transaction ${id}${asked}`,
    startedAt: begin?.at,
    steps: own.filter((record) => record.kind === 'step'),
  })
}
