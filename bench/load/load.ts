import { pressWithSockets } from './press-with-sockets.ts'
import { hasWrk, pressWithWrk } from './press-with-wrk.ts'

/** What a load generator is asked to do. */
export interface Order {
  readonly port: number
  readonly path: string
  readonly connections: number
  /** In milliseconds. */
  readonly window: number
}

/** What came of it. */
export interface Yield {
  readonly requests: number
  readonly seconds: number
}

/** Sends requests for a while, each connection its next one when it has its answer. */
export interface Load {
  readonly name: string
  press(order: Order): Promise<Yield>
}

const wrk: Load = { name: 'wrk', press: pressWithWrk }
const sockets: Load = { name: 'a loop over raw sockets', press: pressWithSockets }

/** wrk where it is installed, since it costs least; else a loop of our own. Either runs in its own process. */
export const chooseLoad = async (): Promise<Load> => ((await hasWrk()) ? wrk : sockets)
