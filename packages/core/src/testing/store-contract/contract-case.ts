import type { ContractStage } from './contract-stage.ts'

/** One promise of the port, and how it is put to the test on an empty store. */
export interface ContractCheck {
  /** A sentence that says what a store does. */
  readonly name: string
  readonly check: (stage: ContractStage) => Promise<void>
}

/** How large bodies may be for the store on trial. */
export interface BodySizes {
  /** The longest body that it takes, in bytes; `undefined`: it is not put to the test. */
  readonly longest: number | undefined
  /** The length of the large body, in bytes. */
  readonly large: number
}
