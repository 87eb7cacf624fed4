import type { AnswerCheck, Judgement } from '../client/answer-check.ts'
import type { Errand } from '../client/errand.ts'
import type { RunErrand } from '../client/press.ts'
import { hangLimit, pauses } from '../limits.ts'
import type { AnswerBody, Ask, CallAnswer } from './ask.ts'

/** Makes each request by a call in this process, and tells how it ended: once, within the limit. */
export const runCallBy =
  (ask: Ask): RunErrand =>
  (errand, check) =>
    new Call(ask, errand, check).run()

/** One call, and whoever makes it. */
class Call {
  readonly #ask: Ask
  readonly #errand: Errand
  readonly #check: AnswerCheck
  readonly #controller = new AbortController()
  readonly #timers: NodeJS.Timeout[] = []
  #hasLeft = false

  constructor(ask: Ask, errand: Errand, check: AnswerCheck) {
    this.#ask = ask
    this.#errand = errand
    this.#check = check
  }

  async run() {
    const began = performance.now()
    // A caller that leaves is owed an end as well: its promise settles.
    const { kind, detail } = await Promise.race([this.#converse(), this.#hang()])
    for (const timer of this.#timers) clearTimeout(timer)
    const milliseconds = performance.now() - began
    return { kind, detail, milliseconds, cacheStatus: this.#check.head?.fields.get('cache-status') ?? '' }
  }

  #hang(): Promise<Judgement> {
    return new Promise((resolve) => {
      this.#after(hangLimit, () => {
        resolve({ kind: 'hung', detail: this.#check.describe(`no end after ${hangLimit / 1000} s`) })
      })
    })
  }

  async #converse(): Promise<Judgement> {
    const { conduct, leavesAfter } = this.#errand
    if (conduct === 'leavesBeforeHead') this.#after(leavesAfter, () => this.#leave(undefined))
    let answer: CallAnswer
    try {
      answer = await this.#ask(this.#errand, this.#controller.signal)
    } catch (error) {
      return this.#hasLeft ? this.#left() : this.#check.failed(codeOf(error))
    }
    this.#check.begin(answer.head, Date.now())
    const { body } = answer
    if (conduct === 'halfCloses' && body !== undefined) return this.#left()
    if (conduct === 'leavesInBody') this.#after(leavesAfter, () => this.#leave(body))
    return this.#read(body)
  }

  async #read(body: AnswerBody | undefined): Promise<Judgement> {
    let hasSlept = false
    try {
      for (let bytes = await body?.read(); bytes !== undefined; bytes = await body?.read()) {
        this.#check.take(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
        const { conduct } = this.#errand
        if (conduct === 'readsSlowly') await pause(pauses.readsSlowly)
        if (conduct === 'sleeps' && !hasSlept) await pause(pauses.sleeps)
        hasSlept = true
      }
    } catch {
      return this.#hasLeft ? this.#left() : this.#check.cut()
    }
    return this.#hasLeft ? this.#left() : this.#check.complete()
  }

  /** Leaves by its signal or by letting go of the body, by turns. */
  #leave(body: AnswerBody | undefined): void {
    this.#hasLeft = true
    if (body === undefined || this.#errand.id % 2 === 0) this.#controller.abort()
    else body.leave()
  }

  #left(): Judgement {
    return { kind: 'left', detail: this.#errand.conduct }
  }

  #after(delay: number, act: () => void): void {
    this.#timers.push(setTimeout(act, delay))
  }
}

const pause = (delay: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, delay)
  })

/** The most telling name of an error: its code, that of its cause, or its own. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? codeOf(error.cause) : error.name
}
