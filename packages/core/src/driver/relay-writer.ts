import type { Millis } from '../http/units.ts'
import { isPromise, type MaybePromise } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { StoreWriter } from '../ports/store.ts'
import { noBytes } from './bytes-body.ts'

/** What the writer of a relay needs to know, and whom it tells. */
export interface RelayWriterOptions {
  readonly clock: Clock
  /** How long the store may take for a write, or for the commit. */
  readonly storeBudget: Millis
  readonly onWriteFailure: (error: unknown) => void
  /** Nothing of this body will be stored, through the store's own fault or choice. */
  readonly onWriterGone: (why: 'refused' | 'failed') => void
}

/**
 * A relay's way into the store. Nothing that a store does breaks it: what throws, rejects, or takes too long ends the
 * writing and is told; what it still answers after that, or after it was given up, changes nothing.
 */
export class RelayWriter {
  readonly #writer: StoreWriter
  readonly #options: RelayWriterOptions
  #state: 'open' | 'stored' | 'gone' = 'open'
  #probing: Promise<void> | undefined
  /** Lets whoever waits for an answer go on without it. */
  #release: (() => void) | undefined

  constructor(writer: StoreWriter, options: RelayWriterOptions) {
    this.#writer = writer
    this.#options = options
  }

  /** `open` until the body is `stored`, or never will be. */
  get state(): 'open' | 'stored' | 'gone' {
    return this.#state
  }

  /**
   * Writes nothing, so that a store may say at once that it will not take a body of the announced length. A refusal that
   * comes at once is told by the answer alone.
   */
  probe(): 'accepted' | 'refused' {
    try {
      const answer = this.#writer.write(noBytes)
      if (isPromise(answer)) this.#probing = this.#hear(answer, this.#wrote).then(this.#probed)
      else if (answer === 'refused') this.#state = 'gone'
    } catch (error) {
      this.abort()
      this.#options.onWriteFailure(error)
    }
    return this.#state === 'gone' ? 'refused' : 'accepted'
  }

  /** What it returns is to be waited for before the next call; it never rejects. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#state !== 'open') return undefined
    if (this.#probing !== undefined) return this.#probing.then(() => this.write(chunk))
    let answer: ReturnType<StoreWriter['write']>
    try {
      answer = this.#writer.write(chunk)
    } catch (error) {
      this.#fail(error)
      return undefined
    }
    return this.#take(answer, this.#wrote)
  }

  /** As `write`. */
  commit(): Promise<void> | undefined {
    if (this.#state !== 'open') return undefined
    if (this.#probing !== undefined) return this.#probing.then(() => this.commit())
    let answer: ReturnType<StoreWriter['commit']>
    try {
      answer = this.#writer.commit()
    } catch (error) {
      this.#fail(error)
      return undefined
    }
    return this.#take(answer, this.#committed)
  }

  /** Gives up. A store that cannot even do that is no reason to leave a client waiting. */
  abort(): void {
    if (this.#state !== 'open') return
    this.#state = 'gone'
    this.#goOn()
    try {
      this.#writer.abort()
    } catch (error) {
      this.#options.onWriteFailure(error)
    }
  }

  #take<Answer>(answer: MaybePromise<Answer>, heard: (answer: Answer) => void): Promise<void> | undefined {
    if (isPromise(answer)) return this.#hear(answer, heard)
    heard(answer)
    return undefined
  }

  /** Waits for an answer, as long as the store may take, and no longer than the writer is wanted. */
  #hear<Answer>(answer: Promise<Answer>, heard: (answer: Answer) => void): Promise<void> {
    const { clock, storeBudget } = this.#options
    return new Promise((resolve) => {
      const timer = clock.setTimer(() => {
        this.#fail(tooLate(storeBudget))
      }, storeBudget)
      const release = (): void => {
        clock.clearTimer(timer)
        resolve()
      }
      this.#release = release
      const takeValue = (value: Answer): void => {
        if (this.#release !== release) return
        this.#goOn()
        heard(value)
      }
      answer.then(takeValue, (error: unknown) => {
        if (this.#release === release) this.#fail(error)
      })
    })
  }

  #goOn(): void {
    const release = this.#release
    this.#release = undefined
    release?.()
  }

  readonly #probed = (): void => {
    this.#probing = undefined
  }

  readonly #wrote = (answer: 'accepted' | 'refused'): void => {
    if (answer === 'refused') this.#refused()
  }

  readonly #committed = (answer: 'stored' | 'refused'): void => {
    if (answer === 'refused') this.#refused()
    else this.#state = 'stored'
  }

  /** A writer that refuses is closed, and holds nothing. */
  #refused(): void {
    this.#state = 'gone'
    this.#options.onWriterGone('refused')
  }

  #fail(error: unknown): void {
    this.abort()
    this.#options.onWriteFailure(error)
    this.#options.onWriterGone('failed')
  }
}

const tooLate = (budget: Millis): StoreError =>
  new StoreError('ERR_STORE_TIMEOUT', `the store took longer than ${budget / 1000} s for a write`)
