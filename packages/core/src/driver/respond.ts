import { answer } from '../engine/answer.ts'
import { announcedLength } from '../engine/incoming-reply.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { FieldLines } from '../http/message.ts'
import type { Body } from '../ports/body.ts'
import { bytesBody, emptyBody } from './bytes-body.ts'
import { createRelay } from './create-relay.ts'
import type { Delivery, DeliveryListener } from './delivery.ts'
import { RelayReader } from './relay-reader.ts'
import { StoredDelivery } from './stored-delivery.ts'
import type { TransactionRun } from './transaction-run.ts'

const noTrailers = (): FieldLines => []

/** Gives the client its response. A body that is wholly at hand is delivered with it; any other has begun its way. */
export const respond = (run: TransactionRun, verdict: Verdict): void => {
  const { reply } = run
  const {
    head,
    body: origin,
    source,
    maskedError,
  } = answer(run.transaction, verdict, { reply, now: run.now })
  const { status, reason, fields } = head
  const body = bodyFrom(run, origin)
  const trailers = (origin === 'reply' ? reply?.trailers : undefined) ?? noTrailers
  run.outcome.settle({
    type: 'response',
    response: { status, reason, fields, body, source, maskedError, trailers },
  })
  if (body.bytes !== undefined) run.feed({ type: 'bodyDone' })
}

const bodyFrom = (run: TransactionRun, origin: 'stored' | 'reply' | 'none'): Body => {
  if (origin === 'stored' && run.storedBody !== undefined) return deliverStored(run, run.storedBody)
  return origin === 'reply' ? deliverReply(run) : emptyBody
}

const deliverStored = (run: TransactionRun, body: Body): Body => {
  if (body.bytes === undefined) return keep(run, new StoredDelivery(body, listenerOf(run), storedLength(run)))
  // It is the client's from here on, and not for this transaction to give up when it ends.
  run.storedBody = undefined
  return body
}

const storedLength = ({ entry }: TransactionRun): number | undefined =>
  entry && announcedLength(entry.response)

const deliverReply = (run: TransactionRun): Body => {
  const { reply } = run
  const body = reply?.body ?? null
  if (reply === undefined || body === null) return emptyBody
  if (body instanceof Uint8Array) return bytesBody(body)
  run.relay ??= createRelay(run, body)
  const reader = new RelayReader(announcedLength(reply), listenerOf(run))
  run.relay.readBy(reader)
  return keep(run, reader)
}

const keep = (run: TransactionRun, delivery: Delivery): Delivery => {
  run.delivery = delivery
  return delivery
}

const listenerOf = (run: TransactionRun): DeliveryListener => ({
  done: () => {
    run.feed({ type: 'bodyDone' })
  },
  failed: (error) => {
    run.feed({ type: 'bodyError', error })
  },
  left: () => {
    run.feed({ type: 'clientGone' })
  },
})
