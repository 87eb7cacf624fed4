import { CancelledError, type CacheResponse, type PendingRequest } from '@cachechart/core'
import { answerProblem } from '../answer-problem.ts'
import { problemOfError } from '../problem-of-error.ts'
import { closeWithConnection } from '../queued-responses.ts'
import type { ClientExchange } from './client-exchange.ts'
import type { MiddlewareFailure } from './middleware-options.ts'

/** What becomes of a request that fails. */
export interface FailureOptions {
  /** The cache's name, in `Cache-Status`. */
  readonly name: string
  readonly onFailure: ((failure: MiddlewareFailure) => void) | undefined
}

/** Gives the client what the cache has for it, now or later. Never throws. */
export function answerClient(
  exchange: ClientExchange,
  pending: PendingRequest,
  options: FailureOptions,
): void {
  try {
    const ready = pending.poll()
    if (ready === undefined) void answerLater(exchange, pending, options)
    else exchange.answer(ready)
  } catch (error) {
    failClient(exchange, error, { ...options, pending })
  }
}

async function answerLater(
  exchange: ClientExchange,
  pending: PendingRequest,
  options: FailureOptions,
): Promise<void> {
  const { client } = exchange
  const leave = (): void => {
    pending.cancel()
    exchange.end()
  }
  closeWithConnection(client, client.req.socket)
  client.once('close', leave)
  try {
    const ready: CacheResponse = await pending.wait()
    // It may have become the leader meanwhile; the listener is where it was.
    exchange.client.off('close', leave)
    exchange.answer(ready)
  } catch (error) {
    exchange.client.off('close', leave)
    failClient(exchange, error, { ...options, pending })
  }
}

/** There is no response: the client is told so, as far as it can still be told anything. */
export function failClient(
  exchange: ClientExchange,
  error: unknown,
  { name, onFailure, pending }: FailureOptions & { readonly pending: PendingRequest | undefined },
): void {
  exchange.end()
  const { client, request, target } = exchange
  if (error instanceof CancelledError && client.destroyed) return // the client has left, and nothing is wrong
  const problem = problemOfError(error)
  const status = client.destroyed || client.headersSent ? undefined : problem.status
  if (status === undefined) client.destroy()
  else
    answerProblem(client, problem, { name, fieldsOf: pending && ((fields) => pending.errorFields(fields)) })
  if (onFailure === undefined) return
  // An observer that throws is not the client's concern: its error surfaces as any other uncaught one.
  queueMicrotask(() => {
    onFailure({ method: request.method ?? '', url: target, status, error })
  })
}
