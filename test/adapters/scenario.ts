import type { Stage, StageOptions } from './stage.ts'

/** What has to happen in the same way on every adapter. */
export interface Scenario {
  /** A sentence. */
  readonly title: string
  readonly options?: StageOptions
  /** What is to be seen. */
  readonly expected: unknown
  /** Plays it, and says what was seen. */
  readonly play: (stage: Stage) => Promise<unknown>
}
