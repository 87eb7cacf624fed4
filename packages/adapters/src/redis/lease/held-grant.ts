import type { Clock, LeaseGrant, LeaseSubject, Millis } from '@cachechart/core'

/** A lease that was granted, as the server knows it. */
export interface GrantedRecord {
  readonly record: string
  readonly holder: string
}

/** What a grant does with its lease. */
export interface GrantHost {
  readonly clock: Clock
  readonly renewEvery: Millis
  renew(granted: GrantedRecord): Promise<'renewed' | 'gone'>
  over(grant: HeldGrant, how: 'stored' | 'uncacheable' | 'lost'): void
}

/** The right to fetch, renewed until it is released. */
export class HeldGrant implements LeaseGrant {
  readonly key: string
  readonly variant: string
  readonly token: number
  readonly granted: GrantedRecord
  readonly #host: GrantHost
  #state: 'held' | 'over' = 'held'
  #timer: unknown

  constructor(
    { key, variant, token }: LeaseSubject & { readonly token: number },
    granted: GrantedRecord,
    host: GrantHost,
  ) {
    this.key = key
    this.variant = variant
    this.token = token
    this.granted = granted
    this.#host = host
    this.#renewLater()
  }

  release(how: 'stored' | 'uncacheable'): void {
    this.end(how)
  }

  end(how: 'stored' | 'uncacheable' | 'lost'): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#host.clock.clearTimer(this.#timer)
    this.#host.over(this, how)
  }

  /** At once, and from then on as before: a connection has come back, and it may be nearly too late. */
  async renew(): Promise<void> {
    if (this.#state === 'over') return
    this.#host.clock.clearTimer(this.#timer)
    // What could not be renewed may be the next time; what has gone, never.
    const answer = await this.#host.renew(this.granted).catch(() => 'failed')
    if (answer !== 'gone' && this.#isHeld()) this.#renewLater()
  }

  #isHeld(): boolean {
    return this.#state === 'held'
  }

  #renewLater(): void {
    const { clock, renewEvery } = this.#host
    clock.clearTimer(this.#timer)
    this.#timer = clock.setTimer(() => {
      void this.renew()
    }, renewEvery)
  }
}
