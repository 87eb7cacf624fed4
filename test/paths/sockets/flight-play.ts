import type { FlightTransition } from '@cachechart/core'
import { Exchange, there } from './exchange.ts'
import type { HeldCall } from './held-call.ts'
import type { WatchedClient } from './watched-client.ts'

/** One path of the flight machine on its way: the flight that is looked at, and all who wait for it. */
export class FlightPlay extends Exchange {
  #mark = 0
  #writes = 0

  /** What the flight has done. */
  get steps(): readonly FlightTransition[] {
    const { transcript } = this.set
    const leader = transcript.begunWith(this.#begins, this.#mark)
    return transcript.flights.filter((step) => step.leader === leader)
  }

  /** The client that came last. @throws Error where nobody came */
  get lastFollower(): WatchedClient {
    return there(this.others.at(-1), 'nobody follows')
  }

  /** A leader asks: its request is at the origin, or it waits for the lease. */
  async lead(): Promise<void> {
    const { transcript, holding } = this.set
    this.#mark = transcript.transitions.length
    this.#writes = this.#written
    holding.hold('commit')
    this.begin()
    const { lease } = this.scene
    if (lease === 'none') await this.call()
    else
      await this.until(
        'it asks for the lease',
        () => transcript.begunWith(this.#begins, this.#mark) !== undefined,
      )
  }

  get #begins(): string {
    const { request, lease } = this.scene
    if (request === 'background') return 'refresh.begin'
    return lease === 'none' ? 'lookup.obliged' : 'lookup.leaseObliged'
  }

  /** The connection of a request is lost before its reply. */
  lose(lost: HeldCall): Promise<void> {
    const known = this.steps.length
    return this.loseUntil(lost, () => this.steps.length > known)
  }

  /** A purge comes in the very turn in which another has found the flight, and is to join it: it asks for itself then. */
  async purgeWhileJoining(): Promise<void> {
    this.set.transcript.whenTold('lookup.joined', () => this.purge())
    this.follow()
    await this.take()
  }

  /** So many of the others have a piece of the body. */
  async othersRead(count: number): Promise<void> {
    await this.until(
      `${count} followers read`,
      () => this.others.filter(({ pieces }) => pieces > 0).length >= count,
    )
  }

  /** A purge comes in the very turn in which the store breaks. */
  async purgeWhileBreaking(): Promise<void> {
    this.set.transcript.whenTolerated('write', () => this.purge())
    await this.breakStore()
  }

  /** A client leaves in the very turn in which this is told of the flight. */
  leaveWhenTold(event: FlightTransition['event'], client: WatchedClient): void {
    this.set.transcript.whenFlightTold(event, () => client.leave())
  }

  /** The store fails at the next piece of the body. */
  async breakStore(): Promise<void> {
    const call = await this.call()
    await this.until('the first piece is in the store', () => this.#written > this.#writes)
    this.set.breaking.failNext('write')
    call.sendMore()
  }

  /** The store holds what it was given. */
  commit(): void {
    this.set.holding.release('commit')
  }

  /** How many pieces the store was given so far. */
  get #written(): number {
    return this.set.breaking.calls.filter(({ operation }) => operation === 'write').length
  }
}
