import {
  BackendError,
  contentLengthOf,
  hasField,
  type BackendReply,
  type BackendRequest,
  type FieldLines,
  type ResponseHead,
} from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { backendFailure, type Progress } from '../dispatch/backend-failure.ts'
import { ChunkQueue, type ChunkSource } from '../dispatch/chunk-queue.ts'
import { InterimResponses } from '../dispatch/interim-responses.ts'
import { rawFieldLines } from '../dispatch/raw-field-lines.ts'
import { checkTransferCoding, mayHaveContent } from '../dispatch/reply-content.ts'
import type { Call } from './call.ts'
import { outgoingOptions } from './outgoing-options.ts'
import { withRedirectMark } from './redirect-mark.ts'

type Controller = Dispatcher.DispatchController
type Headers = Controller['rawHeaders']

/** Who asks, and how to give it up. */
export interface Asking {
  readonly request: BackendRequest
  readonly call: Call
  readonly signal: AbortSignal
}

type Settle = {
  readonly resolve: (reply: BackendReply) => void
  readonly reject: (error: BackendError) => void
}

/** One request through the dispatcher below: undici's handler on one side, the reply's body on the other. */
export class OriginExchange implements Dispatcher.DispatchHandler, ChunkSource {
  readonly #asking: Asking
  readonly #settle: Settle
  readonly #chunks = new ChunkQueue(this)
  readonly #interim: InterimResponses
  #controller: Controller | undefined
  #state: 'waiting' | 'replied' | 'finished' = 'waiting'
  #stage: Progress['stage'] = 'unsent'
  #history: readonly unknown[] = []
  #head: ResponseHead | undefined
  #received = 0
  #announced: number | undefined
  #trailers: FieldLines = []

  constructor(asking: Asking, settle: Settle) {
    this.#asking = asking
    this.#settle = settle
    this.#interim = new InterimResponses(asking.request.onInformation)
  }

  start(): void {
    const { request, call, signal } = this.#asking
    signal.addEventListener('abort', this.#onAbort)
    request.onStep?.('connect')
    try {
      call.dispatched(call.parts.dispatch(outgoingOptions(request, call), this))
    } catch (error) {
      this.#fail(backendFailure(error, this.#progress()))
    }
  }

  /** A function: of an object with `handleEvent` Node makes a closure that outlives it by far. */
  readonly #onAbort = (): void => {
    const cause: unknown = this.#asking.signal.reason
    this.#fail(new BackendError('ERR_BACKEND_CANCELLED', 'the request was cancelled', { cause }))
  }

  /** Called anew for every attempt and hop that interceptors below make. */
  onRequestStart(controller: Controller, context: unknown): void {
    this.#controller = controller
    if (this.#state === 'finished') return controller.abort(cancelled())
    this.#stage = 'connected'
    this.#history = historyOf(context)
    this.#asking.request.onStep?.('await the reply head')
    this.#asking.call.connected(context)
  }

  onBodySent(chunk: Buffer): void {
    this.#asking.call.tell((handler) => handler.onBodySent?.(chunk))
  }

  onRequestSent(): void {
    this.#asking.call.tell((handler) => handler.onRequestSent?.())
  }

  onResponseStarted(): void {
    this.#stage = 'answered'
    this.#asking.call.tell((handler) => handler.onResponseStarted?.())
  }

  /** The headers are those that interceptors below have made of the raw ones. */
  onResponseStart(
    _controller: Controller,
    status: number,
    ...[headers, reason = '']: [Headers, string?]
  ): void {
    this.#stage = 'answered'
    const fields = rawFieldLines(headers)
    if (status < 200) return this.#interim.take({ status, reason, fields })
    if (mayHaveContent(this.#asking.request.method, status)) checkTransferCoding(fields)
    if (!hasField(fields, 'transfer-encoding')) this.#announced = contentLengthOf(fields)
    this.#head = { status, reason, fields: this.#isRedirected() ? withRedirectMark(fields) : fields }
    // What came with the head is parsed before this runs: a short body is then there as a whole.
    queueMicrotask(() => {
      this.#reply()
    })
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#received += chunk.length
    this.#chunks.push(chunk)
  }

  onResponseEnd(_controller: Controller, trailers: Headers): void {
    this.#trailers = rawFieldLines(trailers)
    this.#chunks.end()
    this.#reply()
    this.#state = 'finished'
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#fail(backendFailure(error, this.#progress()))
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  abandon(): void {
    this.#fail(cancelled())
  }

  #reply(): void {
    if (this.#state !== 'waiting' || this.#head === undefined) return
    this.#state = 'replied'
    const hasContent = mayHaveContent(this.#asking.request.method, this.#head.status)
    const body = hasContent ? (this.#chunks.takeWhole() ?? this.#chunks) : null
    this.#settle.resolve({ ...this.#head, body, trailers: () => this.#trailers })
  }

  /** undici's redirect interceptor keeps all URLs that it has asked, the first one included. */
  #isRedirected(): boolean {
    const last = this.#history.at(-1)
    const isElsewhere = last instanceof URL && last.href !== new URL(this.#asking.request.url).href
    if (isElsewhere) this.#asking.call.redirected()
    return isElsewhere
  }

  #fail(error: BackendError): void {
    if (this.#state === 'finished') return
    const before = this.#state
    this.#state = 'finished'
    if (before === 'waiting') this.#settle.reject(error)
    this.#chunks.fail(error)
    this.#controller?.abort(error)
  }

  #progress(): Progress {
    return { stage: this.#stage, received: this.#received, announced: this.#announced }
  }
}

const historyOf = (context: unknown): readonly unknown[] =>
  typeof context === 'object' && context !== null && 'history' in context && Array.isArray(context.history)
    ? context.history
    : []

const cancelled = (): BackendError =>
  new BackendError('ERR_BACKEND_CANCELLED', 'nobody reads the response any more')
