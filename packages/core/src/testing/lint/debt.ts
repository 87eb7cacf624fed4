/**
 * Something that a machine takes, and has to give back exactly once on every way: a place, a timer, a promise. Its words are
 * the names of effects (orders) and of events (facts); on an edge the event comes first, then the effects in their order.
 *
 * @example
 * const lock: Debt = {
 *   name: 'the lock',
 *   machine: 'backup',
 *   times: 'repeated',
 *   taken: ['lock.take'],
 *   discharged: ['lock.release', 'lock.expired'],
 *   fails: ['lock.refused'],
 *   because: 'nobody else can take it',
 * }
 * lock.times // 'repeated'
 */
export interface Debt {
  /** As messages name it: `the obligation`. */
  readonly name: string
  /** The id of the machine that has it; of every machine where there is none. */
  readonly machine?: string
  /**
   * `once`: it is taken once at most on any path. `repeated`: it may be taken again once it is discharged. `crowd`: several
   * may have it at a time, and what discharges it does so for all of them.
   */
  readonly times: 'once' | 'repeated' | 'crowd'
  /** The machine has it when it starts. */
  readonly since?: 'start'
  readonly taken: readonly string[]
  readonly discharged: readonly string[]
  /** Words that hand on what is owed to somebody else, and what discharges it from then on. */
  readonly handedOn?: { readonly by: readonly string[]; readonly discharged: readonly string[] }
  /** Events that say that whoever was asked has failed: where it is owed, a state that waits lists one of them. */
  readonly fails?: readonly string[]
  /** Whom it is owed to, where somebody is who can leave. */
  readonly creditor?: Creditor
  /** Final states that say that it was discharged. */
  readonly claimedBy?: readonly string[]
  /** What follows when it is left, as the end of a sentence. */
  readonly because: string
}

/** Whom something is owed to. */
export interface Creditor {
  /** As messages name it: `the client`. */
  readonly name: string
  /** Events that say that it has left. Where it is owed something, a state that waits lists one of them. */
  readonly leaves: readonly string[]
  /** Events that say that there never was one. */
  readonly absent: readonly string[]
}
