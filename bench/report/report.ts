import type { ComparisonResult } from '../result.ts'
import type { MachineDescription } from './machine-description.ts'

/** All that one run found. `--json` prints it as it is. */
export interface Report {
  readonly machine: MachineDescription
  /** What sent the requests. */
  readonly load: string
  readonly rounds: number
  readonly length: 'full' | 'quick'
  readonly sections: readonly SectionResult[]
}

/** What one section found. */
export interface SectionResult {
  readonly name: string
  readonly about: string
  readonly comparisons: readonly ComparisonResult[]
}
