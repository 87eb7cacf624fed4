import { isPromise } from '../ports/body.ts'
import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import { BackendError, StoreError } from '../ports/port-errors.ts'
import type { StoreWriter } from '../ports/store.ts'
import type { RelayReader } from './relay-reader.ts'
import { within } from './within.ts'

/** What the reader may leave lying before the origin is asked to wait. */
const readAhead = 256 * 1024

/** What is read of a body that nobody wants, so that its connection can be used again. */
const discardLimit = 64 * 1024

/** What a relay needs to know, and whom it tells. */
export interface RelayOptions {
  readonly clock: Clock
  /** How long the origin may take for the next piece. */
  readonly idle: Millis
  /** How long the store may take for a write. */
  readonly storeBudget: Millis
  /** The length that the origin announced; the body is whole only when it has it. */
  readonly expected: number | undefined
  /** Stops the origin. */
  readonly stopSource: () => void
  readonly onWriteFailure: (error: unknown) => void
  /** The relay has ended: nothing is written or read any more. `undefined`: the body was whole. */
  readonly onEnd: (failure: Error | undefined) => void
}

/**
 * Carries a body from the origin to the store and to the client at once. It belongs to neither: a client that leaves,
 * or reads slowly, or not at all, does not keep the body from the store, and a store that breaks or refuses does not
 * keep it from the client.
 *
 * While it is stored, what the client has not taken yet lies ready in memory: the store's own chunks, bounded by its
 * limit for an entry. When it is not stored (any more), the client's pace is the origin's.
 */
export class BodyRelay {
  readonly #source: AsyncIterable<Uint8Array> | Uint8Array
  readonly #options: RelayOptions
  #writer: StoreWriter | undefined
  #reader: RelayReader | undefined
  #state: 'idle' | 'running' | 'ended' = 'idle'
  #received = 0
  #unwanted = 0
  #askedAt: Millis | undefined
  #timer: unknown

  constructor(source: AsyncIterable<Uint8Array> | Uint8Array, options: RelayOptions) {
    this.#source = source
    this.#options = options
  }

  /** The body is also to be stored. */
  storeWith(writer: StoreWriter): void {
    this.#writer = writer
  }

  /** The body is also to be read by a client. */
  readBy(reader: RelayReader): void {
    this.#reader = reader
  }

  get hasEnded(): boolean {
    return this.#state === 'ended'
  }

  get hasReader(): boolean {
    return this.#reader !== undefined
  }

  /** Nobody wants the body; a short one is read to its end all the same. */
  discard(): void {
    this.#unwanted = discardLimit
  }

  /** The client is gone. The body goes on when it is being stored. */
  dropReader(): void {
    this.#reader = undefined
    if (this.#writer === undefined) this.stop()
  }

  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'running'
    if (this.#source instanceof Uint8Array) {
      this.#passWhole(this.#source)
    } else {
      this.#watch(this.#options.idle)
      void this.#pump(this.#source)
    }
  }

  /** Ends everything at once; nothing is stored. */
  stop(): void {
    if (this.#state === 'ended') return
    this.#abortWriter()
    this.#end(new BackendError('ERR_BACKEND_CANCELLED', 'the body was stopped before its end'))
    this.#options.stopSource()
  }

  /** All of it is there: into a store that answers at once it goes at once. */
  #passWhole(bytes: Uint8Array): void {
    const passed = bytes.length === 0 ? undefined : this.#pass(bytes)
    if (passed === undefined) this.#finish()
    else void passed.then(() => this.#finish())
  }

  async #pump(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      const iterator = source[Symbol.asyncIterator]()
      for (;;) {
        this.#askedAt = this.#options.clock.now()
        const { done, value } = await iterator.next()
        this.#askedAt = undefined
        if (this.hasEnded) return
        if (done === true) break
        this.#receive(value)
        const passed = this.#pass(value)
        if (passed !== undefined) await passed
        if (this.hasEnded) return
      }
      this.#checkLength()
    } catch (error) {
      if (!this.hasEnded) this.#break(error)
      return
    }
    this.#finish()
  }

  /** Anything else than bytes would be stored as something else; what is too much would be taken for the next message. */
  #receive(chunk: Uint8Array): void {
    if (!ArrayBuffer.isView(chunk) || chunk.byteLength !== chunk.length) {
      throw new BackendError('ERR_BACKEND_FAILED', `a chunk of a body is a Uint8Array; seen: ${typeof chunk}`)
    }
    this.#received += chunk.length
    const { expected } = this.#options
    if (expected !== undefined && this.#received > expected) throw this.#wrongLength(expected)
  }

  /** Gives a chunk to both; what it returns is to be waited for before the next is asked for. */
  #pass(chunk: Uint8Array): Promise<void> | undefined {
    const written = this.#write(chunk)
    this.#reader?.push(chunk)
    return written === undefined ? this.#pace() : written.then(() => this.#pace())
  }

  /** While the body is stored the origin's pace is the store's; after that it is the client's. */
  #pace(): Promise<void> | undefined {
    if (this.#writer !== undefined) return undefined
    if (this.#reader === undefined) {
      if (this.#received > this.#unwanted) this.stop()
      return undefined
    }
    return this.#reader.buffered < readAhead ? undefined : this.#reader.drained()
  }

  #write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#writer === undefined) return undefined
    try {
      const result = this.#writer.write(chunk)
      if (isPromise(result)) return this.#inBudget(result).then(this.#wrote, this.#writeFailed)
      this.#wrote(result)
    } catch (error) {
      this.#writeFailed(error)
    }
    return undefined
  }

  #inBudget<Result>(work: Promise<Result>): Promise<Result> {
    const { clock, storeBudget } = this.#options
    const late = new StoreError(
      'ERR_STORE_TIMEOUT',
      `the store took longer than ${storeBudget / 1000} s for a write`,
    )
    return within(work, { clock, delay: storeBudget, late })
  }

  readonly #wrote = (result: 'accepted' | 'refused'): void => {
    if (result === 'refused') this.#writer = undefined
  }

  readonly #writeFailed = (error: unknown): void => {
    this.#abortWriter()
    this.#options.onWriteFailure(error)
  }

  /** A store that cannot even give up is no reason to leave the client waiting. */
  #abortWriter(): void {
    const writer = this.#writer
    this.#writer = undefined
    try {
      writer?.abort()
    } catch (error) {
      this.#options.onWriteFailure(error)
    }
  }

  /** The commit comes first where it can be had at once: who has read to the end finds the response stored. */
  #finish(): void {
    if (this.hasEnded) return
    let committed: ReturnType<StoreWriter['commit']> | undefined
    try {
      committed = this.#writer?.commit()
    } catch (error) {
      this.#writeFailed(error)
    }
    this.#reader?.end()
    this.#reader = undefined
    if (committed === undefined || !isPromise(committed)) {
      this.#end()
      return
    }
    void this.#inBudget(committed)
      .then(undefined, this.#writeFailed)
      .then(() => {
        this.#end()
      })
  }

  #break(cause: unknown): void {
    const error =
      cause instanceof Error
        ? cause
        : new BackendError('ERR_BACKEND_FAILED', `the body broke off: ${String(cause)}`)
    const reader = this.#reader
    this.#abortWriter()
    this.#end(error)
    reader?.fail(error)
    this.#options.stopSource()
  }

  #end(failure?: Error): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#writer = undefined
    this.#reader = undefined
    this.#options.clock.clearTimer(this.#timer)
    this.#options.onEnd(failure)
  }

  #checkLength(): void {
    const { expected } = this.#options
    if (expected !== undefined && this.#received !== expected) throw this.#wrongLength(expected)
  }

  #wrongLength(expected: number): BackendError {
    return new BackendError(
      'ERR_BACKEND_SHORT_BODY',
      `the body has ${this.#received} bytes; its Content-Length announced ${expected}`,
    )
  }

  /** One timer for the whole body: when it fires it looks how long the origin has been silent. */
  #watch(delay: Millis): void {
    const { clock, idle } = this.#options
    this.#timer = clock.setTimer(() => {
      const silent = this.#askedAt === undefined ? 0 : clock.now() - this.#askedAt
      if (silent < idle) this.#watch(idle - silent)
      else
        this.#break(
          new BackendError(
            'ERR_BACKEND_TIMEOUT',
            `the origin sent no more of the body within ${idle / 1000} s`,
          ),
        )
    }, delay)
  }
}
