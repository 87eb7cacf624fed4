import type { Millis } from '../http/units.ts'
import { isPromise, type MaybePromise } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import { StoreError } from '../ports/port-errors.ts'
import { SilenceWatch } from './silence-watch.ts'
import type { WriteBehind } from './write-behind.ts'

/** What a store says to a writer's calls. */
export type WriterAnswer = 'accepted' | 'refused' | 'stored'

/** One call of a writer, and how many bytes it passes on. */
export interface WriterCall {
  readonly bytes: number
  readonly ask: () => MaybePromise<WriterAnswer>
}

/** Whose calls wait, how long each may take, and who hears of the answers. */
export interface WriteBehindQueueOptions {
  readonly clock: Clock
  readonly behind: WriteBehind
  readonly storeDeadline: Millis
  readonly onAnswer: (answer: WriterAnswer) => void
  readonly onFailure: (error: unknown) => void
}

/** The calls of one writer, one after the other: each is made when the one before has been answered. */
export class WriteBehindQueue {
  readonly #options: WriteBehindQueueOptions
  readonly #watch: SilenceWatch
  #calls: WriterCall[] = []
  /** The one that the store has yet to answer. */
  #current: WriterCall | undefined
  #held = 0
  #waiting: { readonly until: 'room' | 'end'; readonly resolve: () => void }[] = []
  #state: 'open' | 'closed' = 'open'

  constructor(options: WriteBehindQueueOptions) {
    this.#options = options
    const { clock, storeDeadline } = options
    this.#watch = new SilenceWatch({ clock, idle: storeDeadline, onSilence: this.#tooLate })
  }

  /** Whether what comes now has to wait for its turn. */
  get isBusy(): boolean {
    return this.#current !== undefined
  }

  /** What it returns is to be waited for before more is added; it never rejects. */
  add(call: WriterCall): Promise<void> | undefined {
    this.#held += call.bytes
    this.#options.behind.take(call.bytes)
    this.#calls.push(call)
    this.#goOn()
    return this.#hasRoom ? undefined : this.#until('room')
  }

  /** Settles when all has been answered, or was given up; it never rejects. */
  ended(): Promise<void> | undefined {
    return this.isBusy ? this.#until('end') : undefined
  }

  /** Nothing more is asked, or heard; whoever waits goes on. */
  close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#watch.end()
    this.#calls = []
    this.#current = undefined
    this.#options.behind.giveBack(this.#held)
    this.#held = 0
    this.#release()
  }

  get #hasRoom(): boolean {
    return this.#options.behind.hasRoomFor(this.#held)
  }

  #until(until: 'room' | 'end'): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ until, resolve })
    })
  }

  #release(): void {
    if (this.#waiting.length === 0) return
    const { isBusy } = this
    const isOver = ({ until }: { until: 'room' | 'end' }): boolean =>
      until === 'room' ? this.#hasRoom : !isBusy
    const over = this.#waiting.filter(isOver)
    this.#waiting = this.#waiting.filter((one) => !isOver(one))
    for (const { resolve } of over) resolve()
  }

  #goOn(): void {
    while (this.#state === 'open' && this.#current === undefined) {
      const call = this.#calls.shift()
      if (call === undefined) return
      this.#current = call
      let answer: MaybePromise<WriterAnswer>
      try {
        answer = call.ask()
      } catch (error) {
        this.#options.onFailure(error)
        return
      }
      if (isPromise(answer)) this.#listen(call, answer)
      else this.#answered(call, answer)
    }
  }

  #listen(call: WriterCall, answer: Promise<WriterAnswer>): void {
    this.#watch.asked()
    const heard = (given: WriterAnswer): void => {
      if (this.#current !== call) return
      this.#watch.answered()
      this.#answered(call, given)
      this.#goOn()
      this.#release()
    }
    answer.then(heard, (error: unknown) => {
      if (this.#current === call) this.#options.onFailure(error)
    })
  }

  #answered(call: WriterCall, answer: WriterAnswer): void {
    this.#current = undefined
    this.#held -= call.bytes
    this.#options.behind.giveBack(call.bytes)
    this.#options.onAnswer(answer)
  }

  readonly #tooLate = (): void => {
    const seconds = this.#options.storeDeadline / 1000
    const message = `the store took longer than ${seconds} s for a write`
    this.#options.onFailure(new StoreError('ERR_STORE_TIMEOUT', message))
  }
}
