import type {
  Cache,
  CacheResponse,
  FieldLines,
  Overrides,
  PendingRequest,
  ResponseHead,
} from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { BodyPieces } from './body-pieces.ts'
import { toCallerError } from './caller-error.ts'
import { fieldRecord } from './field-record.ts'
import { withoutRedirectMark } from './redirect-mark.ts'
import { RequestAbortedError } from './request-aborted-error.ts'

/** What a call is made of. */
export interface CallParts {
  readonly dispatch: Dispatcher['dispatch']
  /** Nobody else's: programs, and undici's own redirect handler, use theirs again. */
  readonly options: Dispatcher.DispatchOptions
  readonly url: string
  readonly fields: FieldLines
}

/** In place of a request body: the cache only has to know that there is one. */
const someBody = new Uint8Array(0)

/**
 * One dispatched request: undici's controller for the handler that is to be answered, and what the cache's backend needs
 * to ask further below. Each of the handler's methods is called as undici itself would: what one of them throws aborts
 * the request, and after `onResponseEnd` or `onResponseError` none is called any more.
 */
export class Call implements Dispatcher.DispatchController {
  readonly parts: CallParts
  rawHeaders: string[] | null = null
  rawTrailers: string[] | null = null
  readonly #context: object = {}
  #handler: Dispatcher.DispatchHandler | undefined
  #state: 'waiting' | 'answering' | 'closed' = 'waiting'
  #phase: 'sending' | 'sent' = 'sending'
  #isPaused = false
  #abortReason: { readonly error: Error } | undefined
  #pending: PendingRequest | undefined
  #unlisten: (() => void) | undefined
  #reply: CacheResponse | undefined
  #pieces: BodyPieces | undefined
  #isPumping = false
  #hasRoom = true
  #isRedirected = false

  constructor(parts: CallParts, handler: Dispatcher.DispatchHandler) {
    this.parts = parts
    this.#handler = handler
  }

  /** Asks the cache. A hit has been answered when this returns. Whether the dispatcher below has room for more requests. */
  start(cache: Cache, overrides: Overrides | undefined): boolean {
    const { options, url, fields } = this.parts
    try {
      this.#handler?.onRequestStart?.(this, this.#context)
      if (this.#state === 'closed') return true
      this.#pending = cache.send(
        {
          method: options.method,
          url,
          fields,
          body: hasBody(options) ? someBody : null,
          onInformation: this.#inform,
          context: this,
        },
        overrides,
      )
    } catch (error) {
      this.#fail(toCallerError(error))
    }
    this.#phase = 'sent'
    if (this.#pending !== undefined) this.#take(this.#pending)
    return this.#hasRoom
  }

  get paused(): boolean {
    return this.#isPaused
  }

  get aborted(): boolean {
    return this.#abortReason !== undefined
  }

  get reason(): Error | null {
    return this.#abortReason?.error ?? null
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#pump()
  }

  abort(reason?: Error | null): void {
    this.#abort(reason ?? new RequestAbortedError())
  }

  /** Whether what the handler was given, and has not been answered yet, may be handed on as it is. */
  get isSending(): boolean {
    return this.#phase === 'sending'
  }

  /** The dispatcher below has taken the request, and says whether it has room for more. */
  dispatched(hasRoom: unknown): void {
    this.#hasRoom = hasRoom !== false
  }

  /** The dispatcher below has a connection; what it, or an interceptor, says of it is added to what the handler was given. */
  connected(context: unknown): void {
    if (this.#state === 'waiting') Object.assign(this.#context, context)
  }

  /** The reply is not that of the URL that was asked. */
  redirected(): void {
    this.#isRedirected = true
  }

  /** Tells the handler of something on the way, as long as it waits. */
  tell(note: (handler: Dispatcher.DispatchHandler) => void): void {
    if (this.#state !== 'waiting' || this.#handler === undefined) return
    try {
      note(this.#handler)
    } catch (error) {
      this.#abort(toCallerError(error))
    }
  }

  readonly #inform = ({ status, fields, reason }: ResponseHead): void => {
    this.tell((handler) => {
      this.rawHeaders = [...fields]
      handler.onResponseStart?.(this, status, fieldRecord(fields), reason)
    })
  }

  #take(pending: PendingRequest): void {
    if (this.#state === 'closed') {
      pending.cancel() // the handler has aborted while the request was sent
      return
    }
    let reply: CacheResponse | undefined
    try {
      reply = pending.poll()
    } catch (error) {
      this.#fail(toCallerError(error))
      return
    }
    if (reply !== undefined) this.#answer(reply)
    else {
      this.#unlisten = pending.onReady(() => {
        this.#take(pending)
      })
    }
  }

  #answer(reply: CacheResponse): void {
    const fields = this.#isRedirected ? withoutRedirectMark(reply.fields) : reply.fields
    this.#state = 'answering'
    this.#reply = reply
    this.#pieces = new BodyPieces(reply.body, this.#pump)
    this.rawHeaders = [...fields]
    try {
      this.#handler?.onResponseStart?.(this, reply.status, fieldRecord(fields), reply.reason)
    } catch (error) {
      this.#abort(toCallerError(error))
    }
    this.#pump()
  }

  /** Gives what is there, until the handler asks to wait. */
  readonly #pump = (): void => {
    if (this.#isPumping) return
    this.#isPumping = true
    while (this.#state === 'answering' && !this.#isPaused) {
      if (!this.#giveNext()) break
    }
    this.#isPumping = false
  }

  /** Whether there may be more at once. */
  #giveNext(): boolean {
    let piece: ReturnType<BodyPieces['take']> | undefined
    try {
      piece = this.#pieces?.take()
    } catch (error) {
      this.#fail(toCallerError(error))
    }
    if (piece === undefined || piece === 'later') return false
    if (piece === 'end') {
      this.#end()
      return false
    }
    try {
      this.#handler?.onResponseData?.(this, piece)
    } catch (error) {
      this.#abort(toCallerError(error))
    }
    return true
  }

  #end(): void {
    const handler = this.#handler
    const trailers = this.#reply?.trailers() ?? []
    this.rawTrailers = [...trailers]
    this.#close()
    try {
      handler?.onResponseEnd?.(this, fieldRecord(trailers))
    } catch (error) {
      this.#report(handler, toCallerError(error))
    }
  }

  #abort(error: Error): void {
    if (this.#state === 'closed') return
    this.#abortReason = { error }
    this.#fail(error)
  }

  #fail(error: Error): void {
    if (this.#state === 'closed') return
    this.#unlisten?.()
    const [handler, pending, pieces] = [this.#handler, this.#pending, this.#pieces]
    this.#close()
    if (pieces === undefined) pending?.cancel()
    else pieces.cancel()
    this.#report(handler, error)
  }

  /**
   * Handlers, and the streams that they make, keep their controller: it lets go of all that is done with. (Where it kept
   * the handler, the garbage collector took as long as all else: what had grown old kept alive what came after it.)
   */
  #close(): void {
    this.#state = 'closed'
    this.#handler = undefined
    this.#unlisten = undefined
    this.#pending = undefined
    this.#reply = undefined
    this.#pieces = undefined
  }

  /** A handler that cannot even be told is wrong itself: its error surfaces as any other that nobody caught. */
  #report(handler: Dispatcher.DispatchHandler | undefined, error: Error): void {
    try {
      handler?.onResponseError?.(this, error)
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown
      })
    }
  }
}

/** An empty text is none to undici, either. */
const hasBody = ({ body }: Dispatcher.DispatchOptions): boolean =>
  body !== undefined && body !== null && body !== ''
