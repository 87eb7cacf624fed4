import type { BackendReply, BackendRequest } from '../ports/backend.ts'
import type { MaybePromise } from '../ports/body.ts'
import { BackendError } from '../ports/port-errors.ts'
import { InterruptibleBody } from './interruptible-body.ts'

/** `waiting` for the response head, `sending` the body; `ended`, `failed`, or `cancelled` through its signal. */
export type FakeCallState = 'waiting' | 'sending' | 'ended' | 'failed' | 'cancelled'

interface Waiter {
  readonly resolve: (reply: BackendReply) => void
  readonly reject: (error: unknown) => void
}

/** One call of a fake backend's `send`, as the test sees it. */
export class FakeCall {
  readonly request: BackendRequest
  readonly signal: AbortSignal
  #state: FakeCallState = 'waiting'
  #outcome: (() => BackendReply) | undefined
  #waiter: Waiter | undefined
  #body: InterruptibleBody | undefined

  constructor(request: BackendRequest, signal: AbortSignal) {
    this.request = request
    this.signal = signal
    const cancel = () => this.#breakOff('cancelled', cancelled())
    if (signal.aborted) cancel()
    else signal.addEventListener('abort', cancel, { once: true })
  }

  get state(): FakeCallState {
    return this.#state
  }

  /** Answers the call. Has no effect when it is not waiting any more. */
  answer(reply: BackendReply): void {
    if (this.#state !== 'waiting') return
    const begun = this.#begin(reply)
    this.#outcome = () => begun
    this.#waiter?.resolve(begun)
  }

  /** Breaks the call off, before or within the response. Has no effect when it is over. */
  fail(error: unknown): void {
    this.#breakOff('failed', error)
  }

  /** What `send` returns: the answer if it is there already. @throws the error with which the call has failed already */
  result(): MaybePromise<BackendReply> {
    if (this.#outcome !== undefined) return this.#outcome()
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject }
    })
  }

  /** The reply, from now on under the watch of this call. */
  #begin(reply: BackendReply): BackendReply {
    if (reply.body === null || reply.body instanceof Uint8Array) {
      this.#state = 'ended'
      return reply
    }
    this.#state = 'sending'
    this.#body = new InterruptibleBody(reply.body, (outcome) => {
      if (this.#state === 'sending') this.#state = outcome
    })
    return { ...reply, body: this.#body }
  }

  #breakOff(state: 'failed' | 'cancelled', error: unknown): void {
    if (this.#state !== 'waiting' && this.#state !== 'sending') return
    this.#state = state
    this.#outcome ??= () => {
      throw error
    }
    this.#waiter?.reject(error)
    this.#body?.interrupt(error)
  }
}

function cancelled(): BackendError {
  return new BackendError('ERR_BACKEND_CANCELLED', 'the call of the fake backend was cancelled')
}
