import type { CompiledMachine } from '../engine/compiled-machine.ts'
import type { Millis } from '../http/units.ts'
import { checkTrace } from './recorded/check-trace.ts'
import { RecordedCache } from './recorded/recorded-cache.ts'
import { cacheMachines } from './recorded/recorded-machine.ts'
import { knownRecord, type TraceRecord } from './recorded/trace-record.ts'

/** How records are read. */
export interface TraceInvariantOptions {
  /** Whether transactions and flights may be under way at the end. Default `refused`: all have ended. */
  readonly open?: 'allowed' | 'refused'
  /** `before`: the cache was at work before the first record. Default `recorded`: the records begin with the cache. */
  readonly begun?: 'recorded' | 'before'
  /** How far the clock may have been set back while they were made. Default 0. */
  readonly mayGoBack?: Millis
  /** The machines, compiled, where they are not the ones of this package. */
  readonly machines?: { readonly transaction?: CompiledMachine; readonly flight?: CompiledMachine }
}

/**
 * Holds what one cache has told of its work to every invariant that it can show: each step is an edge of the machine,
 * begins where the one before has ended and is no earlier; each transaction and each flight ends once; what is taken (an
 * obligation, a place in a flight, a timer, a writer) is given back once; nobody follows where nobody leads. Transitions
 * are in the order in which they were told; traces may stand anywhere among them, and may have been cut (`dropped`).
 *
 * @throws TraceInvariantError (`ERR_TRACE_INVARIANT`) for the first that is broken, with the story up to there
 * @throws TraceRecordError (`ERR_TRACE_RECORD`) for what is no record
 * @example
 * const log: string[] = []
 * const record = (told: TraceRecord) => void log.push(JSON.stringify(told))
 * const cache = createCache({
 *   store: memoryStore(),
 *   backend,
 *   onTransition: record,
 *   onFlightTransition: record,
 * })
 * await cache.handle({ method: 'GET', url: 'https://example.com/', fields: [] })
 * await cache.drain()
 * assertInvariants(log.map((line): TraceRecord => JSON.parse(line)))
 * assertInvariants(cache.traces())
 */
export function assertInvariants(records: Iterable<TraceRecord>, options: TraceInvariantOptions = {}): void {
  const { open = 'refused', begun = 'recorded', mayGoBack = 0 } = options
  const machines = cacheMachines(options.machines)
  const known = [...records].map(knownRecord)
  const recorded = known.some(({ kind }) => kind === 'flight') ? 'both' : 'transactions'
  const cache = new RecordedCache({ ...machines, open, begun, mayGoBack, recorded })
  for (const { kind, record } of known) {
    if (kind === 'trace') checkTrace(record, machines.transaction, { open, mayGoBack })
    else if (kind === 'transition') cache.takeTransition(record)
    else cache.takeFlight(record)
  }
  cache.end()
}
