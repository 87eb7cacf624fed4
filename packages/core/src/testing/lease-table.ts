import type { HeldLease, LeaseEnd, LeaseSubject } from '../ports/lease.ts'

/** Is told how a lease has ended, once. */
export type EndListener = (end: LeaseEnd) => void

/** How a lease is taken: it was granted, is held, or has ended since with something stored. */
export type Taking =
  | { readonly type: 'granted'; readonly lease: HeldLease }
  | { readonly type: 'held' | 'ended'; readonly token: number }

interface Holding {
  readonly lease: HeldLease
  readonly waiters: Set<EndListener>
}

/** What a server of leases knows: who holds what, and who waits for it. */
export class LeaseTable {
  readonly #holdings = new Map<string, Holding>()
  /** The last leases that have ended with something stored. */
  readonly #stored = new Map<string, number>()
  #lastToken = 0

  /** Grants the lease, unless somebody has it, or has had it since the one with the token `after`. */
  take({ key, variant }: LeaseSubject, after: number): Taking {
    const name = nameOf({ key, variant })
    const holding = this.#holdings.get(name)
    if (holding !== undefined) return { type: 'held', token: holding.lease.token }
    const stored = this.#stored.get(name) ?? 0
    if (stored > after) return { type: 'ended', token: stored }
    this.#lastToken += 1
    const lease = { key, variant, token: this.#lastToken }
    this.#holdings.set(name, { lease, waiters: new Set() })
    this.#stored.delete(name)
    return { type: 'granted', lease }
  }

  holder(subject: LeaseSubject): HeldLease | undefined {
    return this.#holdings.get(nameOf(subject))?.lease
  }

  isHeld(lease: HeldLease): boolean {
    return this.holder(lease)?.token === lease.token
  }

  waiting(subject: LeaseSubject): number {
    return this.#holdings.get(nameOf(subject))?.waiters.size ?? 0
  }

  /** Waits for the end of what is held; the result is for leaving. */
  wait(subject: LeaseSubject, listener: EndListener): () => void {
    const waiters = this.#holdings.get(nameOf(subject))?.waiters
    waiters?.add(listener)
    return () => {
      waiters?.delete(listener)
    }
  }

  /** Ends this very lease, and tells those who wait; one that has ended already stays as it is, and so does a later one. */
  end(lease: HeldLease, how: LeaseEnd): void {
    const name = nameOf(lease)
    const holding = this.#holdings.get(name)
    if (holding?.lease.token !== lease.token) return
    this.#holdings.delete(name)
    if (how === 'stored') this.#stored.set(name, lease.token)
    for (const tell of holding.waiters) tell(how)
  }
}

function nameOf({ key, variant }: LeaseSubject): string {
  return JSON.stringify([key, variant])
}
