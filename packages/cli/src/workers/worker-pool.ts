import type { Worker } from 'node:cluster'
import type { Millis } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { listenFailure } from '../listen-failure.ts'
import type { Terminal } from '../terminal.ts'
import type { WorkerOrder } from './messages.ts'
import { RestartPace, type Life } from './restart-pace.ts'
import { WorkerProcess, type WorkerNews, type WorkerOwner } from './worker-process.ts'

/** What a pool is made of. */
export interface PoolOptions {
  readonly count: number
  /** What each is to be, but for its number and where it listens. */
  readonly order: Omit<WorkerOrder, 'worker'>
  readonly fork: () => Worker
  readonly terminal: Pick<Terminal, 'out' | 'err'>
  /** Told of what concerns the others. */
  readonly onNews: (worker: WorkerProcess, news: SharedNews) => void
}

/** What a worker tells that concerns the others. */
export type SharedNews = Extract<WorkerNews, { readonly type: 'purge.wanted' | 'key.invalidated' }>

/** Where all of them listen. */
export type PoolAddress = Pick<Extract<WorkerNews, { readonly type: 'gateway.listening' }>, 'port' | 'url'>

/** Who has ended, or has not come to be. */
type Ended = Pick<WorkerProcess, 'number' | 'name' | 'life'>

const unborn: Life = { began: 'died at start', lived: 0 }

/** Longer than a worker that was told to stop can take, if it can do anything at all. */
const graceToEnd: Millis = 2_000

/** Keeps a number of workers alive that listen on one port. */
export class WorkerPool implements WorkerOwner {
  readonly #options: PoolOptions
  readonly #alive = new Map<number, WorkerProcess>()
  readonly #restarts = new Map<number, NodeJS.Timeout>()
  readonly #pace = new RestartPace()
  readonly #started = Promise.withResolvers<PoolAddress>()
  readonly #failed = Promise.withResolvers<CommandFailedError>()
  readonly #ended = Promise.withResolvers<void>()
  #address: PoolAddress | undefined
  #port: number
  #phase: 'starting' | 'running' | 'stopping' = 'starting'

  constructor(options: PoolOptions) {
    this.#options = options
    this.#port = options.order.options.port
  }

  /** Those whose processes are there, by number. */
  get workers(): readonly WorkerProcess[] {
    return [...this.#alive.values()].toSorted((one, other) => one.number - other.number)
  }

  /** The numbers of those that have ended, and in whose place another is to begin. */
  get waiting(): readonly number[] {
    return [...this.#restarts.keys()]
  }

  /** Resolves when all listen. However this process ends from now on, unless by SIGKILL, they end with it. */
  start(): Promise<PoolAddress> {
    process.on('exit', this.#killAll)
    for (let number = 1; number <= this.#options.count; number += 1) this.#begin(number)
    return this.#started.promise
  }

  /** Resolves when the pool cannot do what it is for. */
  get failed(): Promise<CommandFailedError> {
    return this.#failed.promise
  }

  /** Lets all finish what is in progress, for no longer than `timeout`. Resolves when none is left. */
  async stop(timeout: Millis): Promise<void> {
    this.#phase = 'stopping'
    for (const restart of this.#restarts.values()) clearTimeout(restart)
    const force = setTimeout(() => {
      for (const { name } of this.workers) this.err(`${name} did not end in time, and is killed.\n`)
      this.#killAll()
    }, timeout + graceToEnd)
    for (const worker of this.workers) worker.stop()
    if (this.#alive.size > 0) await this.#ended.promise
    clearTimeout(force)
    process.off('exit', this.#killAll)
  }

  // One that hangs does not notice that this process ends, and would hold the port.
  readonly #killAll = (): void => {
    for (const worker of this.workers) worker.kill()
  }

  out(lines: string): void {
    this.#options.terminal.out(lines)
  }

  err(lines: string): void {
    this.#options.terminal.err(lines)
  }

  onNews(worker: WorkerProcess, news: WorkerNews): void {
    switch (news.type) {
      case 'worker.ready':
        return this.#call(worker)
      case 'gateway.listening':
        return this.#noteListening(worker, news)
      case 'gateway.refused':
        if (this.#phase === 'starting') this.#failed.resolve(listenFailure(news))
        return undefined
      case 'purge.wanted':
      case 'key.invalidated':
        return this.#options.onNews(worker, news)
    }
  }

  onEnd(worker: WorkerProcess, how: string): void {
    this.#alive.delete(worker.number)
    if (this.#phase === 'stopping') {
      if (this.#alive.size === 0) this.#ended.resolve()
      return
    }
    this.#replace(worker, how)
  }

  #replace({ number, name, life }: Ended, how: string): void {
    const pause = this.#pace.next(life)
    if (pause === 'never') {
      this.#failed.resolve(
        new CommandFailedError(`workers end again and again before they listen; the last, ${name}, ${how}`),
      )
      return
    }
    this.err(`${name} ${how}. Another takes its place${pause === 0 ? '' : ` in ${pause / 1000} s`}.\n`)
    const restart = setTimeout(() => {
      this.#restarts.delete(number)
      this.#begin(number)
    }, pause)
    this.#restarts.set(number, restart)
  }

  #begin(number: number): void {
    let worker: Worker
    try {
      worker = this.#options.fork()
    } catch (error) {
      return this.#replace(
        { number, name: `worker ${number}`, life: unborn },
        `could not be started: ${String(error)}`,
      )
    }
    this.#alive.set(number, new WorkerProcess(worker, number, this))
  }

  #call(worker: WorkerProcess): void {
    if (this.#phase === 'stopping') return
    const { order } = this.#options
    // node:cluster gives 0 the same port again for as long as somebody holds it; after that, it is asked for by number.
    const isHeld = this.workers.some(({ state }) => state === 'called' || state === 'listening')
    if (!isHeld) this.#port = this.#address?.port ?? order.options.port
    worker.start({ ...order, worker: worker.number, options: { ...order.options, port: this.#port } })
  }

  #noteListening(worker: WorkerProcess, { port, url }: PoolAddress): void {
    const address = (this.#address ??= { port, url })
    if (port !== address.port) return worker.kill() // the last that held the port has died meanwhile
    worker.noteListening()
    this.#pace.noteListening()
    if (this.#phase === 'running') this.err(`${worker.name} listens.\n`)
    const listening = this.workers.filter(({ state }) => state === 'listening')
    if (this.#phase !== 'starting' || listening.length < this.#options.count) return
    this.#phase = 'running'
    this.#started.resolve(address)
  }
}
