import type { Clock, LeaseEnd, Millis } from '@cachechart/core'
import type { GrantedRecord } from './held-grant.ts'

/** A release that the server may not have heard of. */
interface OwedRelease extends GrantedRecord {
  readonly how: LeaseEnd
  readonly since: Millis
}

/** By what, and for how long, releases are tried again. */
export interface OwedReleasesHost {
  readonly clock: Clock
  readonly life: Millis
  release(granted: GrantedRecord, how: LeaseEnd): Promise<void>
}

/** More are not kept: what is not released runs out. */
const most = 1_000

const tryAgainAfter: Millis = 250

/**
 * Releases that the server may not have heard of, as the connection broke. They are sent again until it has, or they have
 * run out, so that nobody waits for a lease to run out that nobody has.
 */
export class OwedReleases {
  readonly #host: OwedReleasesHost
  #owed: OwedRelease[] = []
  #state: 'resting' | 'sending' | 'closed' = 'resting'
  #timer: unknown

  constructor(host: OwedReleasesHost) {
    this.#host = host
  }

  add({ record, holder }: GrantedRecord, how: LeaseEnd): void {
    if (this.#state === 'closed') return
    if (this.#owed.length >= most) this.#forget()
    if (this.#owed.length < most) this.#owed.push({ record, holder, how, since: this.#host.clock.now() })
    this.#sendLater()
  }

  /** One after the other, until one is not heard. */
  async send(): Promise<void> {
    if (this.#state !== 'resting') return
    this.#state = 'sending'
    this.#forget()
    try {
      for (let owed = this.#owed[0]; owed !== undefined; owed = this.#owed[0]) {
        await this.#host.release(owed, owed.how)
        if (this.#owed[0] === owed) this.#owed.shift()
      }
    } catch {
      // Another time.
    }
    if (this.#isClosed()) return
    this.#state = 'resting'
    this.#sendLater()
  }

  close(): void {
    this.#state = 'closed'
    this.#owed = []
    this.#host.clock.clearTimer(this.#timer)
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }

  #sendLater(): void {
    const { clock } = this.#host
    clock.clearTimer(this.#timer)
    if (this.#owed.length > 0) this.#timer = clock.setTimer(() => void this.send(), tryAgainAfter)
  }

  #forget(): void {
    const { clock, life } = this.#host
    const now = clock.now()
    this.#owed = this.#owed.filter(({ since }) => Math.abs(now - since) < life)
  }
}
