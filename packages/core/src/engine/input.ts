import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { StorageAction } from '../policy/forced-action.ts'
import type { StoringOverrides } from '../policy/storage-overrides.ts'

/** Which of the deadlines of a transaction has passed. */
export type DeadlineKind = 'own' | 'connect' | 'transaction'

/** Whether a refresh of this key may be started now, or one runs, failed just before, or is one too many. */
export type RefreshOpening = 'open' | 'taken'

/** Whoever asks the origin needs a lease for it, as others share the store. Left out where nobody does. */
type LeaseNeed = 'wanted'

/** What goes on for the key beside a transaction. */
export interface Company {
  /** `joinable`: another transaction has asked for the same. */
  readonly flight: 'joinable' | 'none'
  /** What an uncacheable reply has left behind for the key: `miss`: nobody waits; `pass`: nothing is stored. */
  readonly mark: 'none' | 'miss' | 'pass'
}

/** What the world tells a transaction, raw: no decision is made yet. */
export type Input =
  | { readonly type: 'request' }
  /** A background transaction begins: what is stored is to be brought up to date. */
  | { readonly type: 'refresh'; readonly lease?: LeaseNeed }
  /** The store has answered; `variants` says whether it holds others for the key when none was selected. */
  | ({
      readonly type: 'lookup'
      readonly stored: StoredResponse | null
      readonly variants: 'none' | 'some'
      readonly refresh: RefreshOpening
      readonly lease?: LeaseNeed
    } & Company)
  /** The leader's reply is for its followers, too: this is its head. */
  | { readonly type: 'flightReply'; readonly stored: StoredResponse }
  /**
   * The flight has nothing more for this follower. `landed`: the store may have; `woken`: it is this one's turn to lead;
   * `passed`: each for itself; `failed`: the origin failed, and the stored response may stand in.
   */
  | { readonly type: 'flightOver'; readonly outcome: 'landed' | 'woken' | 'passed' }
  | { readonly type: 'flightFailed'; readonly error: unknown }
  | ({ readonly type: 'lookupError'; readonly error: unknown } & Partial<Company>)
  /** What became of the question for a lease. `ended`: another process had it, and does not any more. */
  | { readonly type: 'lease'; readonly answer: 'granted' | 'taken' | 'ended' }
  | { readonly type: 'leaseError'; readonly error: unknown }
  /** What the store has said was purged since, or may have been. */
  | { readonly type: 'purged' }
  /** The origin's response head, connection fields removed. */
  | {
      readonly type: 'reply'
      readonly reply: ResponseHead
      /** In place of the transaction's own. */
      readonly overrides?: StoringOverrides | undefined
      /** What somebody has chosen to do with it. */
      readonly action?: StorageAction | undefined
    }
  | { readonly type: 'replyError'; readonly error: unknown }
  /** `own`: the deadline of the state; `connect`, `transaction`: of what goes on in it, or of everything together. */
  | ({ readonly type: 'deadline'; readonly after: Millis; readonly of: DeadlineKind } & Partial<Company>)
  /** `others`: how many follow this transaction. */
  | { readonly type: 'clientGone'; readonly others: number }
  | { readonly type: 'stop' }
  | { readonly type: 'bodyDone' }
  | { readonly type: 'bodyError'; readonly error: unknown }
