import type { AdmitVerdict, Ask, PassedReplyVerdict, ReplyVerdict, ReuseVerdict } from '../policy/verdicts.ts'

/** A verdict of the engine itself, on what happened around the messages. */
type WorldVerdict =
  /** To the origin on nobody's behalf. */
  | { readonly type: 'refresh.begin'; readonly ask: Ask }
  /** Like `lookup.stale`, and this transaction was elected to start the refresh. */
  | { readonly type: 'lookup.staleObliged' }
  | { readonly type: 'lookup.failed' | 'lookup.fatal'; readonly error: unknown }
  | { readonly type: 'reply.failed'; readonly error: unknown }
  | { readonly type: 'reply.masked'; readonly error: unknown }
  | { readonly type: 'deadline.passed' | 'deadline.masked' | 'deadline.failed'; readonly error: unknown }
  | { readonly type: 'client.gone' | 'client.goneLast' }
  | { readonly type: 'fetch.stopped' }
  | { readonly type: 'delivery.done' }
  | { readonly type: 'delivery.failed'; readonly error: unknown }

/** The verdicts of policy in which an error has no cause beside the reply itself. */
type PolicyReplyVerdict = Exclude<ReplyVerdict, { readonly type: 'reply.failed' | 'reply.masked' }>

/** What the engine made of an input. Its type is the machine's event; the rest is for those who carry out the effects. */
export type Verdict = AdmitVerdict | ReuseVerdict | PolicyReplyVerdict | PassedReplyVerdict | WorldVerdict
