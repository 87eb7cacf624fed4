import type { AdapterStage, ScenarioOptions } from './adapter-stage.ts'

/** What has to happen in the same way on every adapter. */
export interface AdapterScenario {
  /** A sentence. */
  readonly title: string
  readonly options?: ScenarioOptions
  /** What is to be seen. `rejected`: the client is given an error, or a response that is made of one. */
  readonly expected: unknown
  /** Plays it, and says what was seen. */
  readonly play: (stage: AdapterStage) => Promise<unknown>
}
