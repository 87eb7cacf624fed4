import { answer, type Answer } from '../engine/answer.ts'
import { announcedLength } from '../engine/incoming-reply.ts'
import { ageOf, answeredBy, labelsOf } from '../engine/metadata.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { FieldLines } from '../http/message.ts'
import type { BodyCut } from '../policy/present.ts'
import type { ByteSlice } from '../policy/verdicts.ts'
import type { Body } from '../ports/body.ts'
import { BackendError } from '../ports/port-errors.ts'
import type { BodyRelay } from './body-relay.ts'
import { bytesBody, emptyBody, noBytes } from './bytes-body.ts'
import { createRelay } from './create-relay.ts'
import { cutBody } from './cut-body.ts'
import type { Delivery, DeliveryListener } from './delivery.ts'
import { RelayReader } from './relay-reader.ts'
import { SplicedBody, splicedBody } from './spliced-body.ts'
import { ComposedDelivery, unheard } from './composed-delivery.ts'
import { StoredDelivery } from './stored-delivery.ts'
import type { TransactionRun } from './transaction-run.ts'

/** RFC 9111 §3.1: trailer fields are not stored. */
const noTrailers = (): FieldLines => []

/** Gives the client its response. A body that is wholly at hand is delivered with it; any other has begun its way. */
export const respond = (run: TransactionRun, verdict: Verdict): void => {
  const { reply, now } = run
  const given = answer(run.transaction, verdict, { reply, storedLength: lengthKnown(run, verdict), now })
  const { head, source, maskedError } = given
  const { status, reason, fields } = head
  const outcome = answeredBy(verdict.type, run.transaction)
  run.answered = outcome
  const isStored = source === 'stored'
  const age = ageOf(given.stored, now)
  const ttl = given.stored === null || age === undefined ? undefined : given.stored.lifetime - age
  const body = bodyFrom(run, given, verdict)
  const trailers = (given.body === 'reply' ? reply?.trailers : undefined) ?? noTrailers
  run.outcome.settle({
    type: 'response',
    response: {
      status,
      reason,
      fields,
      body,
      source,
      outcome,
      cached: isStored,
      stale: ttl !== undefined && ttl <= 0,
      age,
      ttl,
      hits: isStored ? countUse(run) : 0,
      surrogateKeys: labelsOf(given.stored, fields),
      maskedError,
      waited: run.transaction.waitedSince !== null,
      role: run.transaction.history.role,
      trailers,
    },
  })
  if (body.bytes !== undefined) run.feed({ type: 'bodyDone' })
}

/** A store that cannot count is no reason to give its response to nobody. */
const countUse = ({ environment, entry, id, key }: TransactionRun): number => {
  try {
    return entry?.countUse() ?? 0
  } catch (error) {
    environment.tolerate({ transaction: id, key, during: 'lookup', error })
    return 0
  }
}

/** The length of the body that the stored head belongs to, where it is known. */
const lengthKnown = ({ storedBody, shared }: TransactionRun, { type }: Verdict): number | undefined =>
  type === 'flight.shared' && shared !== undefined ? announcedLength(shared.stored) : storedBody?.length

const bodyFrom = (run: TransactionRun, { body, cut }: Answer, verdict: Verdict): Body => {
  const { storedBody } = run
  switch (body) {
    case 'stored':
      return storedBody === undefined ? emptyBody : deliverStored(run, storedBody, cut)
    case 'reply':
      return deliverReply(run)
    case 'spliced':
      return deliverSpliced(run, verdict)
    case 'shared':
      return deliverShared(run, cut)
    default:
      return emptyBody
  }
}

const deliverStored = (run: TransactionRun, whole: Body, cut: BodyCut | null): Body => {
  const body = cut === null ? whole : cutBody(whole, cut)
  if (body.bytes === undefined) {
    const expected = cut === null ? storedLength(run) : cut.length
    return keep(run, new StoredDelivery(body, listenerOf(run), { expected, standsInFor: run.failure }))
  }
  // It is the client's from here on, and not for this transaction to give up when it ends.
  run.storedBody = undefined
  return body
}

/** The body of the leader's reply, or a piece of it, while it arrives. */
const deliverShared = (run: TransactionRun, cut: BodyCut | null): Body => {
  const { shared } = run
  if (shared === undefined) throw new TypeError('nothing is shared with this transaction')
  const { bytes, stored, relay } = shared
  if (bytes !== undefined) return cut === null ? bytesBody(bytes) : cutBody(bytesBody(bytes), cut)
  if (cut === null) {
    const reader = new RelayReader(announcedLength(stored), listenerOf(run))
    readFrom(run, relay, reader)
    return keep(run, reader)
  }
  const reader = new RelayReader(announcedLength(stored), unheard)
  readFrom(run, relay, reader)
  const listener = listenerOf(run)
  const done = (): void => {
    // The rest of the body is for others.
    relay.dropReader(reader)
    listener.done()
  }
  return keep(run, new ComposedDelivery(cutBody(reader, cut), () => reader.waitsFor, { ...listener, done }))
}

/** The client reads from its own reply's relay, or from its leader's. */
const readFrom = (run: TransactionRun, relay: BodyRelay, reader: RelayReader): void => {
  run.source = relay
  run.reader = reader
  // Whoever was told of the response may have stopped its body.
  if (!relay.isWhole) return reader.fail(new BackendError('ERR_BACKEND_CANCELLED', 'the body was stopped'))
  relay.readBy(reader, relay === run.relay ? 'leader' : 'follower')
}

/** What was missing of a stored part, between what was there already. RFC 9111 §3.3 */
const deliverSpliced = (run: TransactionRun, verdict: Verdict): Body => {
  const { storedBody } = run
  if (verdict.type !== 'reply.combine' || storedBody === undefined)
    throw new TypeError(`nothing to splice after ${verdict.type}`)
  const { before, after } = verdict.splice
  const whole = announcedLength(verdict.stored)
  const expected = whole === undefined ? undefined : whole - lengthOf(before) - lengthOf(after)
  const cutOf = (slice: ByteSlice | null) =>
    slice && cutBody(storedBody, { pieces: [slice], length: lengthOf(slice) })
  const frame = { before: cutOf(before), after: cutOf(after), expected }
  const body = splicedBody(replyPart(run, expected), frame)
  return body instanceof SplicedBody
    ? keep(run, new ComposedDelivery(body, () => body.sender, listenerOf(run)))
    : body
}

const lengthOf = (slice: ByteSlice | null): number => (slice === null ? 0 : slice.to - slice.from)

/** The reply's own bytes; that they are all sent does not end the delivery of which they are a part. */
const replyPart = (run: TransactionRun, expected: number | undefined): Body => {
  const body = run.reply?.body ?? null
  if (body === null || body instanceof Uint8Array) return bytesBody(body ?? noBytes)
  run.relay ??= createRelay(run, body)
  const reader = new RelayReader(expected, unheard)
  readFrom(run, run.relay, reader)
  return reader
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
  readFrom(run, run.relay, reader)
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
    run.clientGone()
  },
})
