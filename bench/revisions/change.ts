import type { Figure } from '../statistics/figure.ts'
import type { MachineDescription } from '../report/machine-description.ts'
import type { ChangeVerdict } from './judge-change.ts'

/** What became of the speed of one contender; ratios of now to then. */
export interface TimeChange {
  readonly kind: 'time'
  readonly comparison: string
  readonly contender: string
  readonly wall: Figure
  readonly cpu: Figure
  /** Not where either process cannot tell, or took nothing. */
  readonly allocated?: Figure
  readonly verdict: ChangeVerdict
}

/** What became of the memory of one contender; the ratio of now to then. */
export interface BytesChange {
  readonly kind: 'bytes'
  readonly comparison: string
  readonly contender: string
  readonly bytes: Figure
  readonly verdict: ChangeVerdict
}

/** Somebody who was not compared, and why. */
interface Skipped {
  readonly kind: 'skipped'
  readonly comparison: string
  readonly contender: string
  readonly reason: string
}

/** What became of one contender. */
export type Change = TimeChange | BytesChange | Skipped

/** All that a comparison with another revision found. `--json` prints it as it is. */
export interface ChangeReport {
  readonly machine: MachineDescription
  /** What sent the requests. */
  readonly load: string
  readonly length: 'full' | 'quick'
  readonly rounds: number
  /** As it was asked for, and the commit that it names. */
  readonly revision: string
  readonly commit: string
  readonly changes: readonly Change[]
}
