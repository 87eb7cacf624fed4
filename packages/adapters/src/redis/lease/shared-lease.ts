import { randomUUID } from 'node:crypto'
import {
  LeaseError,
  type Clock,
  type Lease,
  type LeaseAnswer,
  type LeaseEnd,
  type LeaseSubject,
  type LeaseWait,
  type Millis,
} from '@cachechart/core'
import type { RedisLink } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'
import { HeldGrant, type GrantedRecord, type GrantHost } from './held-grant.ts'
import { LeaseServer } from './lease-server.ts'
import { OwedReleases } from './owed-releases.ts'
import { WaitRoom } from './wait-room.ts'

/** How leases are held. */
export interface LeasePlan {
  readonly prefix: string
  readonly life: Millis
  readonly renewEvery: Millis
  readonly clock: Clock
}

/** The leases of this process, over a link that it closes with itself. */
export class SharedLease implements Lease {
  readonly #process = randomUUID()
  readonly #link: RedisLink
  readonly #server: LeaseServer
  readonly #room: WaitRoom
  readonly #owed: OwedReleases
  readonly #grants = new Set<HeldGrant>()
  readonly #host: GrantHost
  /** What `close` waits for. */
  readonly #calls = new Set<Promise<unknown>>()
  readonly #unwatch: () => void
  #asked = 0
  #closing: Promise<void> | undefined

  constructor(link: RedisLink, { prefix, life, renewEvery, clock }: LeasePlan) {
    this.#link = link
    this.#server = new LeaseServer(link, { prefix, life: Math.round(life), process: this.#process })
    this.#room = new WaitRoom(link, this.#server, clock)
    this.#owed = new OwedReleases({
      clock,
      life,
      release: ({ record, holder }, how) => this.#server.release(record, holder, how),
    })
    this.#host = {
      clock,
      renewEvery,
      renew: ({ record, holder }) => this.#server.renew(record, holder),
      over: (grant, how) => {
        this.#grants.delete(grant)
        this.#release(grant.granted, how)
      },
    }
    this.#unwatch = link.onReconnect(() => this.#reconnected())
  }

  async acquire(subject: LeaseSubject, after?: number): Promise<LeaseAnswer> {
    if (this.#closing !== undefined) throw closed()
    return this.#during(this.#ask(subject, after))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #ask(subject: LeaseSubject, after: number | undefined): Promise<LeaseAnswer> {
    this.#asked += 1
    const name = this.#server.nameOf(subject)
    const granted = { record: name.record, holder: `${this.#process}:${this.#asked}` }
    const asking = this.#room.expect(name.record)
    const question = { holder: granted.holder, after }
    const answer = await this.#server.acquire(name, question).catch((error: unknown) => {
      this.#room.turnAway(asking)
      // It may have been granted, and nobody would know.
      if (refusalOf(error) === undefined) this.#owed.add(granted, 'lost')
      throw error
    })
    if (answer.type === 'taken' && this.#closing === undefined)
      return { type: 'taken', wait: this.#room.enter(asking, answer) }
    this.#room.turnAway(asking)
    if (this.#closing !== undefined) {
      if (answer.type === 'granted') this.#release(granted, 'lost')
      throw closed()
    }
    if (answer.type !== 'granted') return { type: 'taken', wait: pastWait(answer.token) }
    const { key, variant } = subject
    const grant = new HeldGrant({ key, variant, token: answer.token }, granted, this.#host)
    this.#grants.add(grant)
    return { type: 'granted', grant }
  }

  #release(granted: GrantedRecord, how: LeaseEnd): void {
    const released = this.#server.release(granted.record, granted.holder, how)
    void this.#during(released.catch(() => this.#owed.add(granted, how)))
  }

  #reconnected(): void {
    void this.#owed.send()
    for (const grant of this.#grants) void grant.renew()
  }

  async #close(): Promise<void> {
    this.#unwatch()
    const silent = this.#room.close()
    for (const grant of this.#grants) grant.end('lost')
    // A call that is answered meanwhile may have to release what it was granted.
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls)
    this.#owed.close()
    await silent
    await this.#link.close()
  }

  async #during<Answer>(call: Promise<Answer>): Promise<Answer> {
    this.#calls.add(call)
    try {
      return await call
    } finally {
      this.#calls.delete(call)
    }
  }
}

/** There is nothing to wait for any more. */
function pastWait(token: number): LeaseWait {
  return { token, ended: Promise.resolve('stored'), leave: () => {} }
}

function closed(): LeaseError {
  return new LeaseError('ERR_LEASE_CLOSED', 'the lease was used after close()')
}
