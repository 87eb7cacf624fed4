import type { Running, Sample } from '../comparison.ts'
import { chooseLoad, type Yield } from '../load/load.ts'
import { startServer, type ServerProcess } from './server-process.ts'

/** What is asked of a server contender. */
export interface ServerTrial {
  /** Its name in `contenders/servings.ts`. */
  readonly server: string
  readonly path: string
  readonly connections: number
  /** Makes the server's argument from the origin's URL. */
  readonly argument: (origin: string) => string | Promise<string>
  /** What share of the requests the origin has to see; anything else was not what is to be measured. */
  readonly forwarded: 'all' | 'none'
}

/** Starts a server and its origin, each in a fresh process; the load has processes of its own, too. */
export async function startServerTrial(trial: ServerTrial): Promise<Running> {
  const origin = await startServer('origin', '')
  try {
    const server = await startServer(trial.server, await trial.argument(origin.url))
    return new TrialUnderWay(trial, origin, server)
  } catch (error) {
    await origin.end()
    throw error
  }
}

/** A server that has not got warm in so many windows has too little to do. */
const warmUpAttempts = 10

class TrialUnderWay implements Running {
  readonly #trial: ServerTrial
  readonly #origin: ServerProcess
  readonly #server: ServerProcess

  constructor(trial: ServerTrial, origin: ServerProcess, server: ServerProcess) {
    this.#trial = trial
    this.#origin = origin
    this.#server = server
  }

  async warmUp(millis: number): Promise<void> {
    const { cpu: before } = await this.#server.mark()
    for (let attempt = 0; attempt < warmUpAttempts; attempt += 1) {
      await this.#press(millis)
      const { cpu } = await this.#server.mark()
      if (cpu - before >= millis * 1000) return
    }
    throw new Error(`${this.#trial.server} is not kept busy`)
  }

  async measure(millis: number): Promise<Sample> {
    const seenBefore = await this.#origin.mark()
    const before = await this.#server.mark()
    const { requests, seconds } = await this.#press(millis)
    const after = await this.#server.mark()
    const seenAfter = await this.#origin.mark()
    this.#check(seenAfter.requests - seenBefore.requests, requests)
    return { wall: (seconds * 1e6) / requests, cpu: (after.cpu - before.cpu) / requests }
  }

  async end(): Promise<void> {
    await this.#server.end()
    await this.#origin.end()
  }

  async #press(window: number): Promise<Yield> {
    const { path, connections } = this.#trial
    const load = await chooseLoad()
    return load.press({ port: this.#server.port, path, connections, window })
  }

  #check(forwarded: number, requests: number): void {
    const isRight = this.#trial.forwarded === 'none' ? forwarded === 0 : forwarded >= requests
    if (isRight) return
    throw new Error(`${this.#trial.server}: ${forwarded} of ${requests} requests reached the origin`)
  }
}
