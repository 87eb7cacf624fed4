import type { Tolerated } from '../../driver/cache-api.ts'
import type { Machines } from '../../engine/machines.ts'
import type { FlightTransition, Leak, Transition } from '../../engine/trace.ts'

/** What the transitions of one transaction have ordered so far. */
export interface Account {
  /** The state that it is in. */
  state: Transition['to']
  background: 'yes' | 'no'
  obligationsTaken: number
  obligationsDischarged: number
  /** How often its client was given an answer: a response or an error. */
  answers: number
}

/** What was seen of the machines' steps: kept beside the cache, so that its own books can be held against it. */
export class ExploredBooks {
  readonly leaks: Leak[] = []
  /** What went wrong within the cache itself. */
  readonly defects: unknown[] = []
  readonly accounts = new Map<number, Account>()
  /** The transitions since they were read last, in order. */
  readonly steps: (Transition | FlightTransition)[] = []
  /** The marks of the replies that were judged to be stored. */
  readonly toBeStored = new Set<string>()
  /** The marks of the replies by which what is stored is not right any more, and that are not stored. */
  readonly refused = new Set<string>()
  /** How many 304s were for what is stored. */
  freshened = 0
  /** Whether the last reply was one that is not for sharing; and who has waited for such a one. */
  isRefusedLast = false
  readonly refusedFollowers = new Set<number>()
  /** How many unsafe requests have succeeded: what was asked for before may be out of date. RFC 9111 §4.4 */
  invalidations = 0
  /** Whether the store has failed to make a change. */
  storeFailed = false
  readonly #machines: Machines

  constructor(machines: Machines) {
    this.#machines = machines
  }

  isBackground(transaction: number): boolean {
    return this.accounts.get(transaction)?.background === 'yes'
  }

  /** Whether the transaction has asked the origin on behalf of the cache. */
  isObliged(transaction: number | undefined): boolean {
    return (this.accounts.get(transaction ?? 0)?.obligationsTaken ?? 0) > 0
  }

  tolerated({ during, error }: Tolerated): void {
    if (during === 'run') this.defects.push(error)
    if (during === 'write' || during === 'freshen' || during === 'invalidate') this.storeFailed = true
  }

  noteTransition(transition: Transition): void {
    this.steps.push(transition)
    const { transaction, event, from, to } = transition
    const account = this.accounts.get(transaction) ?? newAccount()
    this.accounts.set(transaction, account)
    account.state = to
    if (event === 'reply.freshen') this.freshened += 1
    if (event === 'reply.store') this.isRefusedLast = false
    if (event === 'refresh.begin' || event === 'refresh.leaseObliged') account.background = 'yes'
    const effects = this.#machines.transaction.states.get(from)?.on.get(event)?.effects ?? []
    for (const effect of effects) {
      if (effect === 'backend.send') account.obligationsTaken += 1
      else if (effect.startsWith('obligation.')) account.obligationsDischarged += 1
      else if (effect === 'cache.invalidate') this.invalidations += 1
      else if (effect === 'client.respond' || effect === 'client.fail') account.answers += 1
    }
  }

  /** A reply was not for sharing, and these have waited for it. */
  noteRefusal(followers: readonly number[]): void {
    this.isRefusedLast = true
    for (const follower of followers) this.refusedFollowers.add(follower)
  }

  /** What was concluded of the reply of this mark. */
  noteReply(event: Transition['event'], mark: string): void {
    if (event === 'reply.store' || event === 'reply.replacing') this.toBeStored.add(mark)
    if (event === 'reply.uncacheable' || event === 'reply.decline') this.refused.add(mark)
  }

  noteFlight(transition: FlightTransition): void {
    this.steps.push(transition)
  }
}

const newAccount = (): Account => ({
  state: 'received',
  background: 'no',
  obligationsTaken: 0,
  obligationsDischarged: 0,
  answers: 0,
})
