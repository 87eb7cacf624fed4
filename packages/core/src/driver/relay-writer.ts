import type { Millis } from '../http/units.ts'
import { isPromise, type MaybePromise } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreWriter } from '../ports/store.ts'
import { noBytes } from './bytes-body.ts'
import type { WriteBehind } from './write-behind.ts'
import { WriteBehindQueue, type WriterAnswer, type WriterCall } from './write-behind-queue.ts'
import type { WriteGate } from './write-gate.ts'

/** What the writer of a relay needs to know, and whom it tells. */
export interface RelayWriterOptions {
  readonly clock: Clock
  /** How long the store may take for one write, or for the commit. */
  readonly storeDeadline: Millis
  /** What may lie in memory until the store has taken it. */
  readonly behind: WriteBehind
  /** Hears how the store did. */
  readonly gate: Pick<WriteGate, 'succeeded' | 'failed' | 'gaveUp'>
  readonly onWriteFailure: (error: unknown) => void
  /** Nothing of this body will be stored, through the store's own fault or choice. */
  readonly onWriterGone: (why: 'refused' | 'failed') => void
}

/**
 * A relay's way into the store. Nothing that a store does breaks it: what throws, rejects, or takes too long ends the
 * writing and is told; what it still answers after that, or after it was given up, changes nothing.
 *
 * A store that answers at once is written to at once. Of one that does not, the calls wait in a queue, and whoever writes
 * goes on as long as that has room.
 */
export class RelayWriter {
  readonly #writer: StoreWriter
  readonly #options: RelayWriterOptions
  #state: 'open' | 'stored' | 'gone' = 'open'
  #queue: WriteBehindQueue | undefined

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
      if (isPromise(answer)) void this.#later({ bytes: 0, ask: () => answer })
      else if (answer === 'refused') this.#close('gone')
    } catch (error) {
      this.#options.gate.failed()
      this.abort()
      this.#options.onWriteFailure(error)
    }
    return this.#state === 'gone' ? 'refused' : 'accepted'
  }

  /** What it returns is to be waited for before the next call; it never rejects. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#state !== 'open') return undefined
    if (this.#queue?.isBusy === true) {
      return this.#later({ bytes: chunk.length, ask: () => this.#writer.write(chunk) })
    }
    let answer: MaybePromise<WriterAnswer>
    try {
      answer = this.#writer.write(chunk)
    } catch (error) {
      this.fail(error)
      return undefined
    }
    if (isPromise(answer)) {
      const asked = answer
      return this.#later({ bytes: chunk.length, ask: () => asked })
    }
    this.#heard(answer)
    return undefined
  }

  /** Settles when it is known what became of the body; it never rejects. */
  commit(): Promise<void> | undefined {
    if (this.#state !== 'open') return undefined
    const ask = (): MaybePromise<WriterAnswer> => this.#writer.commit()
    if (this.#queue?.isBusy === true) return this.#toEnd(ask)
    let answer: MaybePromise<WriterAnswer>
    try {
      answer = ask()
    } catch (error) {
      this.fail(error)
      return undefined
    }
    if (isPromise(answer)) {
      const asked = answer
      return this.#toEnd(() => asked)
    }
    this.#heard(answer)
    return undefined
  }

  /** Gives up. A store that cannot even do that is no reason to leave a client waiting. */
  abort(): void {
    if (this.#state !== 'open') return
    this.#close('gone')
    this.#options.gate.gaveUp()
    try {
      this.#writer.abort()
    } catch (error) {
      this.#options.onWriteFailure(error)
    }
  }

  /** The store has failed, or does not keep up: the body is not stored. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#options.gate.failed()
    this.abort()
    this.#options.onWriteFailure(error)
    this.#options.onWriterGone('failed')
  }

  #later(call: WriterCall): Promise<void> | undefined {
    const { clock, behind, storeDeadline } = this.#options
    this.#queue ??= new WriteBehindQueue({
      clock,
      behind,
      storeDeadline,
      onAnswer: (answer) => {
        this.#heard(answer)
      },
      onFailure: (error) => {
        this.fail(error)
      },
    })
    return this.#queue.add(call)
  }

  /** There is always room for a commit: it holds nothing. */
  #toEnd(ask: WriterCall['ask']): Promise<void> | undefined {
    void this.#later({ bytes: 0, ask })
    return this.#queue?.ended()
  }

  /** A store that refuses has answered: it is well. */
  #heard(answer: WriterAnswer): void {
    if (answer === 'accepted') {
      // Told of the end of a body that is written at once, and of each piece of one that is not.
      if (this.#queue !== undefined) this.#options.gate.succeeded()
      return
    }
    this.#options.gate.succeeded()
    this.#close(answer === 'stored' ? 'stored' : 'gone')
    // A writer that refuses is closed, and holds nothing.
    if (answer === 'refused') this.#options.onWriterGone('refused')
  }

  #close(state: 'stored' | 'gone'): void {
    this.#state = state
    this.#queue?.close()
  }
}
