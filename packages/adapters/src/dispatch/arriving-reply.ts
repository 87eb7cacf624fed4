import {
  BackendError,
  contentLengthOf,
  hasField,
  type BackendReply,
  type FieldLines,
  type ResponseHead,
} from '@cachechart/core'
import type { Dispatcher } from 'undici'
import type { Progress } from './backend-failure.ts'
import { ChunkQueue, type ChunkSource } from './chunk-queue.ts'
import { checkTransferCoding, mayHaveContent } from './reply-content.ts'

/** Who waits for the reply. */
export interface Settle {
  readonly resolve: (reply: BackendReply) => void
  readonly reject: (error: BackendError) => void
}

/**
 * The reply to one request of undici's, from nothing to its last byte: what the handler hears goes in, the head comes out
 * once, and the body piece by piece.
 */
export class ArrivingReply implements ChunkSource {
  readonly #method: string
  readonly #settle: Settle
  readonly #onFinished: (() => void) | undefined
  readonly #chunks = new ChunkQueue(this)
  #controller: Dispatcher.DispatchController | undefined
  #state: 'waiting' | 'replied' | 'finished' = 'waiting'
  #stage: Progress['stage'] = 'unsent'
  #head: ResponseHead | undefined
  #received = 0
  #announced: number | undefined
  #trailers: FieldLines = []

  /** @param onFinished called once, before anybody hears of it, when it is complete or has failed */
  constructor(method: string, settle: Settle, onFinished?: () => void) {
    this.#method = method
    this.#settle = settle
    this.#onFinished = onFinished
  }

  get state(): 'waiting' | 'replied' | 'finished' {
    return this.#state
  }

  get progress(): Progress {
    return { stage: this.#stage, received: this.#received, announced: this.#announced }
  }

  /** The request goes out, for the first time or again. */
  send(): void {
    this.#stage = 'unsent'
    this.#controller = undefined
  }

  /** The request has a connection; where nobody waits for the reply any more, it is stopped. */
  connected(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#stage = 'connected'
    if (this.#state === 'finished') controller.abort(cancelled())
  }

  /** Something of the response has come. */
  answered(): void {
    this.#stage = 'answered'
  }

  /** Looks at what the head says of the content. @throws BackendError `ERR_BACKEND_PROTOCOL` */
  announce(status: number, fields: FieldLines): void {
    if (mayHaveContent(this.#method, status)) checkTransferCoding(fields)
    if (!hasField(fields, 'transfer-encoding')) this.#announced = contentLengthOf(fields)
  }

  /** The final head, which is handed on with what of the body has come by then. */
  take(head: ResponseHead): void {
    this.#head = head
    // What came with the head is parsed before this runs: a short body is then there as a whole.
    queueMicrotask(() => {
      this.#reply()
    })
  }

  /** A piece of the body. */
  push(chunk: Uint8Array): void {
    this.#received += chunk.length
    this.#chunks.push(chunk)
  }

  /** All of it has come. */
  end(trailers: FieldLines): void {
    this.#trailers = trailers
    this.#chunks.end()
    this.#reply()
    this.#finish()
  }

  /** No more of it will come. What has been told stays as it is; the rest fails. */
  fail(error: BackendError): void {
    if (this.#state === 'finished') return
    const before = this.#state
    this.#finish()
    if (before === 'waiting') this.#settle.reject(error)
    this.#chunks.fail(error)
    this.#controller?.abort(error)
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  abandon(): void {
    this.fail(cancelled())
  }

  #reply(): void {
    if (this.#state !== 'waiting' || this.#head === undefined) return
    this.#state = 'replied'
    const hasContent = mayHaveContent(this.#method, this.#head.status)
    const body = hasContent ? (this.#chunks.takeWhole() ?? this.#chunks) : null
    this.#settle.resolve({ ...this.#head, body, trailers: () => this.#trailers })
  }

  #finish(): void {
    if (this.#state === 'finished') return
    this.#state = 'finished'
    this.#onFinished?.()
  }
}

const cancelled = (): BackendError =>
  new BackendError('ERR_BACKEND_CANCELLED', 'nobody reads the response any more')
