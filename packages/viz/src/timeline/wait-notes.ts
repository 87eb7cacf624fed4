import type { Millis, TransactionEventType } from '@cachechart/core'
import { durationText } from '../duration-text.ts'
import { placeOf, type SequenceLine } from './sequence-line.ts'
import type { TimelineSpan, TimelineTransaction, WaitsFor } from './timeline.ts'

/** A note about a wait, and what ended it; it stands before that. */
export interface WaitNote {
  readonly line: SequenceLine
  readonly endedBy: TransactionEventType | null
}

const waits: { readonly [Whom in WaitsFor]: string | null } = {
  nothing: null,
  store: 'for the store',
  leader: 'for its leader',
  lease: 'for the lease',
  origin: 'for the origin',
  client: 'for the end of the body',
}

/** What is to be said of the waits of a transaction that took `longWait` milliseconds, or that have no end. */
export const waitNotes = (transaction: TimelineTransaction, longWait: Millis): WaitNote[] => {
  const over = placeOf(transaction)
  const last = transaction.steps.at(-1)?.at ?? transaction.begin
  return joined(transaction.spans).flatMap(({ begin, end, endedBy, waitsFor }): WaitNote[] => {
    const whom = waits[waitsFor]
    if (whom === null) return []
    if (end === null) {
      const line = { kind: 'note', at: last, order: latest, over, text: `still waits ${whom}` } as const
      return [{ line, endedBy: null }]
    }
    const step = transaction.steps.find(({ at, event }) => at === end && event === endedBy)
    if (end - begin < longWait || step === undefined) return []
    const text = `waited ${durationText(end - begin)} ${whom}`
    return [{ line: { kind: 'note', at: end, order: step.order, over, text }, endedBy }]
  })
}

/** After all that is on record. */
const latest = Number.MAX_SAFE_INTEGER

/** Whoever was handed from one leader to another has waited once. */
const joined = (spans: readonly TimelineSpan[]): readonly TimelineSpan[] => {
  let since: Millis | null = null
  return spans.flatMap((span): TimelineSpan[] => {
    const begin: Millis = since ?? span.begin
    const isHandedOn = span.waitsFor === 'leader' && span.end !== null && span.endedBy === null
    since = isHandedOn ? begin : null
    return isHandedOn ? [] : [{ ...span, begin }]
  })
}
