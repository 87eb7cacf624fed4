import type { Worker } from 'node:cluster'
import type { Millis } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { listenFailure } from '../listen-failure.ts'
import type { Terminal } from '../terminal.ts'
import type { WorkerOrder } from './messages.ts'
import { RestartPace } from './restart-pace.ts'
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

/** Longer than a worker that was told to stop can take, if it can do anything at all. */
const graceToEnd: Millis = 2_000

/** Keeps a number of workers alive that listen on one port. */
export class WorkerPool implements WorkerOwner {
  readonly #options: PoolOptions
  readonly #alive = new Map<number, WorkerProcess>()
  readonly #restarts = new Set<NodeJS.Timeout>()
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

  /** Resolves when all listen. */
  start(): Promise<PoolAddress> {
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
    for (const restart of this.#restarts) clearTimeout(restart)
    const force = setTimeout(() => {
      for (const worker of this.workers) worker.kill()
    }, timeout + graceToEnd)
    for (const worker of this.workers) worker.stop()
    if (this.#alive.size > 0) await this.#ended.promise
    clearTimeout(force)
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
        else if (this.#phase === 'running') this.err(`${worker.name}: ${news.message}\n`)
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
    const pause = this.#pace.next(worker.life)
    if (pause === 'never') {
      this.#failed.resolve(
        new CommandFailedError(
          `workers end again and again before they listen; the last, ${worker.name}, ${how}`,
        ),
      )
      return
    }
    this.err(`${worker.name} ${how}. Another takes its place${pause === 0 ? '' : ` in ${pause / 1000} s`}.\n`)
    const restart = setTimeout(() => {
      this.#restarts.delete(restart)
      this.#begin(worker.number)
    }, pause)
    this.#restarts.add(restart)
  }

  #begin(number: number): void {
    this.#alive.set(number, new WorkerProcess(this.#options.fork(), number, this))
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
