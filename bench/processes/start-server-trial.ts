import type { Sample } from '../comparison.ts'
import type { LatencySample, RunningServer } from '../latency-comparison.ts'
import { chooseLoad, type Yield } from '../load/load.ts'
import { pressAtRate } from '../load/press-at-rate.ts'
import { startServer, type ServerProcess } from './server-process.ts'
import { isForwardedRightly, type ServerTrial } from './server-trial.ts'

export type { ServerTrial } from './server-trial.ts'

/** A server at the start that takes orders as well. */
export interface RunningTrial extends RunningServer {
  /** Tells when answers begin to count. */
  measureAtRate(rate: number, millis: number, onCounting?: () => Promise<void>): Promise<LatencySample>
  /** Has it do something to what it depends on. */
  tell(order: string): Promise<void>
}

/** Starts a server and its origin, each in a fresh process; the load has processes of its own, too. */
export async function startServerTrial(trial: ServerTrial): Promise<RunningTrial> {
  const origin = await startServer('origin', '')
  try {
    const server = await startServer(trial.server, await trial.argument(origin.url))
    const underWay = new TrialUnderWay(trial, origin, server)
    await underWay.verify()
    return underWay
  } catch (error) {
    await origin.end()
    throw error
  }
}

/** A server that has not got warm in so many windows has too little to do. */
const warmUpAttempts = 10

class TrialUnderWay implements RunningTrial {
  readonly #trial: ServerTrial
  readonly #origin: ServerProcess
  readonly #server: ServerProcess

  constructor(trial: ServerTrial, origin: ServerProcess, server: ServerProcess) {
    this.#trial = trial
    this.#origin = origin
    this.#server = server
  }

  async verify(): Promise<void> {
    try {
      await this.#trial.verify?.(this.#server.url)
    } catch (error) {
      await this.#server.end()
      throw error
    }
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
    const yielded = await this.#press(millis)
    const after = await this.#server.mark()
    const { requests, seconds } = yielded
    await this.#check(seenBefore.requests, yielded)
    const sample = { wall: (seconds * 1e6) / requests, cpu: (after.cpu - before.cpu) / requests }
    if (before.allocated === undefined || after.allocated === undefined) return sample
    return { ...sample, allocated: (after.allocated - before.allocated) / requests }
  }

  async saturate(millis: number): Promise<number> {
    const { requests, seconds } = await this.#press(millis)
    return requests / seconds
  }

  async measureAtRate(
    rate: number,
    window: number,
    onCounting?: () => Promise<void>,
  ): Promise<LatencySample> {
    const { path, connections, request } = this.#trial
    const { requests: seenBefore } = await this.#origin.mark()
    const { port } = this.#server
    const sample = await pressAtRate({ ...request, port, path, connections, rate, window }, onCounting)
    await this.#check(seenBefore, { requests: Math.floor((rate * window) / 1000) })
    return sample
  }

  tell(order: string): Promise<void> {
    return this.#server.tell(order)
  }

  async end(): Promise<void> {
    await this.#server.end()
    await this.#origin.end()
  }

  async #press(window: number): Promise<Yield> {
    const { path, connections, request, rhythm = 'free' } = this.#trial
    const load = await chooseLoad()
    return load.press({ ...request, port: this.#server.port, path, connections, rhythm, window })
  }

  async #check(seenBefore: number, { requests, waves = 0 }: Omit<Yield, 'seconds'>): Promise<void> {
    const { server, forwarded } = this.#trial
    const seen = (await this.#origin.mark()).requests - seenBefore
    if (isForwardedRightly(forwarded, { seen, requests, waves })) return
    throw new Error(`${server}: ${seen} of ${requests} requests reached the origin`)
  }
}
