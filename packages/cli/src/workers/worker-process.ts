import type { Worker } from 'node:cluster'
import type { AdminStory } from '@cachechart/adapters/node'
import type { Millis, PurgeTarget } from '@cachechart/core'
import { readMessage, sealed } from './message-shapes.ts'
import { fromWorkerShapes, type FromWorker, type ToWorker, type WorkerOrder } from './messages.ts'
import { fromPurgeFailure } from './purge-failure.ts'
import { Questions, type Reply } from './questions.ts'
import type { Life } from './restart-pace.ts'
import { wholeLines } from './whole-lines.ts'

/**
 * `starting`: its process begins; `called`: it has been told what it is to be; `listening`; `stopping`: it finishes what
 * is in progress; `gone`.
 */
export type WorkerState = 'starting' | 'called' | 'listening' | 'stopping' | 'gone'

/** What a worker tells without being asked. */
export type WorkerNews = Exclude<FromWorker, { readonly type: 'story.told' | 'purge.done' | 'purge.failed' }>

/** Who has a worker. */
export interface WorkerOwner {
  out(lines: string): void
  err(lines: string): void
  onNews(worker: WorkerProcess, news: WorkerNews): void
  /** Its process has ended, all that it printed was handed on, and the port is not held for it any more. */
  onEnd(worker: WorkerProcess, how: string): void
}

/** One worker, as the primary sees it. */
export class WorkerProcess {
  readonly number: number
  readonly pid: number
  state: WorkerState = 'starting'
  readonly #worker: Worker
  readonly #owner: WorkerOwner
  readonly #since = performance.now()
  readonly #stories = new Questions<AdminStory>()
  readonly #purges = new Questions<number>()
  #began: Life['began'] = 'died at start'
  #trouble: string | undefined

  constructor(worker: Worker, number: number, owner: WorkerOwner) {
    const { process: child } = worker
    this.number = number
    this.pid = child.pid ?? 0 // there is none when it could not be started, which is told as an error
    this.#worker = worker
    this.#owner = owner
    if (child.stdout !== null) wholeLines(child.stdout, (lines) => owner.out(lines))
    if (child.stderr !== null)
      wholeLines(child.stderr, (lines) => owner.err(lines.replaceAll(/^(?=.|\n)/gm, `worker ${number}: `)))
    worker.on('message', (message: unknown) => this.#hear(message))
    child.on('error', (error) => (this.#trouble = error.message))
    child.once('close', (code, signal) => this.#end(code, signal))
  }

  get life(): Life {
    return { began: this.#began, lived: performance.now() - this.#since }
  }

  get name(): string {
    return `worker ${this.number} (process ${this.pid})`
  }

  start(order: WorkerOrder): void {
    this.state = 'called'
    this.send({ type: 'gateway.start', order })
  }

  noteListening(): void {
    this.#began = 'listened'
    if (this.state === 'called') this.state = 'listening'
  }

  /** Lets it finish what is in progress. One that has not begun has nothing in progress. */
  stop(): void {
    if (this.state === 'starting') this.kill()
    else this.send({ type: 'gateway.stop' })
    this.state = 'stopping'
  }

  kill(): void {
    this.#worker.process.kill('SIGKILL')
  }

  story(patience: Millis): Promise<Reply<AdminStory>> {
    return this.#stories.ask((id) => this.send({ type: 'story.tell', id }), patience)
  }

  purge(target: PurgeTarget, patience: Millis): Promise<Reply<number>> {
    return this.#purges.ask((id) => this.send({ type: 'purge.run', id, target }), patience)
  }

  send(message: ToWorker): void {
    // What cannot be said any more is not missed: the end of the process answers for it.
    if (this.#worker.isConnected()) this.#worker.send(sealed(message), () => {})
  }

  #hear(seen: unknown): void {
    let message: FromWorker
    try {
      message = readMessage(seen, fromWorkerShapes)
    } catch (error) {
      this.#trouble = String(error)
      this.kill()
      return
    }
    switch (message.type) {
      case 'story.told':
        return this.#stories.settle(message.id, { type: 'answer', answer: message.story })
      case 'purge.done':
        return this.#purges.settle(message.id, { type: 'answer', answer: message.purged })
      case 'purge.failed':
        return this.#purges.settle(message.id, { type: 'failure', error: fromPurgeFailure(message) })
      case 'worker.ready':
      case 'gateway.listening':
      case 'gateway.refused':
      case 'purge.wanted':
      case 'key.invalidated':
        return this.#owner.onNews(this, message)
    }
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    this.#stories.giveUp()
    this.#purges.giveUp()
    const how = this.#trouble ?? (signal === null ? `ended with ${code}` : `was killed by ${signal}`)
    const tell = () => {
      this.state = 'gone'
      this.#owner.onEnd(this, how)
    }
    // The port is let go with the connection between the two processes, which may end after one of them.
    if (this.#worker.isConnected()) this.#worker.once('disconnect', tell)
    else tell()
  }
}
