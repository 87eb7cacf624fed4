import type { Verdict } from '../engine/verdict.ts'
import type { TransactionRun } from './transaction-run.ts'
import { noBytes } from './bytes-body.ts'
import { createRelay } from './create-relay.ts'
import { changeStore } from './change-store.ts'

/** The reply is stored: its body goes to the store, whoever else reads it. */
export const insert = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.store' || run.reply === undefined)
    throw new TypeError(`nothing to insert after ${verdict.type}`)
  const { environment, id, key, reply } = run
  run.relay = createRelay(run, reply.body ?? noBytes)
  try {
    run.relay.storeWith(environment.store.put(key, verdict.stored))
  } catch (error) {
    environment.tolerate({ transaction: id, key, during: 'write', error })
  }
}

/** The stored response gets the head that a 304 brought up to date; its body stays. RFC 9111 §4.3.4 */
export const freshen = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.freshen' || run.entry === undefined)
    throw new TypeError(`nothing to freshen after ${verdict.type}`)
  const { environment, key, entry } = run
  discard(run)
  changeStore(run, {
    during: 'freshen',
    key,
    work: () => environment.store.freshen(key, entry, verdict.stored),
  })
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
  !transaction.policy.errorStatuses.includes(reply.status)

const discard = (run: TransactionRun): void => {
  const body = run.reply?.body
  if (body === undefined || body === null || body instanceof Uint8Array || run.relay !== undefined) return
  run.relay = createRelay(run, body)
  run.relay.discard()
}
