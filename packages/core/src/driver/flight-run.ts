import type { FlightIdentity } from '../engine/flight-identity.ts'
import { isForBoth, isFreshFor, mayFollow } from '../engine/flight-identity.ts'
import type { FlightEdge, FlightNode } from '../engine/flight-table.ts'
import { step } from '../engine/step.ts'
import type { FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { LeaseGrant } from '../ports/lease.ts'
import type { BodyRelay } from './body-relay.ts'
import type { Environment } from './environment.ts'
import { performFlight } from './perform-flight.ts'
import { Roster } from './roster.ts'
import type { Seeker } from './seeker.ts'
import type { TransactionRun } from './transaction-run.ts'

/** What has come for a leader, as far as its followers need it. */
export interface SharedReply {
  readonly flight: FlightRun
  readonly stored: StoredResponse
  /** The whole body, where it came at once. */
  readonly bytes: Uint8Array | undefined
  readonly relay: BodyRelay
  /** Whether the body is that of `stored`; otherwise it is a part, and the whole is put together in the store. */
  readonly isWhole: boolean
}

/** A fetch and those who wait for it, at work: takes facts, lets the machine conclude, carries out its orders. */
export class FlightRun {
  readonly leader: TransactionRun
  /** By what others may join; `null`: it may share with nobody. */
  readonly identity: FlightIdentity | null
  /** What is under way to the followers, once there is a reply for them. */
  shared: SharedReply | undefined
  #state: FlightNode
  #parked: Roster<TransactionRun> | undefined
  #grant: LeaseGrant | undefined
  /** What those have brought that were begun after this one, and were stored before it. */
  overtakenBy: StoredResponse[] | undefined
  /** The flight for the same key that began before this one, and is still under way. */
  older: FlightRun | undefined

  constructor(leader: TransactionRun, identity: FlightIdentity | null) {
    this.leader = leader
    this.#state = leader.environment.flightStart
    this.identity = identity
  }

  get environment(): Environment {
    return this.leader.environment
  }

  get key(): string {
    return this.leader.key
  }

  get state(): FlightState {
    return this.#state.name
  }

  /** What it waits for, and who owes it. */
  get meta(): StateMeta {
    return this.#state.meta as StateMeta // the machine's own type for meta; a test checks every state
  }

  get isClosed(): boolean {
    return this.#state.final
  }

  /** The lease under which it fetches; given back when it ends, or when nothing of it will be stored. */
  get grant(): LeaseGrant | undefined {
    return this.#grant
  }

  hold(grant: LeaseGrant): void {
    this.#grant = grant
  }

  /** Whether its body is on its way. */
  get isStreaming(): boolean {
    return this.#state.name === 'streaming.open' || this.#state.name === 'streaming.fenced'
  }

  get isAwaiting(): boolean {
    return this.#state.name === 'awaitReply.open' || this.#state.name === 'awaitReply.fenced'
  }

  get isCommitting(): boolean {
    return this.#state.name === 'committing'
  }

  /** Whether what comes may be stored. */
  get isFenced(): boolean {
    return this.#state.name.endsWith('.fenced')
  }

  /** How many wait for the reply. */
  get followers(): number {
    return this.#parked?.size ?? 0
  }

  /** Whether the transaction may wait for this one's reply, or have a part in it. */
  accepts(run: Seeker): boolean {
    const { identity } = this
    if (identity === null || run.identity === null || !mayFollow(run.identity, identity)) return false
    switch (this.#state.name) {
      case 'awaitReply.open':
        return true
      case 'streaming.open':
      case 'committing':
        return this.shared !== undefined && isForNewcomer(run, this.shared.stored)
      default:
        return false
    }
  }

  /** A transaction that it accepts joins. */
  admit(run: TransactionRun): void {
    run.following = this
    run.followsSince = run.environment.purges.count
    run.environment.account.take('follower')
    const canStream = this.shared === undefined || (this.shared.isWhole && this.shared.relay.isWhole)
    this.feed(canStream ? 'follower.joined' : 'follower.late', run)
  }

  park(run: TransactionRun): void {
    this.#parked ??= new Roster()
    run.place = this.#parked.add(run)
  }

  /** The follower does not wait any more; whatever it is told next, it is told once. */
  release(run: TransactionRun): void {
    if (run.following !== this) return
    if (run.place !== undefined) this.#parked?.leave(run.place)
    run.place = undefined
    run.following = undefined
    run.environment.account.discharge('follower')
  }

  /** Those who have come too late for what has come look again, and find something else. */
  sendOn(isTooLate: (run: TransactionRun) => boolean): void {
    const late = this.waiting().filter(isTooLate)
    for (const run of late) this.feed('follower.left', run)
    for (const run of late)
      if (run.state === 'awaitFlight') run.feed({ type: 'flightOver', outcome: 'landed' })
  }

  /** All who wait, first come first. */
  waiting(): TransactionRun[] {
    return this.#parked?.toArray() ?? []
  }

  /** All who wait, first come first; none of them does any more. */
  releaseAll(): TransactionRun[] {
    const waiting = this.waiting()
    for (const run of waiting) this.release(run)
    return waiting
  }

  /** What has come of the reply, told when the store has it: perhaps nobody waits for that any more. */
  conclude(event: 'reply.freshen' | 'reply.expire'): void {
    if (this.isAwaiting) this.feed(event)
  }

  /** Something went wrong in the cache itself: nobody may be left waiting for it. */
  giveUp(): void {
    if (this.isAwaiting) this.feed('reply.failed')
    else if (this.isStreaming) this.feed('body.failed')
    else if (this.isCommitting) this.feed('writer.failed')
  }

  /** Takes a fact. `subject` is the follower that it is about. @throws IllegalEventError when it cannot have happened */
  feed(event: FlightEventType, subject?: TransactionRun): void {
    const from = this.#state.name
    const edge = this.#edgeOf(event, subject)
    this.#state = edge.target
    this.environment.recorder?.flight(this, { event, from, edge, follower: subject })
    this.environment.observeFlight(this, event, from)
    if (edge.target.final) {
      this.environment.flights.leave(this)
      this.#giveBack(event === 'reply.uncacheable' ? 'uncacheable' : 'stored')
    } else if (this.isFenced) {
      // Nothing of it will be stored: whoever waits for that, here or in another process, would wait in vain.
      this.#giveBack('stored')
    }
    for (const effect of edge.effects) performFlight(this, effect, subject)
  }

  #edgeOf(event: FlightEventType, follower: TransactionRun | undefined): FlightEdge {
    try {
      return step(this.#state, event)
    } catch (error) {
      this.environment.recorder?.flight(this, { event, from: this.#state.name, edge: null, follower })
      throw error
    }
  }

  /** Others' code: whatever it does, the flight has ended. */
  #giveBack(how: 'stored' | 'uncacheable'): void {
    const grant = this.#grant
    if (grant === undefined) return
    this.#grant = undefined
    const { environment } = this
    environment.account.discharge('lease')
    try {
      grant.release(how)
    } catch (error) {
      environment.tolerate({ transaction: this.leader.id, key: this.key, during: 'lease', error })
    }
  }
}

/** What is on its way already, for one who asks only now. */
const isForNewcomer = ({ transaction, environment }: Seeker, stored: StoredResponse): boolean =>
  isForBoth(transaction, stored) && isFreshFor(transaction, stored, environment.clock.now())
