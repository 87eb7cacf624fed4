import type { Worker } from 'node:cluster'
import type { AdminStory, ExplainQuestion } from '@cachechart/adapters/node'
import { MisuseError, type CacheExplanation, type Millis, type PurgeTarget } from '@cachechart/core'
import { readMessage, sealed } from './message-shapes.ts'
import {
  fromWorkerShapes,
  type FromWorker,
  type PurgeExtent,
  type ToWorker,
  type WorkerOrder,
} from './messages.ts'
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
export type WorkerNews = Exclude<
  FromWorker,
  { readonly type: 'story.told' | 'explain.told' | 'explain.failed' | 'purge.done' | 'purge.failed' }
>

/** A worker that does not listen by then hangs. */
const longestStart: Millis = 30_000

/** One that leaves so many messages unread does not go on, and they would fill the memory of the primary. */
const mostUnread = 10_000

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
  readonly #explanations = new Questions<CacheExplanation>()
  readonly #purges = new Questions<number>()
  #began: Life['began'] = 'died at start'
  #trouble: string | undefined
  #unread = 0
  readonly #startLimit: NodeJS.Timeout

  constructor(worker: Worker, number: number, owner: WorkerOwner) {
    const { process: child } = worker
    this.number = number
    this.pid = child.pid ?? 0 // there is none when it could not be started, which is told as an error
    this.#worker = worker
    this.#owner = owner
    this.#startLimit = setTimeout(() => {
      this.#killFor(`did not listen within ${longestStart / 1_000} s, and was killed`)
    }, longestStart)
    this.#handOnLines(child)
    worker.on('message', (message: unknown) => this.#hear(message))
    // With nobody who hears it, what node:cluster passes on of the process would end this one.
    worker.on('error', ({ message }) => {
      this.#trouble = `${child.pid === undefined ? 'could not be started' : 'failed'}: ${message}`
    })
    child.once('close', (code, signal) => this.#end(code, signal))
  }

  get life(): Life {
    return { began: this.#began, lived: performance.now() - this.#since }
  }

  get name(): string {
    return this.pid === 0 ? `worker ${this.number}` : `worker ${this.number} (process ${this.pid})`
  }

  start(order: WorkerOrder): void {
    this.state = 'called'
    this.send({ type: 'gateway.start', order })
  }

  noteListening(): void {
    clearTimeout(this.#startLimit)
    this.#began = 'listened'
    if (this.state === 'called') this.state = 'listening'
  }

  /** Lets it finish what is in progress. One that has not begun has nothing in progress. */
  stop(): void {
    clearTimeout(this.#startLimit)
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

  explain(question: ExplainQuestion, patience: Millis): Promise<Reply<CacheExplanation>> {
    return this.#explanations.ask((id) => this.send({ type: 'explain.tell', id, question }), patience)
  }

  purge(target: PurgeTarget, extent: PurgeExtent, patience: Millis): Promise<Reply<number>> {
    return this.#purges.ask((id) => this.send({ type: 'purge.run', id, target, extent }), patience)
  }

  send(message: ToWorker): void {
    // What cannot be said any more is not missed: the end of the process answers for it.
    if (!this.#worker.isConnected()) return
    this.#unread += 1
    this.#worker.send(sealed(message), () => (this.#unread -= 1))
    // Its store goes with it: what it has not read of purges and invalidations is done so, too.
    if (this.#unread > mostUnread) this.#killFor(`left ${mostUnread} messages unread, and was killed`)
  }

  #handOnLines({ stdout, stderr }: Worker['process']): void {
    // Without a process there may be no streams at all, whatever their types say.
    if (stdout) wholeLines(stdout, (lines) => this.#owner.out(lines))
    if (!stderr) return
    wholeLines(stderr, (lines) => {
      this.#owner.err(lines.replaceAll(/^(?=.|\n)/gm, `worker ${this.number}: `))
    })
  }

  #killFor(reason: string): void {
    this.#trouble = reason
    this.kill()
  }

  #hear(seen: unknown): void {
    let message: FromWorker
    try {
      message = readMessage(seen, fromWorkerShapes)
    } catch (error) {
      return this.#killFor(`was killed for what it said: ${String(error)}`)
    }
    switch (message.type) {
      case 'story.told':
        return this.#stories.settle(message.id, { type: 'answer', answer: message.story })
      case 'explain.told':
        return this.#explanations.settle(message.id, { type: 'answer', answer: message.explanation })
      case 'explain.failed':
        return this.#explanations.settle(message.id, {
          type: 'failure',
          error: new MisuseError(message.message),
        })
      case 'purge.done':
        return this.#purges.settle(message.id, { type: 'answer', answer: message.purged })
      case 'purge.failed':
        return this.#purges.settle(message.id, { type: 'failure', error: fromPurgeFailure(message) })
      case 'gateway.refused':
        this.#trouble = `ended: ${message.message}`
        return this.#owner.onNews(this, message)
      case 'worker.ready':
      case 'gateway.listening':
      case 'purge.wanted':
      case 'key.invalidated':
        return this.#owner.onNews(this, message)
    }
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#startLimit)
    this.#stories.giveUp()
    this.#explanations.giveUp()
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
