import type { ByteSlice, Splice } from '../policy/verdicts.ts'
import { isPromise, type Body, type MaybePromise } from '../ports/body.ts'
import type { StoredEntry, StoreWriter } from '../ports/store.ts'
import { cutBody } from './cut-body.ts'

/**
 * A writer that puts slices of what is stored before and after what is written. Each slice is read when it is its turn,
 * from a body of its own: nothing of the store is held while the origin sends.
 *
 * It refuses when the stored body is gone. When that cannot be read, or is too short, the call that needed it throws or
 * rejects with the error. Either way nothing is kept.
 */
export const spliceWriter = (
  writer: StoreWriter,
  stored: StoredEntry,
  splice: Pick<Splice, 'before' | 'after'>,
): StoreWriter => new SpliceWriter(writer, stored, splice)

type Written = 'accepted' | 'refused'

/** Whatever can be done at once is: where writer and stored body answer without a promise, none is made. */
class SpliceWriter implements StoreWriter {
  readonly #writer: StoreWriter
  readonly #stored: StoredEntry
  /** Until it is written. */
  #before: ByteSlice | null
  readonly #after: ByteSlice | null
  #state: 'open' | 'closed' = 'open'
  #reading: Body | undefined
  #interrupt: (() => void) | undefined

  constructor(writer: StoreWriter, stored: StoredEntry, { before, after }: Pick<Splice, 'before' | 'after'>) {
    this.#writer = writer
    this.#stored = stored
    this.#before = before
    this.#after = after
  }

  write(chunk: Uint8Array): MaybePromise<Written> {
    return this.#guarded(() => this.#whenAccepted(this.#copyBefore(), () => this.#writer.write(chunk)))
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    const copyAfter = () => this.#copy(this.#after)
    const commit = () => this.#writer.commit()
    return this.#guarded(() => this.#whenAccepted(this.#whenAccepted(this.#copyBefore(), copyAfter), commit))
  }

  /** Whoever waits for a slice to be written need not wait any more. */
  abort(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#interrupt?.()
    this.#writer.abort()
    this.#reading?.cancel()
  }

  #copyBefore(): MaybePromise<Written> {
    const slice = this.#before
    this.#before = null
    return this.#copy(slice)
  }

  #copy(slice: ByteSlice | null): MaybePromise<Written> {
    if (slice === null || slice.from === slice.to) return 'accepted'
    const opened = this.#stored.open()
    const copied = isPromise(opened)
      ? Promise.resolve(opened).then((body) => this.#copyFrom(body, slice))
      : this.#copyFrom(opened, slice)
    return isPromise(copied) ? this.#interruptible(copied) : copied
  }

  #copyFrom(body: Body | undefined, slice: ByteSlice): MaybePromise<Written> {
    if (body === undefined || this.#state === 'closed') {
      body?.cancel()
      this.abort()
      return 'refused'
    }
    const part = cutBody(body, { pieces: [slice], length: slice.to - slice.from })
    return part.bytes === undefined ? this.#pump(part) : this.#writer.write(part.bytes)
  }

  async #pump(part: Body): Promise<Written> {
    this.#reading = part
    for await (const chunk of part) {
      // A chunk may have been on its way here when all was given up.
      if (this.#state === 'closed' || (await this.#writer.write(chunk)) === 'refused') return 'refused'
    }
    return 'accepted'
  }

  #interruptible(copied: Promise<Written>): Promise<Written> {
    return new Promise((resolve, reject) => {
      this.#interrupt = () => {
        resolve('refused')
      }
      copied.then(resolve, reject)
    })
  }

  #whenAccepted<Answer>(
    copied: MaybePromise<Written>,
    next: () => MaybePromise<Answer>,
  ): MaybePromise<Answer | 'refused'> {
    if (isPromise(copied))
      return Promise.resolve(copied).then((answer) => this.#whenAccepted<Answer>(answer, next))
    return copied === 'refused' || this.#state === 'closed' ? 'refused' : next()
  }

  #guarded<Answer>(work: () => MaybePromise<Answer>): MaybePromise<Answer | 'refused'> {
    if (this.#state === 'closed') return 'refused'
    try {
      const answer = work()
      return isPromise(answer) ? Promise.resolve(answer).catch(this.#giveUp) : answer
    } catch (error) {
      return this.#giveUp(error)
    }
  }

  readonly #giveUp = (error: unknown): never => {
    this.abort()
    throw error
  }
}
