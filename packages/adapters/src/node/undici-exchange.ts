import type { IncomingHttpHeaders } from 'node:http'
import { BackendError, type BackendRequest, type ResponseHead } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { ArrivingReply, type Settle } from '../dispatch/arriving-reply.ts'
import { backendFailure, isLostConnection } from '../dispatch/backend-failure.ts'
import { InterimResponses } from '../dispatch/interim-responses.ts'
import { rawFieldLines } from '../dispatch/raw-field-lines.ts'
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

/** The methods that may be sent again when their connection was lost (RFC 9110 §9.2.2), as far as they are safe too. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A reason phrase may hold these and no others (RFC 9112 §4). */
const invalidReason = /[^\t\u0020-\u007e\u0080-\u00ff]/

/** One request to the origin and its reply: undici's handler on one side, the reply on the other. */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly #dispatch: Dispatch
  readonly #reply: ArrivingReply
  readonly #interim: InterimResponses
  #attempts = 0

  constructor(dispatch: Dispatch, settle: Settle) {
    this.#dispatch = dispatch
    this.#reply = new ArrivingReply(dispatch.options.method, settle, () => {
      dispatch.signal.removeEventListener('abort', this.#onAbort)
      dispatch.body?.stop()
    })
    this.#interim = new InterimResponses(dispatch.onInformation)
  }

  start(): void {
    this.#dispatch.signal.addEventListener('abort', this.#onAbort)
    this.#send()
  }

  /** A function: of an object with `handleEvent` Node makes a closure that outlives it by far. */
  readonly #onAbort = (): void => {
    const cause: unknown = this.#dispatch.signal.reason
    this.#reply.fail(new BackendError('ERR_BACKEND_CANCELLED', 'the request was cancelled', { cause }))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#reply.connected(controller)
    if (this.#reply.state === 'waiting') this.#dispatch.onStep?.('await the reply head')
  }

  onResponseStarted(): void {
    this.#reply.answered()
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    ...[headers, reason = '']: [IncomingHttpHeaders, string?]
  ): void {
    const fields = rawFieldLines(controller.rawHeaders, headers)
    const head: ResponseHead = { status, reason: invalidReason.test(reason) ? '' : reason, fields }
    if (status < 200) {
      this.#interim.take(head) // RFC 9110 §15.2: the final response follows
      return
    }
    this.#reply.announce(status, fields)
    this.#reply.take(head)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#reply.push(chunk)
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.#reply.end(rawFieldLines(controller.rawTrailers))
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#reply.state === 'finished') return
    if (this.#mayRepeat(error)) {
      // undici is still busy with the connection that was lost.
      queueMicrotask(() => {
        if (this.#reply.state === 'waiting') this.#send()
      })
      return
    }
    const { body } = this.#dispatch
    this.#reply.fail(
      body?.failedWith(error) === true ? brokenRequest(error) : backendFailure(error, this.#reply.progress),
    )
  }

  #send(): void {
    this.#attempts += 1
    this.#reply.send()
    // undici does not say whether it has to connect first or waits for a connection that is free: both take no longer.
    this.#dispatch.onStep?.('connect')
    this.#dispatch.dispatcher.dispatch(this.#dispatch.options, this)
  }

  /**
   * An origin may close an idle connection just as a request is written to it (RFC 9112 §9.3.1). Such a request is sent
   * once more, if it is safe and has no body, and if nothing of a response has come.
   */
  #mayRepeat(error: Error): boolean {
    const { options, body } = this.#dispatch
    if (this.#attempts > 1 || !isLostConnection(error, this.#reply.progress)) return false
    return repeatable.has(options.method) && body === undefined && (options.body ?? null) === null
  }
}

const brokenRequest = (cause: Error): BackendError =>
  new BackendError('ERR_BACKEND_REQUEST', `the request body broke off: ${cause.message}`, { cause })
