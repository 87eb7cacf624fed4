import { BackendError, type BackendRequest } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { ArrivingReply, type Settle } from '../dispatch/arriving-reply.ts'
import { backendFailure } from '../dispatch/backend-failure.ts'
import { InterimResponses } from '../dispatch/interim-responses.ts'
import { rawFieldLines } from '../dispatch/raw-field-lines.ts'
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

/** One request through the dispatcher below: undici's handler on one side, the reply on the other. */
export class OriginExchange implements Dispatcher.DispatchHandler {
  readonly #asking: Asking
  readonly #reply: ArrivingReply
  readonly #interim: InterimResponses
  #history: readonly unknown[] = []

  constructor(asking: Asking, settle: Settle) {
    this.#asking = asking
    this.#reply = new ArrivingReply(asking.request.method, settle)
    this.#interim = new InterimResponses(asking.request.onInformation)
  }

  start(): void {
    const { request, call, signal } = this.#asking
    signal.addEventListener('abort', this.#onAbort)
    request.onStep?.('connect')
    try {
      call.dispatched(call.parts.dispatch(outgoingOptions(request, call), this))
    } catch (error) {
      this.#reply.fail(backendFailure(error, this.#reply.progress))
    }
  }

  /** A function: of an object with `handleEvent` Node makes a closure that outlives it by far. */
  readonly #onAbort = (): void => {
    const cause: unknown = this.#asking.signal.reason
    this.#reply.fail(new BackendError('ERR_BACKEND_CANCELLED', 'the request was cancelled', { cause }))
  }

  /** Called anew for every attempt and hop that interceptors below make. */
  onRequestStart(controller: Controller, context: unknown): void {
    this.#reply.connected(controller)
    if (this.#reply.state === 'finished') return
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
    this.#reply.answered()
    this.#asking.call.tell((handler) => handler.onResponseStarted?.())
  }

  /** The headers are those that interceptors below have made of the raw ones. */
  onResponseStart(
    _controller: Controller,
    status: number,
    ...[headers, reason = '']: [Headers, string?]
  ): void {
    this.#reply.answered()
    const fields = rawFieldLines(headers)
    if (status < 200) return this.#interim.take({ status, reason, fields })
    this.#reply.announce(status, fields)
    this.#reply.take({
      status,
      reason,
      fields: this.#isRedirected() ? withRedirectMark(fields) : fields,
    })
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#reply.push(chunk)
  }

  onResponseEnd(_controller: Controller, trailers: Headers): void {
    this.#reply.end(rawFieldLines(trailers))
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#reply.fail(backendFailure(error, this.#reply.progress))
  }

  /** undici's redirect interceptor keeps all URLs that it has asked, the first one included. */
  #isRedirected(): boolean {
    const last = this.#history.at(-1)
    const isElsewhere = last instanceof URL && last.href !== new URL(this.#asking.request.url).href
    if (isElsewhere) this.#asking.call.redirected()
    return isElsewhere
  }
}

const historyOf = (context: unknown): readonly unknown[] =>
  typeof context === 'object' && context !== null && 'history' in context && Array.isArray(context.history)
    ? context.history
    : []
