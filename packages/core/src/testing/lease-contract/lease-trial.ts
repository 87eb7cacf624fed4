import type { MaybePromise } from '../../ports/body.ts'
import type { Lease } from '../../ports/lease.ts'

/** Leases on trial: of several processes, with one server that nobody has asked for anything. */
export interface LeaseTrial {
  /** The lease of one process more. The contract closes it. */
  join(): MaybePromise<Lease>
  /**
   * Lets one of them renew nothing any more, as when its process has died or was stopped. What its holder calls
   * afterwards still arrives: a process that was stopped may go on.
   */
  stall(lease: Lease): void
  /** How many timers all of them have set. Unset: it is not put to the test. */
  timers?(): number
  /** Nothing more is asked. */
  close?(): MaybePromise<void>
}
