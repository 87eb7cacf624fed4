import type { StoredResponse } from '../http/stored-response.ts'
import type {
  AdmitVerdict,
  Ask,
  ForwardReason,
  PassedReplyVerdict,
  ReplyVerdict,
  ReuseVerdict,
} from '../policy/verdicts.ts'

/** A verdict of the engine itself, on what happened around the messages. */
type WorldVerdict =
  /** To the origin on nobody's behalf. */
  | { readonly type: 'refresh.begin' | 'refresh.leaseObliged'; readonly ask: Ask }
  /** Like `lookup.stale`, and this transaction was elected to start the refresh. */
  | { readonly type: 'lookup.staleObliged' }
  /** Like `lookup.obliged`, but another transaction asks already. */
  | { readonly type: 'lookup.joined'; readonly reason: ForwardReason; readonly ask: Ask }
  /** Like `lookup.obliged`, but others who share the store may be asking already. */
  | { readonly type: 'lookup.leaseObliged'; readonly reason: ForwardReason; readonly ask: Ask }
  | { readonly type: 'lookup.pass'; readonly reason: ForwardReason }
  | { readonly type: 'lease.granted' | 'lease.taken' | 'lease.ended' }
  | { readonly type: 'lease.failed'; readonly error: unknown }
  | { readonly type: 'purge.noted' }
  | { readonly type: 'flight.shared'; readonly stored: StoredResponse }
  | { readonly type: 'flight.landed' | 'flight.woken' | 'flight.passed' }
  | { readonly type: 'flight.masked'; readonly error: unknown }
  | { readonly type: 'lookup.failed' | 'lookup.fatal'; readonly error: unknown }
  | { readonly type: 'reply.failed'; readonly error: unknown }
  | { readonly type: 'reply.masked'; readonly error: unknown }
  | { readonly type: 'deadline.passed' | 'deadline.masked' | 'deadline.failed'; readonly error: unknown }
  | { readonly type: 'deadline.detached' | 'deadline.joined'; readonly error: unknown }
  | { readonly type: 'client.gone' | 'client.goneLast' }
  | { readonly type: 'fetch.stopped' }
  | { readonly type: 'delivery.done' }
  | { readonly type: 'delivery.failed'; readonly error: unknown }

/** The verdicts of policy in which an error has no cause beside the reply itself. */
type PolicyReplyVerdict = Exclude<ReplyVerdict, { readonly type: 'reply.failed' | 'reply.masked' }>

/** What the engine made of an input. Its type is the machine's event; the rest is for those who carry out the effects. */
export type Verdict = AdmitVerdict | ReuseVerdict | PolicyReplyVerdict | PassedReplyVerdict | WorldVerdict
