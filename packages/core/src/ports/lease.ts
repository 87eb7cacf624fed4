import type { MaybePromise } from './body.ts'

/** What a lease is about. */
export interface LeaseSubject {
  /** The cache key, as the store knows it. */
  readonly key: string
  /** Which of the fetches for the key, where several may go on beside each other; empty for the plain one. */
  readonly variant: string
}

/** A lease that was granted, as a store may compare it with others for the same subject. */
export interface HeldLease extends LeaseSubject {
  /** Greater with every grant for the subject: a safe integer. (M. Kleppmann, How to do distributed locking, 2016.) */
  readonly token: number
}

/**
 * How a lease ended: what was fetched may be `stored` (look for it), or is `uncacheable` (do not wait for each other); or
 * nothing was heard of its holder any more (`lost`).
 */
export type LeaseEnd = 'stored' | 'uncacheable' | 'lost'

/** The right to fetch. It is renewed by whoever granted it until it is released, and runs out when the holder dies. */
export interface LeaseGrant extends HeldLease {
  /** Lets others go on, and wakes those who wait. Safe to call more than once; it never throws. */
  release(how: 'stored' | 'uncacheable'): void
}

/** Somebody else fetches, or has just done so. */
export interface LeaseWait {
  /** Of the lease that is waited for. */
  readonly token: number
  /** Settles once, when that has ended; it never rejects. Nothing is granted by that: look again, and ask again. */
  readonly ended: Promise<LeaseEnd>
  /** It is not waited for any more. Safe to call more than once; it never throws. */
  leave(): void
}

export type LeaseAnswer =
  | { readonly type: 'granted'; readonly grant: LeaseGrant }
  | { readonly type: 'taken'; readonly wait: LeaseWait }

/**
 * Who of several processes with one store may ask the origin: one at a time for each subject. A cache asks once for all its
 * own requests for the same. Nothing depends on it but the number of requests to the origin: whoever cannot ask goes on alone.
 *
 * Judged by `leaseContract`.
 */
export interface Lease {
  /**
   * Asks for the lease. May throw or reject with a `LeaseError`. A grant that comes when nobody wants it any more has to be
   * released.
   *
   * @param after whoever has looked for what is stored, and asks only then, may have missed what another has stored in
   *   between: where the last lease has ended so, some seconds ago at most, and its token is greater than this, the answer is a
   *   wait that has ended, and nothing is granted. Unset: that does not matter.
   */
  acquire(subject: LeaseSubject, after?: number): MaybePromise<LeaseAnswer>
  /** Releases what is held and ends what is waited for. Later calls reject or throw a `LeaseError`: `ERR_LEASE_CLOSED`. */
  close(): MaybePromise<void>
}
