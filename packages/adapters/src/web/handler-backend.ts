import type { Backend, BackendReply, BackendRequest } from '@cachechart/core'
import { toFieldLines } from '../fetch-standard/field-lines.ts'
import { ReplyBody } from '../fetch-standard/reply-body.ts'
import { HandlerCall } from './handler-call.ts'
import { toBackendError, UnreadableResponse } from './handler-failure.ts'
import type { WebHandler } from './handler-options.ts'
import { handlerRequest } from './handler-request.ts'

/** Told of work by the context of the request for which it is done. */
export type TellWork = (work: Promise<unknown>, context: unknown) => void

/** A `Backend` that calls a handler. What it throws at once is thrown at once. */
export const handlerBackend = <Rest extends readonly unknown[]>(
  handler: WebHandler<Rest>,
  tell: TellWork,
): Backend => ({
  send(request, signal) {
    const call = request.context instanceof HandlerCall ? request.context : undefined
    const rest = (call?.rest ?? []) as Rest // those of the call, or of nobody's
    try {
      const handed = handlerRequest(request, call?.request, signal)
      const answer = handler(handed, ...rest)
      const reply = replyTo(request, answer, signal)
      if (!isResponse(answer)) {
        keepUntilAnswered(handed, reply, signal)
        announce(reply, call, tell)
      }
      return reply
    } catch (error) {
      throw toBackendError(error)
    }
  },
})

/** Requests that handlers have yet to answer. */
const unanswered = new Set<Request>()

/**
 * In Node a Request passes an abort on through a weak reference to itself: where the handler keeps no more of it than its
 * signal (as fetch does), and it is collected, nobody would hear that the response is not wanted any more. It is not kept
 * for longer than it has to be: as long as it lives so does what Node notes of it for the signal that it follows.
 */
function keepUntilAnswered(handed: Request, reply: Promise<unknown>, signal: AbortSignal): void {
  const release = (): void => {
    unanswered.delete(handed)
    signal.removeEventListener('abort', release)
  }
  unanswered.add(handed)
  signal.addEventListener('abort', release)
  reply.then(release, release)
}

/** Its client may leave before the handler has answered: a platform that would stop it then has to know. */
function announce(reply: Promise<unknown>, call: HandlerCall | undefined, tell: TellWork): void {
  try {
    tell(reply.then(nothing, nothing), call)
  } catch {
    // It does not want to know. The cache counts that where it tells of its own work.
  }
}

const nothing = (): void => undefined

async function replyTo(
  request: BackendRequest,
  answer: Response | Promise<Response>,
  signal: AbortSignal,
): Promise<BackendReply> {
  try {
    return await toReply(check(await answer), request, signal)
  } catch (error) {
    throw toBackendError(error)
  }
}

/** @throws TypeError when it is no response, or one whose body somebody else reads */
function check(response: Response): Response {
  if (!isResponse(response))
    throw new TypeError(`a handler answers with a Response; it was ${typeof response}`)
  if (response.status < 200) throw new UnreadableResponse(response)
  if (response.bodyUsed || response.body?.locked === true) {
    throw new TypeError("the body of the handler's response is being read by somebody else")
  }
  return response
}

async function toReply(
  response: Response,
  request: BackendRequest,
  signal: AbortSignal,
): Promise<BackendReply> {
  const { status, statusText: reason } = response
  const fields = toFieldLines(response.headers)
  if (response.body === null) return { status, reason, fields, body: null }
  const body = new ReplyBody(response.body, toBackendError)
  const stop = (): void => void body.return()
  if (request.method === 'HEAD' || signal.aborted) {
    stop()
    return { status, reason, fields, body: null }
  }
  // The handler need not look at its signal, and a stream has none.
  signal.addEventListener('abort', stop)
  // Most bodies are texts: as bytes they need no stream on their way, and their length is known.
  return { status, reason, fields, body: (await body.whole()) ?? body }
}

/** Of whatever class: a handler may have its own. */
const isResponse = (response: unknown): response is Response =>
  typeof response === 'object' && response !== null && 'status' in response && 'headers' in response
