import { validateHeaderName, validateHeaderValue, type OutgoingHttpHeaders } from 'node:http'
import { BackendError, MisuseError, type BackendRequest } from '@cachechart/core'
import { ChunkQueue, type ChunkSource } from '../../dispatch/chunk-queue.ts'
import { givenFields, linesOf, type GivenHeaders } from './captured-fields.ts'
import { CapturedHead } from './captured-head.ts'
import type { ReplySlot } from './reply-slot.ts'

type Callback = (error?: Error | null) => void

/** Where what is captured goes. */
export interface Capture {
  readonly slot: ReplySlot
  readonly onInformation: BackendRequest['onInformation']
  /** All was written, or nothing more will be. */
  readonly onDone: () => void
}

/**
 * A response that goes to the cache: what the application writes to it is the reply of a backend. It has no connection;
 * body and events are made here.
 */
export class CapturedResponse extends CapturedHead implements ChunkSource {
  readonly #chunks = new ChunkQueue(this)
  readonly #trailers: string[] = []
  #capture: Capture | undefined
  #state: 'open' | 'scheduled' | 'published' = 'open'
  #flow: 'flowing' | 'paused' = 'flowing'
  #end: 'none' | 'ended' | 'finished' | 'broken' = 'none'
  #held: Callback[] = []

  /** From here on what is written goes there. */
  begin(capture: Capture): void {
    this.#capture = capture
  }

  /** Whether all of it was written, and nothing is left to be done. */
  get isFinished(): boolean {
    return this.#end === 'finished'
  }

  /** Whether it was given up before its end. */
  get isBroken(): boolean {
    return this.#end === 'broken'
  }

  /** Whether it has come to its end, one or the other. */
  get isClosed(): boolean {
    return this.isFinished || this.isBroken
  }

  get needsDrain(): boolean {
    return this.#flow === 'paused' && this.#end === 'none'
  }

  override flushHeaders(): void {
    this.writeImplicitHead()
    this.#publish()
  }

  override write(
    chunk: unknown,
    encoding?: BufferEncoding | Callback | null,
    callback?: Callback | null,
  ): boolean {
    const told = typeof encoding === 'function' ? encoding : (callback ?? undefined)
    const coding = typeof encoding === 'string' ? encoding : 'utf8'
    // Its errors are node:http's own.
    if (this.#end !== 'none' || !isContent(chunk)) return super.write(chunk, coding, told)
    this.writeImplicitHead()
    if (!this.hasContent) {
      if (told !== undefined) process.nextTick(told)
      return true
    }
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, coding) : owned(chunk, told))
    // What is written in this turn goes on together; if that is all of it, as a whole.
    if (this.#state === 'open') {
      this.#state = 'scheduled'
      process.nextTick(this.#publish)
    }
    const hasRoom = this.#flow === 'flowing'
    if (told !== undefined) {
      // Some wait for this, and not for `drain`.
      if (hasRoom) process.nextTick(told)
      else this.#held.push(told)
    }
    return hasRoom
  }

  override end(
    chunk?: unknown,
    encoding?: BufferEncoding | Callback | null,
    callback?: Callback | null,
  ): this {
    if (typeof chunk === 'function') return this.end(null, null, chunk as Callback) // node:http takes it so
    const told = typeof encoding === 'function' ? encoding : (callback ?? undefined)
    const coding = typeof encoding === 'string' ? encoding : 'utf8'
    const isWrong = chunk !== undefined && chunk !== null && chunk !== '' && !isContent(chunk)
    if (isWrong || this.#end === 'broken' || (this.#end !== 'none' && isContent(chunk) && chunk !== '')) {
      return super.end(chunk, coding, told)
    }
    if (this.#end === 'finished') {
      if (told !== undefined) process.nextTick(told)
      return this
    }
    if (told !== undefined) this.once('finish', told)
    if (this.#end === 'none') this.#finishWith(isContent(chunk) ? toBytes(chunk, coding) : noBytes)
    return this
  }

  override addTrailers(headers: OutgoingHttpHeaders | readonly [string, string][]): void {
    super.addTrailers(headers)
    this.#trailers.length = 0
    for (const [name, value] of givenFields(headers)) this.#trailers.push(...linesOf(name, value))
  }

  override writeProcessing(callback?: () => void): void {
    this.writeInformation(102, undefined, callback)
  }

  override writeEarlyHints(hints: Record<string, string | string[]>, callback?: () => void): void {
    const { link, ...others } = hints
    if (link === undefined || link.length === 0) return
    this.writeInformation(103, { Link: Array.isArray(link) ? link.join(', ') : link, ...others }, callback)
  }

  /** Any interim response; node:http has this method since version 26. */
  writeInformation(status: number, headers: GivenHeaders = {}, callback?: () => void): void {
    if (this.headersSent)
      throw new MisuseError('an interim response was written after the head of the final one')
    const fields: string[] = []
    for (const [name, value] of givenFields(headers)) {
      validateHeaderName(name)
      validateHeaderValue(name, String(value))
      fields.push(...linesOf(name, value))
    }
    this.#capture?.onInformation?.({ status, reason: '', fields })
    if (callback !== undefined) process.nextTick(callback)
  }

  override destroy(error?: Error): this {
    const cause = error === undefined ? {} : { cause: error }
    return this.fail(
      new BackendError('ERR_BACKEND_RESET', 'the application gave its response up', cause),
      error,
    )
  }

  /** Nothing more of it will come, for this reason. `seen` is what the application is told. */
  fail(reason: BackendError, seen?: Error): this {
    if (this.#end !== 'none') return this
    this.#end = 'broken'
    super.destroy(seen)
    this.#chunks.fail(reason)
    this.#capture?.slot.reject(reason)
    this.#releaseHeld(reason)
    this.#capture?.onDone()
    return this
  }

  pause(): void {
    this.#flow = 'paused'
  }

  resume(): void {
    this.#flow = 'flowing'
    this.#releaseHeld(null)
    if (this.#end === 'none') this.emit('drain')
  }

  /** Nobody wants the rest. */
  abandon(): void {
    this.fail(new BackendError('ERR_BACKEND_CANCELLED', 'nobody reads the response any more'))
  }

  #finishWith(bytes: Uint8Array): void {
    const isWhole = !this.headersSent && this.#state === 'open'
    // As node:http does where it knows the length of the body before it has to write the head.
    if (
      isWhole &&
      !this.hasHeader('content-length') &&
      !this.hasHeader('transfer-encoding') &&
      this.hasContent
    )
      this.setHeader('Content-Length', String(bytes.length))
    this.writeImplicitHead()
    if (bytes.length > 0 && this.hasContent) this.#chunks.push(bytes)
    this.#end = 'ended'
    this.finished = true
    this.#chunks.end()
    this.#publish()
    this.#releaseHeld(null)
    // Not before what is wrong with later calls in this turn was told: a connection takes longer, too.
    setImmediate(this.#finish)
  }

  readonly #finish = (): void => {
    this.#end = 'finished'
    this.#capture?.onDone()
    this.emit('finish')
    this.destroyed = true
    this.emit('close')
  }

  readonly #publish = (): void => {
    if (this.#state === 'published' || this.#end === 'broken') return
    this.#state = 'published'
    const body = this.hasContent ? (this.#chunks.takeWhole() ?? this.#chunks) : null
    this.#capture?.slot.resolve({
      status: this.statusCode,
      reason: this.statusMessage,
      fields: this.toFieldLines(),
      body,
      trailers: () => this.#trailers,
    })
  }

  #releaseHeld(error: Error | null): void {
    for (const told of this.#held.splice(0)) process.nextTick(told, error)
  }
}

const noBytes = new Uint8Array(0)

const isContent = (chunk: unknown): chunk is string | Uint8Array =>
  typeof chunk === 'string' || chunk instanceof Uint8Array

const toBytes = (chunk: string | Uint8Array, encoding: BufferEncoding): Uint8Array =>
  typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk

/** Who is told when a chunk was written may use its memory again then; the cache may not have read it yet. */
const owned = (chunk: Uint8Array, told: Callback | undefined): Uint8Array =>
  told === undefined ? chunk : Uint8Array.from(chunk)
