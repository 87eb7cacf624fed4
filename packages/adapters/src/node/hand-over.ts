import type { ServerResponse } from 'node:http'
import { CancelledError, type CacheResponse, type FieldLines, type PendingRequest } from '@cachechart/core'
import { answerProblem } from './answer-problem.ts'
import { deliver } from './deliver.ts'
import { problemOfError } from './problem-of-error.ts'
import { closeWithConnection } from './queued-responses.ts'
import type { AnswerWatch } from './watch-answers.ts'

/** A request that could not be answered with a response of the cache or the origin. */
export interface GatewayFailure {
  readonly method: string
  readonly url: string
  /** What the client was told; `undefined` when it could not be told anything any more. */
  readonly status: number | undefined
  readonly error: unknown
}

/** Who answers, and who is told of it. */
export interface Answering {
  /** The cache's name, in the problems that are answered. */
  readonly name: string
  readonly onFailure: ((failure: GatewayFailure) => void) | undefined
  /** Left out where nobody wants to be told: then nothing is spent on it. */
  readonly watch: AnswerWatch | undefined
}

/** A response that waits for what is to be written to it. */
export interface Exchange {
  readonly response: ServerResponse
  /** As it is told of a failure. */
  readonly url: string
  readonly answering: Answering
}

/**
 * Answers with whatever comes of a pending request: a hit before this returns and without a promise, anything else when
 * it is there. A client that leaves cancels the request, and an error becomes a problem.
 */
export function handOver(pending: PendingRequest, exchange: Exchange): void {
  try {
    const ready = pending.poll()
    if (ready === undefined) awaitReply(pending, exchange)
    else hand(ready, exchange)
  } catch (error) {
    failExchange(error, exchange, pending)
  }
}

/** Within the call that brings the outcome: a promise would be one turn more for each request that is not a hit. */
function awaitReply(pending: PendingRequest, exchange: Exchange): void {
  const { response } = exchange
  const leave = (): void => {
    pending.cancel()
  }
  closeWithConnection(response, response.req.socket)
  response.once('close', leave)
  pending.onReady(() => {
    response.off('close', leave)
    try {
      const ready = pending.poll()
      if (ready === undefined) throw new TypeError('a request that was ready has no outcome')
      if (response.destroyed) ready.body.cancel()
      else hand(ready, exchange)
    } catch (error) {
      failExchange(error, exchange, pending)
    }
  })
}

function hand(ready: CacheResponse, { response, answering }: Exchange): void {
  answering.watch?.head(response, ready.fields)
  try {
    deliver(response, ready)
  } catch (error) {
    ready.body.cancel() // its head cannot be written: nobody will read the body
    throw error
  }
}

/** Nothing of a response has been sent: the client is told, and so is whoever wants to know of failures. */
export function failExchange(error: unknown, exchange: Exchange, pending?: PendingRequest): void {
  const { response, url, answering } = exchange
  if (error instanceof CancelledError && response.destroyed) return // the client has left, and nothing is wrong
  const problem = problemOfError(error)
  const status = response.destroyed || response.headersSent ? undefined : problem.status
  if (status === undefined) response.destroy()
  else {
    const fieldsOf = pending && ((fields: FieldLines) => pending.errorFields(fields))
    answerProblem(response, problem, { name: answering.name, watch: answering.watch, fieldsOf })
  }
  const { onFailure } = answering
  if (onFailure === undefined) return
  // An observer that throws is not the client's concern: its error surfaces as any other uncaught one.
  queueMicrotask(() => {
    onFailure({ method: response.req.method ?? '', url, status, error })
  })
}
