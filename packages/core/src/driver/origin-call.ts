import { isPromise } from '../ports/body.ts'
import {
  announcedLength,
  incomingFields,
  informationHead,
  incomingReason,
  mayHaveContent,
} from '../engine/incoming-reply.ts'
import { outgoingRequest, type SendEffect } from '../engine/outgoing-request.ts'
import { isOrphaned } from '../engine/suggestion.ts'
import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { BackendReply, BackendRequest } from '../ports/backend.ts'
import { BackendError, PortError } from '../ports/port-errors.ts'
import { Candidate } from './candidate.ts'
import { HookError, type HookErrorCode } from './hook-error.ts'
import type { Hooks } from './hooks.ts'
import { judgedReply } from './judged-reply.ts'
import { OutgoingRequest } from './outgoing-request.ts'
import { textOf } from './text-of.ts'
import type { TransactionRun } from './transaction-run.ts'

const hookCodes: { readonly [Name in keyof Hooks]-?: HookErrorCode } = {
  beforeSend: 'ERR_HOOK_BEFORE_SEND',
  afterSend: 'ERR_HOOK_AFTER_SEND',
  onDirect: 'ERR_HOOK_ON_DIRECT',
}

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
    const { request, settings, transaction } = this.#run
    transaction.requestTime = this.#run.now
    const head = outgoingRequest(transaction, effect)
    const { beforeSend, onDirect } = settings.hooks
    const hook = effect === 'backend.sendOriginal' ? onDirect : beforeSend
    if (hook === undefined) return this.#dispatch(head)
    const draft = new OutgoingRequest(head, request, settings.storage)
    this.#callHook(
      effect === 'backend.sendOriginal' ? 'onDirect' : 'beforeSend',
      () => hook(draft),
      () => {
        // The overrides are read when the hook is done. They may have become others with it.
        transaction.storage = draft.overrides
        // RFC 9111 §4.2.3: what the hook took is no part of the response's delay.
        transaction.requestTime = this.#run.environment.clock.now()
        this.#dispatch({ method: draft.method, url: draft.url, fields: draft.fields })
      },
    )
  }

  #dispatch(head: RequestHead): void {
    const { request, environment } = this.#run
    const outgoing: BackendRequest = {
      method: head.method,
      url: head.url,
      fields: head.fields,
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

  /** A hook that answers at once costs no promise. What it takes counts as the origin's time. */
  #callHook(name: keyof Hooks, hook: () => void | PromiseLike<void>, onDone: () => void): void {
    this.step = `the hook ${name}`
    const done = (): void => {
      if (this.#state !== 'open') return
      this.step = undefined
      onDone()
    }
    const failed = (cause: unknown): void => {
      this.#failed(new HookError(hookCodes[name], name, cause))
    }
    try {
      const working: unknown = hook()
      if (isPromise(working)) Promise.resolve(working).then(done, failed)
      else done()
    } catch (error) {
      failed(error)
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
    const { clock } = this.#run.environment
    const { deadlines } = this.#run.settings
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
    const cleaned = this.#cleaned(reply)
    if (cleaned === undefined) return
    this.#run.reply = cleaned
    const { afterSend } = this.#run.settings.hooks
    if (afterSend === undefined || !this.#isCandidate(cleaned))
      this.#run.feed({ type: 'reply', reply: cleaned })
    else this.#judge(cleaned, afterSend)
  }

  /** The reply without what was meant for one connection; `undefined` where it is none, which has been told then. */
  #cleaned(given: BackendReply): BackendReply | undefined {
    try {
      const reply = checked(given)
      const fields = incomingFields(reply)
      const reason = incomingReason(reply)
      const body = mayHaveContent(this.#run.transaction.request.method, reply) ? reply.body : null
      const isClean = fields === reply.fields && reason === reply.reason && body === reply.body
      const cleaned = isClean ? reply : { ...reply, fields, reason, body }
      const announced = announcedLength(cleaned)
      if (!(body instanceof Uint8Array) || announced === undefined || announced === body.length)
        return cleaned
      const seen = `the body has ${body.length} bytes; its Content-Length announced ${announced}`
      throw new BackendError('ERR_BACKEND_SHORT_BODY', seen)
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  /** Whether the reply is one that the cache has asked for itself, and can use: that is what hooks are for. */
  #isCandidate(reply: BackendReply): boolean {
    const { transaction, environment } = this.#run
    if (transaction.state.name === 'direct') return false
    return !isOrphaned(transaction, reply, environment.clock.now())
  }

  /** The head is there; what becomes of it is the hook's to say first. The call is open as long as that takes. */
  #judge(reply: BackendReply, afterSend: NonNullable<Hooks['afterSend']>): void {
    const { transaction, environment } = this.#run
    this.#state = 'open'
    const hasBody = reply.body !== null && !(reply.body instanceof Uint8Array && reply.body.length === 0)
    const candidate = new Candidate(
      transaction,
      { head: reply, hasBody },
      { overrides: transaction.storage, now: environment.clock.now() },
    )
    this.#callHook(
      'afterSend',
      () => afterSend(candidate),
      () => {
        this.#end()
        const judged = judgedReply(reply, candidate)
        const { overrides, action } = candidate.decision
        this.#run.reply = judged
        this.#run.feed({ type: 'reply', reply: judged, overrides, action })
      },
    )
  }

  readonly #failed = (error: unknown): void => {
    if (this.#state === 'cancelled') return
    this.#end()
    this.#run.feed({
      type: 'replyError',
      error: error instanceof PortError || error instanceof HookError ? error : wrapped(error),
    })
  }
}

const wrapped = (cause: unknown): BackendError =>
  new BackendError('ERR_BACKEND_FAILED', `the backend failed: ${textOf(cause)}`, { cause })

/** A backend is others' code: what it answers is looked at before anything is read of it. @throws BackendError */
const checked = (reply: BackendReply): BackendReply => {
  const seen: unknown = reply
  if (typeof seen !== 'object' || seen === null) {
    throw new BackendError('ERR_BACKEND_PROTOCOL', `a backend answers with a reply; seen: ${typeof seen}`)
  }
  const { status, fields } = reply
  if (!Number.isInteger(status) || status < 200 || status > 999) {
    throw new BackendError('ERR_BACKEND_PROTOCOL', `a final status is 200 to 999; seen: ${textOf(status)}`)
  }
  if (
    !Array.isArray(fields) ||
    fields.length % 2 !== 0 ||
    !fields.every((text) => typeof text === 'string')
  ) {
    throw new BackendError('ERR_BACKEND_PROTOCOL', 'the fields of a reply are a flat list: name, value, …')
  }
  return reply
}
