import {
  BackendError,
  contentLengthOf,
  hasField,
  type BackendReply,
  type BackendRequest,
  type FieldLines,
} from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { backendFailure, isLostConnection, type Progress } from '../dispatch/backend-failure.ts'
import { ChunkQueue, type ChunkSource } from '../dispatch/chunk-queue.ts'
import { InterimResponses } from '../dispatch/interim-responses.ts'
import { rawFieldLines } from '../dispatch/raw-field-lines.ts'
import { checkTransferCoding, mayHaveContent } from '../dispatch/reply-content.ts'
import type { SendingBody } from './sending-body.ts'

/** What an exchange needs, beside what undici is told. */
export interface Dispatch {
  readonly dispatcher: Dispatcher
  readonly options: Dispatcher.DispatchOptions
  readonly body: SendingBody | undefined
  readonly signal: AbortSignal
  readonly onInformation: BackendRequest['onInformation']
  readonly onStep: BackendRequest['onStep']
}

type Settle = {
  readonly resolve: (reply: BackendReply) => void
  readonly reject: (error: BackendError) => void
}

interface ReplyHead {
  readonly status: number
  readonly reason: string
  readonly fields: string[]
}

/** The methods that may be sent again when their connection was lost (RFC 9110 §9.2.2), as far as they are safe too. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A reason phrase may hold these and no others (RFC 9112 §4). */
const invalidReason = /[^\t\u0020-\u007e\u0080-\u00ff]/

/** One request to the origin and its reply: undici's handler on one side, the reply's body on the other. */
export class UndiciExchange implements Dispatcher.DispatchHandler, ChunkSource {
  readonly #dispatch: Dispatch
  readonly #settle: Settle
  readonly #chunks = new ChunkQueue(this)
  readonly #interim: InterimResponses
  #controller: Dispatcher.DispatchController | undefined
  #state: 'waiting' | 'replied' | 'finished' = 'waiting'
  #stage: Progress['stage'] = 'unsent'
  #attempts = 0
  #head: ReplyHead | undefined
  #received = 0
  #announced: number | undefined
  #trailers: FieldLines = []

  constructor(dispatch: Dispatch, settle: Settle) {
    this.#dispatch = dispatch
    this.#settle = settle
    this.#interim = new InterimResponses(dispatch.onInformation)
  }

  start(): void {
    this.#dispatch.signal.addEventListener('abort', this.#onAbort)
    this.#send()
  }

  /** A function: of an object with `handleEvent` Node makes a closure that outlives it by far. */
  readonly #onAbort = (): void => {
    const cause: unknown = this.#dispatch.signal.reason
    this.#fail(new BackendError('ERR_BACKEND_CANCELLED', 'the request was cancelled', { cause }))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#stage = 'connected'
    if (this.#state === 'waiting') this.#dispatch.onStep?.('await the reply head')
    if (this.#state === 'finished') controller.abort(cancelled())
  }

  onResponseStarted(): void {
    this.#stage = 'answered'
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    ...[, reason = '']: [unknown, string?]
  ): void {
    const fields = rawFieldLines(controller.rawHeaders)
    const head: ReplyHead = { status, reason: invalidReason.test(reason) ? '' : reason, fields }
    if (status < 200) {
      this.#interim.take(head) // RFC 9110 §15.2: the final response follows
      return
    }
    this.#head = head
    if (this.#mayHaveContent(status)) checkTransferCoding(fields)
    if (!hasField(fields, 'transfer-encoding')) this.#announced = contentLengthOf(fields)
    // What came with the head is parsed before this runs: a short body is then there as a whole.
    queueMicrotask(() => {
      this.#reply()
    })
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#received += chunk.length
    this.#chunks.push(chunk)
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#trailers = rawFieldLines(controller.rawTrailers)
    this.#chunks.end()
    this.#reply()
    this.#finish()
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#state === 'finished') return
    if (this.#mayRepeat(error)) {
      // undici is still busy with the connection that was lost.
      queueMicrotask(() => {
        if (this.#state === 'waiting') this.#send()
      })
      return
    }
    const { body } = this.#dispatch
    this.#fail(
      body?.failedWith(error) === true ? brokenRequest(error) : backendFailure(error, this.#progress()),
    )
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

  #send(): void {
    this.#attempts += 1
    this.#stage = 'unsent'
    this.#controller = undefined
    // undici does not say whether it has to connect first or waits for a connection that is free: both take no longer.
    this.#dispatch.onStep?.('connect')
    this.#dispatch.dispatcher.dispatch(this.#dispatch.options, this)
  }

  #reply(): void {
    if (this.#state !== 'waiting' || this.#head === undefined) return
    this.#state = 'replied'
    this.#settle.resolve({
      ...this.#head,
      body: this.#body(this.#head.status),
      trailers: () => this.#trailers,
    })
  }

  #body(status: number): BackendReply['body'] {
    return this.#mayHaveContent(status) ? (this.#chunks.takeWhole() ?? this.#chunks) : null
  }

  #mayHaveContent(status: number): boolean {
    return mayHaveContent(this.#dispatch.options.method, status)
  }

  #fail(error: BackendError): void {
    if (this.#state === 'finished') return
    const before = this.#state
    this.#finish()
    if (before === 'waiting') this.#settle.reject(error)
    this.#chunks.fail(error)
    this.#controller?.abort(error)
  }

  #finish(): void {
    this.#state = 'finished'
    this.#dispatch.signal.removeEventListener('abort', this.#onAbort)
    this.#dispatch.body?.stop()
  }

  /**
   * An origin may close an idle connection just as a request is written to it (RFC 9112 §9.3.1). Such a request is sent
   * once more, if it is safe and has no body, and if nothing of a response has come.
   */
  #mayRepeat(error: Error): boolean {
    const { options, body } = this.#dispatch
    if (this.#attempts > 1 || !isLostConnection(error, this.#progress())) return false
    return repeatable.has(options.method) && body === undefined && (options.body ?? null) === null
  }

  #progress(): Progress {
    return { stage: this.#stage, received: this.#received, announced: this.#announced }
  }
}

const cancelled = (): BackendError =>
  new BackendError('ERR_BACKEND_CANCELLED', 'nobody reads the response any more')

const brokenRequest = (cause: Error): BackendError =>
  new BackendError('ERR_BACKEND_REQUEST', `the request body broke off: ${cause.message}`, { cause })
