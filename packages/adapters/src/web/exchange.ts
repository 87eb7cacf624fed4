import type { Cache, PendingRequest } from '@cachechart/core'
import { awaitReply } from '../fetch-standard/await-reply.ts'
import { toFieldLines } from '../fetch-standard/field-lines.ts'
import { buildResponse } from './build-response.ts'
import type { HandlerCall } from './handler-call.ts'
import { toCallerError, UnreadableResponse } from './handler-failure.ts'
import { withoutFragment } from './target-of.ts'

/** Asks the cache. What is there at once is given without a promise, and the client's signal is not looked at. */
export function exchange(cache: Cache, call: HandlerCall): Response | Promise<Response> {
  const { method, headers } = call.request
  const pending = cache.send({
    method,
    url: withoutFragment(call.url),
    fields: toFieldLines(headers),
    context: call,
  })
  try {
    const reply = pending.poll()
    return reply === undefined ? later(call.request, pending) : buildResponse(reply)
  } catch (error) {
    return answerTo(error)
  }
}

async function later(request: Request, pending: PendingRequest): Promise<Response> {
  const signal: AbortSignal | null | undefined = request.signal // not every platform has one for each request
  try {
    const reply = await awaitReply(pending, { signal: signal ?? null, toCallerError: (error) => error })
    return buildResponse(reply)
  } catch (error) {
    return answerTo(error)
  }
}

/** What cannot be read is handed on as it is. @throws what the handler threw */
function answerTo(error: unknown): Response {
  if (error instanceof UnreadableResponse) return error.response
  throw toCallerError(error)
}
