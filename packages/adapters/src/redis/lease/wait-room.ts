import type { Clock, LeaseEnd, LeaseWait, Millis } from '@cachechart/core'
import type { RedisLink } from '../client/redis-client.ts'
import { endOf, type LeaseServer } from './lease-server.ts'
import { RemoteWait, type WaitHost } from './remote-wait.ts'

/** Beyond what a lease has left: the server's clock and this one do not tick at the same time. */
const slack: Millis = 10

/** How often those who wait look by themselves while nobody can tell them, and how often that is mended at most. */
const pollEvery: Millis = 250

/** How long a connection may be away until those who wait look whether there is a server. */
const reconnectWithin: Millis = 100

/** What is told on the channel: a token, how its lease has ended, and the name of that. */
const message = /^(\d{1,16}) (\S+) (.+)$/s

/** Whom a lease with this token, or one after it, is waited for by. */
interface WaitedFor {
  readonly token: number
  readonly left: Millis
}

/** Who is told of the ends of leases for one subject. */
interface Hearer {
  tell(token: number, how: LeaseEnd): void
}

/** Somebody who asks, and may have to wait: what is told may arrive by its connection before the answer does by another. */
export interface Asking extends Hearer {
  readonly name: string
  /** What was told since, by token. */
  readonly heard: ReadonlyMap<number, LeaseEnd>
  /** When it was asked, as the number of times at which something may have been told unheard. */
  readonly epoch: number
}

/** All who wait in this process. They are told on one channel, over one connection. */
export class WaitRoom {
  readonly #link: RedisLink
  readonly #host: WaitHost
  readonly #hearers = new Map<string, Set<Hearer>>()
  readonly #waits = new Set<RemoteWait>()
  readonly #unwatch: readonly (() => void)[]
  #hearing: 'no' | 'asked' | 'yes' | 'closed' = 'no'
  #listening: Promise<void> = Promise.resolve()
  #unsubscribe: () => void = () => {}
  #refusedAt = -Infinity
  #downTimer: unknown
  #epoch = 0

  constructor(link: RedisLink, server: LeaseServer, clock: Clock) {
    this.#link = link
    this.#host = {
      server,
      clock,
      patience: (left) => (this.#hearing === 'yes' ? left : Math.min(left, pollEvery)) + slack,
      over: (wait) => {
        this.#waits.delete(wait)
        this.#remove(wait.name, wait)
      },
      looks: () => this.#listen(),
    }
    this.#unwatch = [link.onDown(() => this.#down()), link.onReconnect(() => this.#reconnected())]
  }

  /** Is called before somebody asks; `enter` or `turnAway` when it is known whether they wait. */
  expect(name: string): Asking {
    this.#listen()
    const heard = new Map<number, LeaseEnd>()
    const tell = (token: number, how: LeaseEnd): void => {
      heard.set(token, how)
    }
    const asking = { name, heard, epoch: this.#epoch, tell }
    this.#add(name, asking)
    return asking
  }

  turnAway(asking: Asking): void {
    this.#remove(asking.name, asking)
  }

  enter(asking: Asking, { token, left }: WaitedFor): LeaseWait {
    this.turnAway(asking)
    const wait = new RemoteWait(asking.name, token, this.#host)
    this.#waits.add(wait)
    this.#add(asking.name, wait)
    for (const [ended, how] of asking.heard) wait.tell(ended, how)
    if (asking.epoch === this.#epoch) wait.lookAfter(left)
    else void wait.look()
    return wait
  }

  /** Resolves when nothing more comes of it. */
  close(): Promise<void> {
    this.#hearing = 'closed'
    this.#host.clock.clearTimer(this.#downTimer)
    for (const unwatch of this.#unwatch) unwatch()
    this.#unsubscribe()
    for (const wait of this.#waits) wait.end('lost')
    return this.#listening
  }

  #listen(): void {
    const { clock, server } = this.#host
    if (this.#hearing !== 'no' || Math.abs(clock.now() - this.#refusedAt) < pollEvery) return
    this.#hearing = 'asked'
    this.#listening = this.#link
      .subscribe(server.channel, (text) => this.#hear(text.toString()))
      .then(
        (unsubscribe) => this.#heard(unsubscribe),
        () => {
          if (this.#hearing === 'asked') this.#hearing = 'no'
          this.#refusedAt = clock.now()
        },
      )
  }

  #heard(unsubscribe: () => void): void {
    if (this.#hearing === 'closed') return unsubscribe()
    this.#unsubscribe()
    this.#unsubscribe = unsubscribe
    this.#hearing = 'yes'
    this.#lookAgain()
  }

  #hear(text: string): void {
    const [, token = '', how, name = ''] = message.exec(text) ?? []
    for (const hearer of this.#hearers.get(name) ?? []) hearer.tell(Number(token), endOf(how))
  }

  /** Of which connection that is said is not known; nor, later, whether all are back. */
  #down(): void {
    const { clock } = this.#host
    if (this.#hearing === 'yes') this.#hearing = 'no'
    clock.clearTimer(this.#downTimer)
    this.#downTimer = clock.setTimer(() => this.#lookAgain(), reconnectWithin)
  }

  #reconnected(): void {
    this.#host.clock.clearTimer(this.#downTimer)
    this.#refusedAt = -Infinity
    this.#lookAgain()
  }

  /** What was told until now may not have been heard. */
  #lookAgain(): void {
    this.#epoch += 1
    for (const wait of this.#waits) void wait.look()
  }

  #add(name: string, hearer: Hearer): void {
    const hearers = this.#hearers.get(name) ?? new Set()
    this.#hearers.set(name, hearers.add(hearer))
  }

  #remove(name: string, hearer: Hearer): void {
    const hearers = this.#hearers.get(name)
    hearers?.delete(hearer)
    if (hearers?.size === 0) this.#hearers.delete(name)
  }
}
