import type { LeaseAnswer, LeaseGrant } from '@cachechart/core'
import { eventually } from '../../fixtures/eventually.ts'
import type { Ask } from '../../fixtures/front.ts'
import { askForYounger, asks } from './asks.ts'
import { storable } from './bodies.ts'
import { HeldCall } from './held-call.ts'
import { inTime, patience } from './in-time.ts'
import { deadlinesFor, type DeadlineKind } from './scene-options.ts'
import type { Scene } from './scene.ts'
import type { SocketStage } from './socket-stage.ts'
import { WatchedClient } from './watched-client.ts'

/** What goes on around one cache: clients that ask, and requests that have come to the origin. */
export class Exchange {
  readonly scene: Scene
  protected readonly set: SocketStage
  readonly #calls: HeldCall[] = []
  readonly #clients: WatchedClient[] = []
  #client: WatchedClient | undefined
  #call: HeldCall | undefined
  #elsewhere: LeaseGrant | undefined

  constructor(set: SocketStage, scene: Scene) {
    this.set = set
    this.scene = scene
  }

  /** The client that is looked at. @throws Error before it asks */
  get client(): WatchedClient {
    return there(this.#client, 'nobody has asked yet')
  }

  /** All others, in the order in which they came. */
  get others(): readonly WatchedClient[] {
    return this.#clients.filter((client) => client !== this.#client)
  }

  /** The client that is looked at asks, and finds the lease as the scene has it. */
  begin(): void {
    const { lease } = this.set
    if (this.scene.lease === 'taken') this.#elsewhere = this.#fetchElsewhere()
    if (this.scene.lease === 'failing') lease.failNext()
    if (this.scene.lease === 'silent') lease.setDelay('manual')
    this.#client = this.join(asks[this.scene.request])
  }

  /** The request to the origin that is looked at. */
  async call(): Promise<HeldCall> {
    this.#call ??= await this.take()
    return this.#call
  }

  /** Another one is looked at: the next. */
  forgetCall(): void {
    this.#call = undefined
  }

  /** The next request that comes to the origin. */
  async take(): Promise<HeldCall> {
    const call = new HeldCall(await inTime('a request comes to the origin', this.set.stage.origin.next()))
    this.#calls.push(call)
    return call
  }

  leave(): void {
    this.client.leave()
  }

  /** Another client asks. */
  join(ask: Ask): WatchedClient {
    const client = new WatchedClient(this.set.stage.front, ask)
    this.#clients.push(client)
    return client
  }

  /** Another asks for the same, and is not content with what is stale. */
  follow(): WatchedClient {
    return this.join(this.scene.request === 'background' ? askForYounger : asks.plain)
  }

  /** All that is stored is purged. */
  purge(): void {
    const { stage } = this.set
    void stage.cache.purge({ url: stage.front.urlOf('/') })
  }

  /** The same, and the store keeps whoever looks again waiting. */
  purgeAndHold(): void {
    this.set.holding.hold('get')
    // The purge itself is not held.
    this.purge()
  }

  /** All that nobody waits for is given up. */
  shutDown(): void {
    const { cache, clock } = this.set.stage
    // Shorter than any deadline that runs.
    void cache.drain({ timeout: 1 })
    clock.pass(0.001)
  }

  /** The other process that has the lease has found out that nothing is to be stored. */
  endElsewhere(): void {
    there(this.#elsewhere, 'nobody else has the lease').release('uncacheable')
  }

  passDeadline(kind: DeadlineKind): void {
    this.set.stage.clock.pass(deadlinesFor(this.scene)[kind] / 1000)
  }

  /** The client has a first piece of the body, which comes from the origin. */
  async firstPiece(): Promise<void> {
    await this.until('the client reads', () => this.client.pieces > 0)
  }

  /** Resolves as soon as this is so. */
  until(what: string, condition: () => boolean): Promise<void> {
    return eventually(what, condition, patience)
  }

  /** Whatever was begun comes to its end, and whatever is asked meanwhile is answered. */
  async finish(): Promise<void> {
    const { holding, stage, lease } = this.set
    lease.setDelay('sync')
    lease.answer()
    for (const call of this.#calls) call.finish(storable)
    holding.release('get', 'read', 'commit', 'freshen')
    let told = 0
    for (const { line } of this.#clients) {
      void line.then(() => {
        told += 1
      })
    }
    await this.until('everything has ended', () => {
      if (stage.origin.waiting > 0) void stage.origin.next().then((call) => call.reply(storable))
      return told === this.#clients.length && stage.cache.inFlight().length === 0
    })
  }

  #fetchElsewhere(): LeaseGrant {
    const { lease, stage } = this.set
    const answer = lease.join().acquire({ key: stage.front.urlOf('/'), variant: '' }) as LeaseAnswer // it answers at once
    if (answer.type !== 'granted') throw new Error('the lease is not to be had')
    return answer.grant
  }

  /** The connection of a request is lost before its reply; a backend that asks again loses that one, too. */
  protected async loseUntil(lost: HeldCall, isKnown: () => boolean): Promise<void> {
    const { origin } = this.set.stage
    lost.break()
    await this.until('it is known that the connection is lost', () => {
      if (isKnown()) return true
      if (origin.waiting > 0) void origin.next().then((again) => again.break())
      return false
    })
  }
}

/** What has to be there by now. @throws Error where it is not */
export function there<Value>(value: Value | undefined, otherwise: string): Value {
  if (value === undefined) throw new Error(otherwise)
  return value
}
