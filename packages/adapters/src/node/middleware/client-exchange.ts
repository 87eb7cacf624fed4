import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  BackendError,
  type BackendReply,
  type BackendRequest,
  type CacheResponse,
  type MaybePromise,
  type ResponseHead,
} from '@cachechart/core'
import { deliver } from '../deliver.ts'
import { interimForwarder } from '../interim-forwarder.ts'
import { showRequest } from './application-request.ts'
import { CapturedResponse } from './captured-response.ts'
import type { NextFunction } from './middleware-options.ts'
import { overPresets } from './over-presets.ts'
import { ReplySlot } from './reply-slot.ts'
import { originalUrlOf } from './target-of.ts'
import { TwoFacedResponse } from './two-faced-response.ts'

/** What a framework calls a middleware with. */
export interface MiddlewareCall {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly next: NextFunction
  /** The target URI. */
  readonly url: string
}

/**
 * A client's request, and the one turn that the application has with it. It is taken when the cache asks the application
 * for this client, or, where a stale response has answered it, to bring that up to date when the answer is on its way.
 */
export class ClientExchange {
  readonly #call: MiddlewareCall
  #faces: TwoFacedResponse | undefined
  #refresh: (() => void) | undefined
  #turn: 'free' | 'taken' = 'free'
  #client: 'waiting' | 'answered' = 'waiting'
  #forward: ((head: ResponseHead) => void) | undefined

  constructor(call: MiddlewareCall) {
    this.#call = call
  }

  get url(): string {
    return this.#call.url
  }

  get request(): IncomingMessage {
    return this.#call.request
  }

  /** The target as it came on the wire. */
  get target(): string {
    return originalUrlOf(this.#call.request)
  }

  /** The response as it leads to the client. */
  get client(): ServerResponse {
    return this.#faces?.client ?? this.#call.response
  }

  /** Tells the client of an interim response. */
  readonly inform = (head: ResponseHead): void => {
    this.#forward ??= interimForwarder(this.#call.request, this.client) ?? unheard
    this.#forward(head)
  }

  /** Asks the application. @throws BackendError when it cannot be asked, or has failed already */
  ask(asked: BackendRequest, signal: AbortSignal): MaybePromise<BackendReply> {
    if (this.#turn === 'taken') throw notTwice()
    if (asked.url !== this.url) throw notElsewhere(asked.url)
    this.#turn = 'taken'
    // Interim responses are for a client that waits: nobody does for a refresh, which comes after the answer.
    if (asked.onInformation !== undefined) return this.#run(asked, signal)
    return new Promise((resolve, reject) => {
      this.#refresh = () => {
        try {
          resolve(this.#run(asked, signal))
        } catch (error) {
          reject(error)
        }
      }
      // Who may refresh may have been found out only now.
      if (this.#client === 'answered') {
        this.#separate().outliveClient()
        this.end()
      }
    })
  }

  /** The client gets this response. @throws whatever node:http throws when its head cannot be written */
  answer(reply: CacheResponse): void {
    // It goes on when the client's side has ended.
    if (this.#refresh !== undefined) this.#separate().outliveClient()
    const { client } = this
    try {
      this.#keepOrClose()
      if (client.destroyed) reply.body.cancel()
      else deliver(client, overPresets(client, reply))
    } catch (error) {
      reply.body.cancel() // nobody will read it
      throw error
    } finally {
      this.end()
    }
  }

  /** The client has what it will get, or has left: what was put off for it goes on. */
  end(): void {
    this.#client = 'answered'
    const refresh = this.#refresh
    this.#refresh = undefined
    if (refresh !== undefined) setImmediate(refresh)
  }

  /** What the application says of the connection is not for the cache; but it is the client's own. RFC 9112 §9.6 */
  #keepOrClose(): void {
    if (this.#faces === undefined) return
    const { captured, response } = this.#faces
    if (/\bclose\b/i.test(String(captured.getHeader('connection')))) response.shouldKeepAlive = false
  }

  #separate(): TwoFacedResponse {
    const { request, response } = this.#call
    return (this.#faces ??= new TwoFacedResponse(response, new CapturedResponse(request, response)))
  }

  #run(asked: BackendRequest, signal: AbortSignal): MaybePromise<BackendReply> {
    if (signal.aborted) throw cancelled()
    const { request, next } = this.#call
    const { captured } = this.#separate()
    const slot = new ReplySlot()
    const restore = showRequest(request, asked, captured)
    const stop = (): void => {
      captured.fail(cancelled())
    }
    const onDone = (): void => {
      signal.removeEventListener('abort', stop)
      restore()
    }
    signal.addEventListener('abort', stop)
    captured.begin({ slot, onInformation: asked.onInformation, onDone })
    try {
      const returned = next()
      if (isThenable(returned)) returned.then(undefined, (error: unknown) => captured.fail(failed(error)))
    } catch (error) {
      captured.fail(failed(error))
    }
    return slot.take()
  }
}

const unheard = (): void => undefined

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const cancelled = (): BackendError =>
  new BackendError('ERR_BACKEND_CANCELLED', 'the cache needs no answer of the application any more')

const failed = (cause: unknown): BackendError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new BackendError('ERR_BACKEND_FAILED', `the application failed: ${reason}`, { cause })
}

/** Frameworks go on with a request once. */
const notTwice = (): BackendError =>
  new BackendError(
    'ERR_BACKEND_PROTOCOL',
    'the application has had its turn with this request, and answered nothing that could be used',
  )

const notElsewhere = (url: string): BackendError =>
  new BackendError('ERR_BACKEND_FAILED', `a request goes to the application that it came to, not to ${url}`)
