import { isPromise } from '../ports/body.ts'
import {
  announcedLength,
  incomingFields,
  informationHead,
  incomingReason,
  mayHaveContent,
} from '../engine/incoming-reply.ts'
import { outgoingRequest, type SendEffect } from '../engine/outgoing-request.ts'
import type { ResponseHead } from '../http/message.ts'
import type { BackendReply, BackendRequest } from '../ports/backend.ts'
import { BackendError, PortError } from '../ports/port-errors.ts'
import type { TransactionRun } from './transaction-run.ts'

/** One request to the origin. Once cancelled, nothing of it is heard any more. */
export class OriginCall {
  readonly #run: TransactionRun
  readonly #controller = new AbortController()
  #state: 'open' | 'answered' | 'cancelled' = 'open'
  #connecting: unknown
  /** What the backend said last of what it is doing. */
  step: string | undefined

  constructor(run: TransactionRun) {
    this.#run = run
  }

  send(effect: SendEffect): void {
    const { request, environment, transaction } = this.#run
    transaction.requestTime = this.#run.now
    const outgoing: BackendRequest = {
      ...outgoingRequest(transaction, effect),
      body: request.body ?? null,
      onInformation: request.onInformation && this.#informed,
      onStep: this.#stepped,
      context: request.context,
    }
    try {
      const reply = environment.backend.send(outgoing, this.#controller.signal)
      // Of whatever library the promise is, it settles once.
      if (isPromise(reply)) Promise.resolve(reply).then(this.#answered, this.#failed)
      else this.#answered(reply)
    } catch (error) {
      this.#failed(error)
    }
  }

  cancel(): void {
    this.#state = 'cancelled'
    this.#endConnecting()
    this.#controller.abort(new BackendError('ERR_BACKEND_CANCELLED', 'the cache needs no answer any more'))
  }

  /** Interim responses are for a client that still waits for the final one. */
  readonly #informed = (head: ResponseHead): void => {
    const { request, environment, outcome, id, key } = this.#run
    if (this.#state === 'cancelled' || outcome.isSettled) return
    try {
      request.onInformation?.(informationHead(head))
    } catch (error) {
      environment.tolerate({ transaction: id, key, during: 'observe', error })
    }
  }

  /** The word is the backend's; what follows from it is that a connection has a deadline of its own. */
  readonly #stepped = (step: string): void => {
    if (this.#state !== 'open') return
    this.step = step
    if (step !== 'connect') return this.#endConnecting()
    const { clock, deadlines } = this.#run.environment
    // Whoever connects at once is watched by the timer of the state: there is none yet.
    if (!this.#run.deadline.isArmed || this.#connecting !== undefined) return
    if (deadlines.connect === Infinity) return
    this.#connecting = clock.setTimer(() => {
      this.#run.deadline.tell('connect', deadlines.connect)
    }, deadlines.connect)
  }

  /** The head is there, or never will be. */
  #end(): void {
    if (this.#state === 'open') this.#state = 'answered'
    this.step = undefined
    this.#endConnecting()
  }

  #endConnecting(): void {
    if (this.#connecting === undefined) return
    this.#run.environment.clock.clearTimer(this.#connecting)
    this.#connecting = undefined
  }

  readonly #answered = (reply: BackendReply): void => {
    if (this.#state !== 'open') return
    this.#end()
    if (!Number.isInteger(reply.status) || reply.status < 200 || reply.status > 999) {
      this.#failed(
        new BackendError('ERR_BACKEND_PROTOCOL', `a final status is 200 to 999; seen: ${reply.status}`),
      )
      return
    }
    const fields = incomingFields(reply)
    const reason = incomingReason(reply)
    const body = mayHaveContent(this.#run.transaction.request.method, reply) ? reply.body : null
    const isClean = fields === reply.fields && reason === reply.reason && body === reply.body
    const cleaned = isClean ? reply : { ...reply, fields, reason, body }
    const announced = announcedLength(cleaned)
    if (body instanceof Uint8Array && announced !== undefined && announced !== body.length) {
      const seen = `the body has ${body.length} bytes; its Content-Length announced ${announced}`
      this.#failed(new BackendError('ERR_BACKEND_SHORT_BODY', seen))
      return
    }
    this.#run.reply = cleaned
    this.#run.feed({ type: 'reply', reply: cleaned })
  }

  readonly #failed = (error: unknown): void => {
    if (this.#state === 'cancelled') return
    this.#end()
    this.#run.feed({ type: 'replyError', error: error instanceof PortError ? error : wrapped(error) })
  }
}

const wrapped = (cause: unknown): BackendError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new BackendError('ERR_BACKEND_FAILED', `the backend failed: ${reason}`, { cause })
}
