import type { InFlight } from '../engine/trace.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import type { Delivery } from './delivery.ts'

/** The flight that a follower waits for. */
export interface FollowedFlight {
  readonly meta: StateMeta
  readonly leader: { readonly id: number; readonly state: string }
}

/** What is known of an open transaction beside its history. */
export interface OpenTransaction {
  readonly transaction: Pick<Transaction, 'history' | 'state'>
  /** What the backend said last of what it is doing. */
  readonly step: string | undefined
  /** Whom it follows. */
  readonly following: FollowedFlight | undefined
  /** The body on its way to the client, once there is one. */
  readonly delivery: Pick<Delivery, 'waitsFor'> | undefined
}

/** Where a transaction is, since when, and what it waits for, in the words of the machines' own descriptions. */
export const storyOf = (open: OpenTransaction, now: Millis): InFlight => {
  const { history, state } = open.transaction
  const { since } = history
  const meta = state.meta as StateMeta // the machine's own type for meta; a test checks every state
  return {
    ...history.toTrace(),
    since,
    // A clock that was set back makes no age negative.
    inState: Math.max(0, now - since),
    ...waitOf(open, meta),
    // A call that was given up (its deadline passed, say) is not what the transaction waits for any more.
    step: meta.owedBy === 'origin' ? open.step : undefined,
    leader: open.following?.leader.id,
  }
}

const waitOf = (
  { following, delivery }: OpenTransaction,
  { waitsFor, owedBy }: StateMeta,
): Pick<InFlight, 'waitsFor' | 'owedBy'> => {
  if (following !== undefined) return followersWait(following)
  return { waitsFor, owedBy: delivery?.waitsFor ?? owedBy }
}

/** A flight outlives its leader: once the reply is there, it is the origin or the store that owes the rest of it. */
const followersWait = ({ meta, leader }: FollowedFlight): Pick<InFlight, 'waitsFor' | 'owedBy'> => {
  const { waitsFor, owedBy } = meta
  if (owedBy === 'leader') {
    return {
      waitsFor: `the reply to transaction ${leader.id}`,
      owedBy: `transaction ${leader.id} (${leader.state})`,
    }
  }
  return { waitsFor: `${waitsFor} of the reply to transaction ${leader.id}`, owedBy }
}
