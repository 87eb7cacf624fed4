import { BackendError, StoreError } from '../ports/port-errors.ts'
import type { StoreWriter } from '../ports/store.ts'
import { checkChunk, checkWhole } from './announced-length.ts'
import { catchUp, lagError, shareBacklog, type StoredRest } from './catch-up.ts'
import { MisuseError } from './driver-errors.ts'
import type { RelayOptions } from './relay-options.ts'
import type { RelayReader } from './relay-reader.ts'
import { RelayReaders, type ReaderPlace } from './relay-readers.ts'
import { RelayWriter } from './relay-writer.ts'
import { SilenceWatch } from './silence-watch.ts'
import { StoreStall } from './store-budget-stall.ts'
import { textOf } from './text-of.ts'

/** What the reader that sets the pace may leave lying before the origin is asked to wait. */
const readAhead = 256 * 1024

/** What is read of a body that nobody wants, so that its connection can be used again. */
const discardLimit = 64 * 1024

/**
 * Carries a body from the origin to the store and to any number of clients at once. It belongs to none of them: a client
 * that leaves, or reads slowly, or not at all, does not keep the body from the store or from the others, and a store that
 * breaks or refuses does not keep it from the clients.
 *
 * While it is stored, it may be ahead of the store by what `WriteBehind` permits; from there on its pace is the store's, as
 * long as its readers may be kept waiting (`StoreBudget`). What the reader that sets the pace (`RelayReaders`) has not taken lies
 * ready in memory, bounded by the store's limit for an entry; the others may be behind by the window, and get the rest
 * from the store after the commit when they fall behind further. When it is not stored (any more), its pace is that of
 * the one reader, and another that falls behind gets an error instead of the rest.
 */
export class BodyRelay {
  readonly #source: AsyncIterable<Uint8Array> | Uint8Array
  readonly #options: RelayOptions
  readonly #readers: RelayReaders
  #writer: RelayWriter | undefined
  /** `complete`: all has come, and the store has yet to say that it holds it. `ending`: the readers are being told. */
  #state: 'idle' | 'running' | 'complete' | 'ending' | 'ended' = 'idle'
  #committing: Promise<void> | undefined
  #received = 0
  #unwanted = 0
  #watch: SilenceWatch | undefined
  #stall: StoreStall | undefined

  constructor(source: AsyncIterable<Uint8Array> | Uint8Array, options: RelayOptions) {
    this.#source = source
    this.#options = options
    // What is at hand as a whole is kept as a whole.
    this.#readers = new RelayReaders(source instanceof Uint8Array ? Infinity : options.window)
  }

  /**
   * The body is also to be stored. With `probe` a store that refuses a body of the announced length may say so at once;
   * of that `onWriterGone` is not told.
   */
  storeWith(writer: StoreWriter, probe?: 'probe'): 'accepted' | 'refused' {
    const { clock, storeDeadline, behind, gate, onWriteFailure, onWriterGone, expected } = this.#options
    this.#writer = new RelayWriter(writer, {
      clock,
      storeDeadline,
      behind,
      gate,
      onWriteFailure,
      onWriterGone: (why) => {
        this.#failBehind()
        onWriterGone(why)
      },
    })
    return probe === undefined || expected === undefined ? 'accepted' : this.#writer.probe()
  }

  /**
   * The body is also to be read by a client, from its first byte.
   * @throws MisuseError when that is gone: see `isWhole`
   */
  readBy(reader: RelayReader, place: ReaderPlace): void {
    if (!this.isWhole) throw new MisuseError('a reader came when the beginning of the body was gone')
    this.#readers.add(reader, place)
    if (this.#state === 'complete') this.#readers.end()
  }

  /** Whether a reader that comes now can still have the first byte: only of what is being stored more than that is kept. */
  get isWhole(): boolean {
    return this.#readers.isWhole
  }

  get hasEnded(): boolean {
    return this.#state === 'ended'
  }

  /** Whether some of it has still to come from the origin. */
  get isUnderWay(): boolean {
    return this.#state === 'idle' || this.#state === 'running'
  }

  get hasReader(): boolean {
    return this.#readers.size > 0
  }

  /** For how many something has still to come. */
  get readers(): number {
    return this.#readers.size
  }

  /** Nobody wants the body; a short one is read to its end all the same. */
  discard(): void {
    this.#unwanted = discardLimit
  }

  /** The reader's client has left. The others, and the store, still get the body. */
  dropReader(reader: RelayReader): void {
    if (this.#readers.drop(reader)) this.#noteLeft()
  }

  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'running'
    if (this.#source instanceof Uint8Array) {
      this.#passWhole(this.#source)
    } else {
      const { clock, idle } = this.#options
      this.#watch = new SilenceWatch({ clock, idle, onSilence: this.#timedOut })
      void this.#pump(this.#source, this.#watch)
    }
  }

  /** The body is right, and may be found in the store. Within `onSourceEnd`; at other times nothing is done. */
  commit(): void {
    if (this.#state === 'complete') this.#committing ??= this.#writer?.commit()
  }

  /** Nothing of the body is to be stored. Its readers go on, save those who waited for the store. */
  discardWrite(): void {
    if (this.#writer?.state !== 'open') return
    this.#writer.abort()
    this.#failBehind()
  }

  /** Ends everything at once; nothing is stored, and whoever still reads gets an error. */
  stop(): void {
    this.#break(new BackendError('ERR_BACKEND_CANCELLED', 'the body was stopped before its end'))
  }

  /** Whether it goes to the store, as far as is known. */
  get #isStored(): boolean {
    return this.#writer !== undefined && this.#writer.state !== 'gone'
  }

  /** All of it is there: into a store that answers at once it goes at once. */
  #passWhole(bytes: Uint8Array): void {
    const passed = bytes.length === 0 ? undefined : this.#pass(bytes)
    if (passed === undefined) this.#finish()
    else void passed.then(() => this.#finish())
  }

  async #pump(source: AsyncIterable<Uint8Array>, watch: SilenceWatch): Promise<void> {
    try {
      const iterator = source[Symbol.asyncIterator]()
      for (;;) {
        watch.asked()
        const { done, value } = await iterator.next()
        watch.answered()
        if (this.hasEnded) return
        if (done === true) break
        checkChunk(value, this.#received, this.#options.expected)
        // Who sets the pace may have left when the wait is over.
        for (let wait = this.#pass(value) ?? this.#pace(); wait !== undefined; wait = this.#pace()) await wait
        if (this.hasEnded) return
      }
      checkWhole(this.#received, this.#options.expected)
    } catch (error) {
      this.#break(error)
      return
    }
    this.#finish()
  }

  /** Gives a chunk to the store and to all readers; what it returns is to be waited for before the next is asked for. */
  #pass(chunk: Uint8Array): Promise<void> | undefined {
    const written = this.#writer?.write(chunk)
    this.#received += chunk.length
    if (!this.#isStored) this.#readers.forgetBeginning()
    this.#readers.push(chunk)
    if (!this.#isStored) this.#failBehind()
    return written && this.#stalled(written)
  }

  /** The readers may have to wait for the store, but not for longer than what their transaction may lose to it. */
  #stalled(written: Promise<void>): Promise<void> {
    const { clock, storeBudget } = this.#options
    this.#stall ??= new StoreStall({ clock, storeBudget, readers: this.#readers, onSpent: this.#spent })
    return this.#stall.during(written, this.#received)
  }

  /** While the body is stored the origin's pace is the store's (`#pass`); after that it is a client's. */
  #pace(): Promise<void> | undefined {
    if (this.#isStored) return undefined
    const { pacer } = this.#readers
    if (pacer === undefined) {
      if (this.#received > this.#unwanted) this.stop()
      return undefined
    }
    return pacer.buffered < readAhead ? undefined : pacer.drained()
  }

  /** A reader is lost. Once all has come that is nothing to the source any more. */
  #noteLeft(): void {
    if (!this.isUnderWay) return
    const { onReaderLeft } = this.#options
    if (onReaderLeft !== undefined) onReaderLeft(this.readers)
    else if (!this.hasReader && !this.#isStored) this.stop()
  }

  /** What they wait for will not be in the store. */
  #failBehind(): void {
    if (!this.#readers.hasBehind) return
    for (const [reader] of this.#readers.takeBehind()) {
      reader.fail(lagError('the body is not stored'))
      this.#noteLeft()
    }
  }

  /** The commit comes first where it can be had at once: who has read to the end finds the response stored. */
  #finish(): void {
    if (this.hasEnded) return
    this.#state = 'complete'
    this.#watch?.end()
    try {
      this.#options.onSourceEnd()
    } catch (error) {
      this.#break(error)
    }
    if (this.hasEnded) return
    const committing = this.#committing
    if (committing === undefined) this.#writer?.abort()
    this.#shareBacklog()
    this.#readers.end()
    if (committing === undefined) this.#conclude()
    else void committing.then(this.#conclude)
  }

  /** What a slow reader has not taken of a body that is stored is the store's own from here on. */
  #shareBacklog(): void {
    const { pacer } = this.#readers
    if (pacer === undefined || pacer.buffered <= this.#options.window) return
    if (this.#writer?.state !== 'stored') return
    shareBacklog(pacer, this.#restAfter(this.#received - pacer.buffered), this.#options.onWriteFailure)
  }

  #restAfter(taken: number): StoredRest {
    const { reopen, storedBefore = 0 } = this.#options
    return { reopen, slice: { from: storedBefore + taken, to: storedBefore + this.#received } }
  }

  /** The store has said what became of the body. */
  readonly #conclude = (): void => {
    if (this.hasEnded) return
    if (this.#writer?.state === 'stored') {
      for (const [reader, taken] of this.#readers.takeBehind()) catchUp(reader, this.#restAfter(taken))
    }
    this.#failBehind()
    this.#end()
  }

  readonly #timedOut = (): void => {
    const seconds = this.#options.idle / 1000
    const message = `the origin sent no more of the body within ${seconds} s`
    this.#break(new BackendError('ERR_BACKEND_TIMEOUT', message))
  }

  readonly #spent = (): void => {
    const { limit } = this.#options.storeBudget
    const message = `the store kept the readers of a body waiting for ${limit / 1000} s: it is not stored`
    this.#writer?.fail(new StoreError('ERR_STORE_TIMEOUT', message))
  }

  /** The readers are told first: what follows for the owner may depend on who of them is left. */
  #break(cause: unknown): void {
    if (this.#state === 'ending' || this.#state === 'ended') return
    this.#state = 'ending'
    this.#watch?.end()
    this.#writer?.abort()
    const error =
      cause instanceof Error
        ? cause
        : new BackendError('ERR_BACKEND_FAILED', `the body broke off: ${textOf(cause)}`)
    this.#readers.forgetBeginning()
    this.#readers.fail(error)
    this.#end(error)
    this.#options.stopSource()
  }

  #end(failure?: Error): void {
    this.#state = 'ended'
    this.#readers.forgetBeginning()
    this.#options.onEnd(failure)
  }
}
