import type { Millis, TransactionEffect, TransactionEventType } from '@cachechart/core'
import { placeOf, placeOfFlight, type SequenceLine, type SequencePlace } from './sequence-line.ts'
import type { TimelineStep, TimelineTransaction } from './timeline.ts'
import { waitNotes } from './wait-notes.ts'

/** What a transaction orders of whom. Deadlines, and what becomes of its flight, are not messages. */
const orders: {
  readonly [Effect in TransactionEffect]?: readonly [
    SequencePlace | 'flight',
    'order' | 'answer' | 'lost',
    string,
  ]
} = {
  'cache.lookup': ['store', 'order', 'look up'],
  'lookup.cancel': ['store', 'lost', 'lookup given up'],
  'flight.join': ['flight', 'order', 'follow'],
  'flight.leave': ['flight', 'lost', 'leave'],
  'lease.ask': ['lease', 'order', 'ask for the lease'],
  'lease.await': ['lease', 'order', 'wait for its end'],
  'lease.leave': ['lease', 'lost', 'wait no longer'],
  'cache.invalidate': ['store', 'order', 'invalidate'],
  'cache.replace': ['store', 'order', 'replace'],
  'backend.send': ['origin', 'order', 'ask'],
  'backend.sendOriginal': ['origin', 'order', 'ask, past the cache'],
  'backend.resendUnconditional': ['origin', 'order', 'ask again, without conditions'],
  'backend.cancel': ['origin', 'lost', 'cancel'],
  'client.respond': ['clients', 'answer', 'response'],
  'client.fail': ['clients', 'lost', 'error'],
  'delivery.abort': ['clients', 'lost', 'body broken off'],
}

/** Who tells a transaction that something has happened, by the first word of the event. */
const tellers: Readonly<Record<string, SequencePlace | 'flight'>> = {
  lookup: 'store',
  lease: 'lease',
  purge: 'store',
  flight: 'flight',
  reply: 'origin',
}

/** What a transaction has said, and was told. `longWait`, in milliseconds: waits that are worth a note. */
export const messagesOf = (transaction: TimelineTransaction, longWait: Millis): SequenceLine[] => {
  const self = placeOf(transaction)
  const start: SequenceLine = {
    kind: 'message',
    at: transaction.begin,
    order: transaction.order,
    ...beginningOf(transaction),
    to: self,
  }
  const waits = waitNotes(transaction, longWait)
  const lines = transaction.steps.flatMap((step): SequenceLine[] => {
    const notes = waits.filter(({ line, endedBy }) => endedBy === step.event && line.at === step.at)
    return [
      ...notes.map(({ line }) => line),
      ...eventLine(transaction, step),
      ...step.effects.flatMap((effect) => orderLine(effect, transaction, step)),
    ]
  })
  const open = waits.filter(({ endedBy }) => endedBy === null).map(({ line }) => line)
  return [start, ...lines, ...open]
}

const orderLine = (
  effect: TransactionEffect,
  transaction: TimelineTransaction,
  step: TimelineStep,
): SequenceLine[] => {
  const order = orders[effect]
  if (order === undefined) return []
  const [place, arrow, text] = order
  const flight = effect === 'flight.join' ? flightAfter(transaction, step) : flightBefore(transaction, step)
  const to = place === 'flight' ? flight : place
  if (to === null) return []
  const said = effect === 'client.respond' ? answerText(transaction, text) : text
  return [
    { kind: 'message', at: step.at, order: step.order, from: placeOf(transaction), to, arrow, text: said },
  ]
}

const answerText = ({ status, outcome }: TimelineTransaction, text: string): string =>
  [status ?? text, outcome].filter((word) => word !== null).join(' ')

const beginningOf = ({
  method,
  url,
  begunBy,
  run,
}: TimelineTransaction): { from: string; arrow: 'order'; text: string } =>
  begunBy === null
    ? { from: 'clients', arrow: 'order', text: `${method} ${url}` }
    : { from: placeOf({ run, id: begunBy }), arrow: 'order', text: `refresh ${url}` }

const eventLine = (transaction: TimelineTransaction, step: TimelineStep): SequenceLine[] => {
  const { at, order, event, detail } = step
  const self = placeOf(transaction)
  const text = detail === '' ? event : `${event} (${detail})`
  const said = { kind: 'message', at, order, text } as const
  if (event.startsWith('client.gone')) return [{ ...said, from: 'clients', to: self, arrow: 'lost' }]
  if (event === 'delivery.done') return [{ ...said, from: self, to: 'clients', arrow: 'answer' }]
  const teller = tellers[wordOf(event)]
  const from = teller === 'flight' ? flightBefore(transaction, step) : teller
  if (from === undefined) return isSilent(event) ? [] : [{ kind: 'note', at, order, over: self, text }]
  return from === null ? [] : [{ ...said, from, to: self, arrow: 'answer' }]
}

const wordOf = (event: TransactionEventType): string => event.slice(0, event.indexOf('.'))

/** What follows from the request itself. */
const isSilent = (event: TransactionEventType): boolean => /^(?:request|refresh)\./.test(event)

/** The flight that it has waited for until this event, and the one that it waits for from there on. */
const flightBefore = ({ spans }: TimelineTransaction, { at, event }: TimelineStep): string | null =>
  named(spans.find(({ flight, end, endedBy }) => flight !== null && end === at && endedBy === event)?.flight)

const flightAfter = ({ spans }: TimelineTransaction, { at }: TimelineStep): string | null =>
  named(spans.findLast(({ flight, begin }) => flight !== null && begin === at)?.flight)

const named = (flight: string | null | undefined): string | null =>
  flight === undefined || flight === null ? null : placeOfFlight(flight)
