import type { LeaseStage } from './lease-stage.ts'

/** One promise of the port, and how it is put to the test on leases that nobody has. */
export interface LeaseCheck {
  /** A sentence that says what a lease does. */
  readonly name: string
  readonly check: (stage: LeaseStage) => Promise<void>
}
