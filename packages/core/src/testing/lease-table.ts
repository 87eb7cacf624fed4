import type { HeldLease, LeaseEnd, LeaseSubject } from '../ports/lease.ts'

/** Is told how a lease has ended, once. */
export type EndListener = (end: LeaseEnd) => void

interface Holding {
  readonly lease: HeldLease
  readonly waiters: Set<EndListener>
}

/** What a server of leases knows: who holds what, and who waits for it. */
export class LeaseTable {
  readonly #holdings = new Map<string, Holding>()
  #lastToken = 0

  /** Grants the lease; `undefined` when somebody has it. */
  take({ key, variant }: LeaseSubject): HeldLease | undefined {
    const name = nameOf({ key, variant })
    if (this.#holdings.has(name)) return undefined
    this.#lastToken += 1
    const lease = { key, variant, token: this.#lastToken }
    this.#holdings.set(name, { lease, waiters: new Set() })
    return lease
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
    for (const tell of holding.waiters) tell(how)
  }
}

function nameOf({ key, variant }: LeaseSubject): string {
  return JSON.stringify([key, variant])
}
