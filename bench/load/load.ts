import { pressWithSockets } from './press-with-sockets.ts'
import { hasWrk, pressWithWrk } from './press-with-wrk.ts'

/** A request, as far as it is not what every benchmark asks: `GET` with the usual fields, answered with 200. */
export interface RequestShape {
  readonly method?: 'GET' | 'HEAD'
  /** Names and values in turn, sent after the usual ones. */
  readonly fields?: readonly string[]
  /** The status of the right answer. */
  readonly status?: number
}

/** What a load generator is asked to do. */
export interface Order extends RequestShape {
  readonly port: number
  readonly path: string
  readonly connections: number
  /** In milliseconds. */
  readonly window: number
  /**
   * `free`, unless said otherwise: each connection sends its next request when it has its answer. `waves`: all connections
   * send at once, and again when all have their answers; a path that ends in a slash is another one for each wave.
   */
  readonly rhythm?: 'free' | 'waves'
}

/** What came of it. */
export interface Yield {
  readonly requests: number
  readonly seconds: number
  /** How often all connections sent at once; only for that rhythm. */
  readonly waves?: number
}

/** Sends requests for a while. */
export interface Load {
  readonly name: string
  press(order: Order): Promise<Yield>
}

/** wrk sends plain requests only (it waits for the body of an answer to HEAD), and counts in whole seconds. */
const isForWrk = ({ method = 'GET', rhythm = 'free', window }: Order): boolean =>
  method === 'GET' && rhythm === 'free' && window >= 1_000

const wrk: Load = {
  name: 'wrk (what it cannot send, by a loop over raw sockets)',
  press: (order) => (isForWrk(order) ? pressWithWrk(order) : pressWithSockets(order)),
}
const sockets: Load = { name: 'a loop over raw sockets', press: pressWithSockets }

/** wrk where it is installed, since it costs least; else a loop of our own. Either runs in its own process. */
export const chooseLoad = async (): Promise<Load> => ((await hasWrk()) ? wrk : sockets)
