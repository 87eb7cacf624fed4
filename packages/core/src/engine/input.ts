import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'

/** Whether a refresh of this key may be started now, or one runs, failed just before, or is one too many. */
export type RefreshOpening = 'open' | 'taken'

/** What the world tells a transaction, raw: no decision is made yet. */
export type Input =
  | { readonly type: 'request' }
  /** A background transaction begins: what is stored is to be brought up to date. */
  | { readonly type: 'refresh' }
  /** The store has answered; `variants` says whether it holds others for the key when none was selected. */
  | {
      readonly type: 'lookup'
      readonly stored: StoredResponse | null
      readonly variants: 'none' | 'some'
      readonly refresh: RefreshOpening
    }
  | { readonly type: 'lookupError'; readonly error: unknown }
  /** The origin's response head, connection fields removed. */
  | { readonly type: 'reply'; readonly reply: ResponseHead }
  | { readonly type: 'replyError'; readonly error: unknown }
  | { readonly type: 'deadline'; readonly after: Millis }
  | { readonly type: 'clientGone' }
  | { readonly type: 'stop' }
  | { readonly type: 'bodyDone' }
  | { readonly type: 'bodyError'; readonly error: unknown }
