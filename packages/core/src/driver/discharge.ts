import { announcedLength } from '../engine/incoming-reply.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { StoreWriter } from '../ports/store.ts'
import { noBytes } from './bytes-body.ts'
import { changeStore } from './change-store.ts'
import { createRelay } from './create-relay.ts'
import { exactWriter } from './exact-writer.ts'
import { spliceWriter } from './splice-writer.ts'
import type { TransactionRun } from './transaction-run.ts'

/** The reply is stored: its body goes to the store, whoever else reads it. */
export const insert = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.store') throw new TypeError(`nothing to insert after ${verdict.type}`)
  keep(run, () => writerFor(run, verdict.stored))
}

/** The reply to an unsafe request is what a GET would now be answered: it is stored. RFC 9110 §9.3.3 */
export const replace = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.replacing') throw new TypeError(`nothing to replace after ${verdict.type}`)
  keep(run, () => writerFor(run, verdict.stored))
}

/** The reply is a part of what is stored a part of: both together are stored. RFC 9111 §3.4 */
export const combine = (run: TransactionRun, verdict: Verdict): void => {
  const { entry } = run
  if (verdict.type !== 'reply.combine' || entry === undefined)
    throw new TypeError(`nothing to combine after ${verdict.type}`)
  keep(run, () => spliceWriter(combinedWriter(run, verdict.stored), entry, verdict.splice))
}

/** A writer for the response. What a part announces to be is what it has to be: by that it is cut and put together. */
const writerFor = ({ environment, key }: TransactionRun, stored: StoredResponse): StoreWriter => {
  const writer = environment.store.put(key, stored)
  return stored.part === null ? writer : exactWriter(writer, stored.part.length)
}

/** The same for parts put together, of which each might have fewer bytes than it said. */
const combinedWriter = ({ environment, key }: TransactionRun, stored: StoredResponse): StoreWriter => {
  const writer = environment.store.put(key, stored)
  const expected = announcedLength(stored)
  return expected === undefined ? writer : exactWriter(writer, expected)
}

const keep = (run: TransactionRun, begin: () => StoreWriter): void => {
  const { environment, id, key, reply } = run
  run.relay = createRelay(run, reply?.body ?? noBytes)
  try {
    run.relay.storeWith(begin())
  } catch (error) {
    environment.tolerate({ transaction: id, key, during: 'write', error })
  }
}

/** The stored response gets the head that a reply brought up to date; its body stays. RFC 9111 §4.3.4 */
export const freshen = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.freshen') throw new TypeError(`nothing to freshen after ${verdict.type}`)
  discard(run)
  changeHead(run, verdict.stored)
}

/** The stored response is not right any more: it counts as stale. RFC 9111 §4.3.5 */
export const expire = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.expire') throw new TypeError(`nothing expires after ${verdict.type}`)
  changeHead(run, verdict.stored)
}

const changeHead = (run: TransactionRun, stored: StoredResponse): void => {
  const { environment, key, entry } = run
  if (entry === undefined) throw new TypeError('nothing is stored whose head could change')
  changeStore(run, { during: 'freshen', key, work: () => environment.store.freshen(key, entry, stored) })
}

/** The obligation ends without anything new in the store. */
export const release = (run: TransactionRun, verdict: Verdict): void => {
  const { environment, key } = run
  if (isObsolete(run, verdict)) {
    changeStore(run, { during: 'invalidate', key, work: () => environment.store.delete(key) })
  }
  // Whatever is not delivered is not left standing in the connection either.
  if (verdict.type === 'reply.masked' || run.transaction.state.final) discard(run)
}

/**
 * Statuses that are about the request, and say nothing of what is stored: RFC 9110 §15.3.7 and §15.5.17 answer a Range,
 * RFC 6585 this client alone.
 */
const aboutTheRequest = new Set([206, 416, 428, 429, 431, 511])

/**
 * RFC 9111 §4.3.3: a full response says that the stored one is not suitable any more. When the new one may not be
 * stored, nothing remains; an error status says nothing of the kind.
 */
const isObsolete = ({ transaction, entry, reply }: TransactionRun, verdict: Verdict): boolean =>
  (verdict.type === 'reply.decline' || verdict.type === 'reply.uncacheable') &&
  entry !== undefined &&
  // RFC 9111 §3.5: an answer to a user who is known to the origin says nothing of the one for all.
  transaction.facts?.hasAuthorization === false &&
  transaction.request.method === 'GET' &&
  reply !== undefined &&
  !aboutTheRequest.has(reply.status) &&
  !transaction.policy.errorStatuses.includes(reply.status)

const discard = (run: TransactionRun): void => {
  const body = run.reply?.body
  if (body === undefined || body === null || body instanceof Uint8Array || run.relay !== undefined) return
  run.relay = createRelay(run, body)
  run.relay.discard()
}
