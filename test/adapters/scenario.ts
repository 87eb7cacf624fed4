import type { RequestListener } from 'node:http'
import type { AdapterOptions, AdapterStage } from './adapter-stage.ts'

/** Something that every adapter does alike. */
export interface Scenario {
  /** A sentence. */
  readonly title: string
  /** What the origin answers; `seen` counts what has come, this request included. */
  readonly origin: (...[request, response, count]: [...Parameters<RequestListener>, number]) => void
  readonly options?: AdapterOptions
  /** Fails where the adapter does otherwise. */
  readonly run: (stage: AdapterStage) => Promise<void>
}
