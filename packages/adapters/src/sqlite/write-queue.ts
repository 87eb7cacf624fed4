import { StoreError, type Clock, type MaybePromise, type Millis } from '@cachechart/core'
import { failureOf, thrownFor } from './storage-failure.ts'

/** What a queue needs of its store. */
export interface QueueHost {
  readonly clock: Clock
  /** How long something may wait for other processes. */
  readonly busyTimeout: Millis
  readonly tables: {
    /** All of it or nothing. */
    transaction(work: () => void): void
  }
  readonly log: {
    /** Whether now is the time to write; otherwise it is tried again a little later. */
    mayGrow(): boolean
  }
  readonly pruner: {
    /** Makes room in a file that is full: whether there is any now, or there may be when another process has finished. */
    makeRoom(): 'made' | 'none' | 'busy'
  }
  /** Looks after the file between two transactions. */
  afterTransaction(): void
  /** What was done in a transaction was undone. */
  afterFailure(): void
}

/** Something to do, and which lookups have to wait for it. */
export interface Work<Answer> {
  readonly work: () => Answer
  /** Whether it changes what is found by a key. */
  readonly concerns: (key: string) => boolean
  /** What it writes, about, in bytes. */
  readonly bytes?: number
}

interface Job extends Work<unknown> {
  /** Whether it may share a transaction with those before and after it. */
  readonly kind: 'alone' | 'shared'
  readonly due: Millis
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** So often others are asked again at once, before they are given some milliseconds. */
const eagerAttempts = 3

/** Between two of the later attempts, at most. */
const longestPause: Millis = 10

/** So many share a transaction: a millisecond or two. */
const mostShared = 32
const mostSharedBytes = 256 * 1024

/** What has waited for others does so much in one go, before what else the process has to do has its turn. */
const longestTurn: Millis = 5

/**
 * Does things in the order in which they are asked for: at once where it can, and otherwise when the process that holds the
 * lock has finished. Nothing is waited for in the foreground.
 */
export class WriteQueue {
  readonly #host: QueueHost
  #jobs: Job[] = []
  /** How often the first of them was refused; 0: nobody is in the way. */
  #attempts = 0

  constructor(host: QueueHost) {
    this.#host = host
  }

  /** How much waits. */
  get length(): number {
    return this.#jobs.length
  }

  /** Whether something is still to be done that has to be seen by a lookup of the key. */
  holdsBack(key: string): boolean {
    if (!this.#concerns(key)) return false
    if (this.#attempts === 0) this.#pump(Infinity)
    return this.#concerns(key)
  }

  /**
   * Does something at once, or after what waits.
   * @throws StoreError (or rejects with one) for what SQLite reports; any other error as it is
   */
  run<Answer>(task: Work<Answer>): MaybePromise<Answer> {
    if (this.#attempts === 0) this.#pump(Infinity)
    if (this.#jobs.length > 0) return this.#enqueue(task, 'alone')
    const attempt = this.#attempt(task.work)
    if (attempt.type === 'done') return attempt.answer
    const answer = this.#enqueue(task, 'alone')
    this.#retryLater()
    return answer
  }

  /** Does something soon, in one transaction with what else is to be done soon: that costs much less than one for each. */
  runSoon<Answer>(task: Work<Answer>): Promise<Answer> {
    if (this.#jobs.length === 0) setImmediate(() => this.#attempts === 0 && this.#pump(Infinity))
    return this.#enqueue(task, 'shared')
  }

  /** What can be done at once is; what waits for others is not done any more. */
  close(error: StoreError): void {
    if (this.#attempts === 0) this.#pump(Infinity)
    const jobs = this.#jobs
    this.#jobs = []
    for (const job of jobs) job.reject(error)
  }

  #concerns(key: string): boolean {
    return this.#jobs.length > 0 && this.#jobs.some((job) => job.concerns(key))
  }

  #enqueue<Answer>({ work, concerns, bytes = 0 }: Work<Answer>, kind: Job['kind']): Promise<Answer> {
    const due = this.#host.clock.now() + this.#host.busyTimeout
    return new Promise<Answer>((resolve, reject) => {
      const settle = (answer: unknown) => {
        resolve(answer as Answer) // it is what `work` has given
      }
      this.#jobs.push({ work, concerns, bytes, kind, due, resolve: settle, reject })
    })
  }

  #attempt<Answer>(work: () => Answer): { type: 'done'; answer: Answer } | { type: 'busy' } {
    if (!this.#host.log.mayGrow()) return { type: 'busy' }
    for (let time = 0; ; time += 1) {
      try {
        const answer = work()
        this.#host.afterTransaction()
        return { type: 'done', answer }
      } catch (error) {
        this.#host.afterFailure()
        const failure = failureOf(error)
        if (failure === 'busy') return { type: 'busy' }
        const room = failure === 'full' && time < 8 ? this.#host.pruner.makeRoom() : 'none'
        if (room === 'busy') return { type: 'busy' }
        if (room === 'none') throw thrownFor(error)
      }
    }
  }

  #retryLater(): void {
    this.#attempts += 1
    const retry = () => {
      this.#pump(longestTurn)
    }
    if (this.#attempts <= eagerAttempts) setImmediate(retry)
    // Not all at the same time: processes that have met once would go on meeting. A process does not end before that: not
    // with the clock's timers.
    else setTimeout(retry, 1 + Math.random() * (longestPause - 1))
  }

  /** Does what waits, for so long at most. */
  #pump(turn: Millis): void {
    const { clock } = this.#host
    const begun = turn === Infinity ? 0 : clock.now()
    while (this.#jobs.length > 0) {
      if (this.#doNext() === 'busy' && this.#keepsWaiting()) return this.#retryLater()
      if (turn !== Infinity && clock.now() - begun > turn && this.#jobs.length > 0) return this.#retryLater()
    }
    this.#attempts = 0
  }

  /** Whether the first has time left; otherwise it has failed. */
  #keepsWaiting(): boolean {
    const [first] = this.#jobs
    if (first === undefined || this.#host.clock.now() < first.due) return first !== undefined
    this.#jobs.shift()
    first.reject(new StoreError('ERR_STORE_TIMEOUT', 'other processes kept the SQLite file locked'))
    return false
  }

  #doNext(): 'done' | 'busy' {
    const together: Job[] = []
    let bytes = 0
    for (const job of this.#jobs) {
      bytes += job.bytes ?? 0
      if (job.kind === 'alone' || together.length === mostShared || bytes > mostSharedBytes) break
      together.push(job)
    }
    return together.length > 1 ? this.#doTogether(together) : this.#doFirst()
  }

  #doFirst(): 'done' | 'busy' {
    const [job] = this.#jobs
    if (job === undefined) return 'done'
    try {
      const attempt = this.#attempt(job.work)
      if (attempt.type === 'busy') return 'busy'
      this.#jobs.shift()
      job.resolve(attempt.answer)
    } catch (error) {
      this.#jobs.shift()
      job.reject(error)
    }
    return 'done'
  }

  #doTogether(jobs: readonly Job[]): 'done' | 'busy' {
    if (!this.#host.log.mayGrow()) return 'busy'
    const answers: unknown[] = []
    try {
      this.#host.tables.transaction(() => {
        for (const { work } of jobs) answers.push(work())
      })
    } catch (error) {
      this.#host.afterFailure()
      // One of them has failed: each is done by itself, to find out which.
      return failureOf(error) === 'busy' ? 'busy' : this.#doApart(jobs)
    }
    this.#host.afterTransaction()
    this.#jobs.splice(0, jobs.length)
    for (const [index, { resolve }] of jobs.entries()) resolve(answers[index])
    return 'done'
  }

  #doApart(jobs: readonly Job[]): 'done' | 'busy' {
    for (const _ of jobs) if (this.#doFirst() === 'busy') return 'busy'
    return 'done'
  }
}
