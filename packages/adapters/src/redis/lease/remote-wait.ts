import type { Clock, LeaseEnd, LeaseWait, Millis } from '@cachechart/core'
import type { LeaseServer } from './lease-server.ts'

/** Whom a wait asks, and whom it tells that it is over. */
export interface WaitHost {
  readonly server: LeaseServer
  readonly clock: Clock
  /** How long at most until it looks by itself. */
  patience(left: Millis): Millis
  over(wait: RemoteWait): void
  /** One looks by itself. */
  looks(): void
}

/**
 * Waits for the end of somebody's lease: to be told is the rule. When the lease should have run out it looks by itself, as
 * the holder may have died, or a message may have been lost.
 */
export class RemoteWait implements LeaseWait {
  readonly name: string
  readonly token: number
  readonly ended: Promise<LeaseEnd>
  readonly #host: WaitHost
  readonly #resolve: (end: LeaseEnd) => void
  #state: 'waiting' | 'over' = 'waiting'
  #timer: unknown

  constructor(name: string, token: number, host: WaitHost) {
    const { promise, resolve } = Promise.withResolvers<LeaseEnd>()
    this.name = name
    this.ended = promise
    this.token = token
    this.#host = host
    this.#resolve = resolve
  }

  /** The lease lasts that long, unless it is renewed. */
  lookAfter(left: Millis): void {
    if (this.#state === 'over') return
    const { clock } = this.#host
    clock.clearTimer(this.#timer)
    this.#timer = clock.setTimer(() => {
      void this.look()
    }, this.#host.patience(left))
  }

  /** A server that cannot say whether the holder lives leaves nothing to wait for. */
  async look(): Promise<void> {
    if (this.#state === 'over') return
    this.#host.looks()
    try {
      const looked = await this.#host.server.look(this.name, this.token)
      if (looked.type === 'held') this.lookAfter(looked.left)
      else this.end(looked.how)
    } catch {
      this.end('lost')
    }
  }

  /** Somebody's lease for the same has ended: this one's, or a later one's, and then this one's before. */
  tell(token: number, how: LeaseEnd): void {
    if (token >= this.token) this.end(token === this.token ? how : 'lost')
  }

  end(how: LeaseEnd): void {
    if (this.#finish()) this.#resolve(how)
  }

  leave(): void {
    this.#finish()
  }

  #finish(): boolean {
    if (this.#state === 'over') return false
    this.#state = 'over'
    this.#host.clock.clearTimer(this.#timer)
    this.#host.over(this)
    return true
  }
}
