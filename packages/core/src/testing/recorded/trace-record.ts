import type { FlightTransition, Trace, Transition } from '../../engine/trace.ts'
import { TraceRecordError } from './trace-invariant-error.ts'

/**
 * What a cache tells of its work: `traces()` and `inFlight()` a `Trace` each, `onTransition` a `Transition`,
 * `onFlightTransition` a `FlightTransition`; themselves, or as JSON has brought them back.
 */
export type TraceRecord = Trace | Transition | FlightTransition

/** A record and what it is. */
export type KnownRecord =
  | { readonly kind: 'trace'; readonly record: Trace }
  | { readonly kind: 'transition'; readonly record: Transition }
  | { readonly kind: 'flight'; readonly record: FlightTransition }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isStep = (value: unknown, ...names: string[]): boolean =>
  isRecord(value) && names.every((name) => typeof value[name] === 'string') && typeof value['at'] === 'number'

const isTrace = (value: Readonly<Record<string, unknown>>): boolean =>
  typeof value['id'] === 'number' &&
  typeof value['dropped'] === 'number' &&
  typeof value['startedAt'] === 'number' &&
  typeof value['state'] === 'string' &&
  Array.isArray(value['history']) &&
  value['history'].every((step: unknown) => isStep(step, 'event', 'state'))

/** Tells records apart by what they have. @throws TraceRecordError (`ERR_TRACE_RECORD`) for anything else */
export const knownRecord = (record: unknown, index: number): KnownRecord => {
  if (isRecord(record)) {
    // What has all members of a kind is taken for one of it; the words in them are for the walks to judge.
    if (isTrace(record)) return { kind: 'trace', record: record as unknown as Trace }
    if (isStep(record, 'key', 'event', 'from', 'to')) {
      if (typeof record['transaction'] === 'number')
        return { kind: 'transition', record: record as unknown as Transition }
      if (typeof record['leader'] === 'number')
        return { kind: 'flight', record: record as unknown as FlightTransition }
    }
  }
  const text = JSON.stringify(record) as string | undefined // there is no JSON for undefined
  throw new TraceRecordError(
    `record ${index + 1} is neither a Trace, nor a Transition, nor a FlightTransition: ${(text ?? 'undefined').slice(0, 200)}`,
  )
}
