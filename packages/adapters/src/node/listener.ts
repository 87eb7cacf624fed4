import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  CancelledError,
  fieldValue,
  type Cache,
  type CacheResponse,
  type PendingRequest,
} from '@cachechart/core'
import { ClientBody, codingProblem, hasBody } from './client-body.ts'
import { deliver } from './deliver.ts'
import { interimForwarder } from './interim-forwarder.ts'
import { problemOfError } from './problem-of-error.ts'
import { problemResponse, type Problem } from './problem.ts'
import { closeWithConnection } from './queued-responses.ts'
import type { AnswerWatch } from './watch-answers.ts'

/** A request that the gateway could not answer with a response of the cache or the origin. */
export interface GatewayFailure {
  readonly method: string
  readonly url: string
  /** What the client was told; `undefined` when it could not be told anything any more. */
  readonly status: number | undefined
  readonly error: unknown
}

/** What answers requests is made of. */
export interface ListenerOptions {
  readonly cache: Cache
  readonly readTarget: (request: IncomingMessage) => string | Problem
  readonly name: string
  readonly onFailure: ((failure: GatewayFailure) => void) | undefined
  /** Left out where nobody wants to be told: then nothing is spent on it. */
  readonly watch: AnswerWatch | undefined
}

/** Answers one request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** What a request expects (RFC 9110 §10.1.1): nothing any more, to be told to go on, or what nobody knows. */
type Expectation = 'none' | 'continue' | 'unknown'

/** A listener for each of the events by which an `http.Server` tells of a request. */
export interface Listeners {
  /** For `request`. */
  readonly request: Listener
  /** For `checkContinue`: the client is told to go on when its body is wanted, and is not when it is refused before. */
  readonly awaitingContinue: Listener
  /** For `checkExpectation`: the client expects something else. */
  readonly expectingMore: Listener
}

/**
 * Makes the listeners. A hit is answered before they return: without a promise, or a second look at the request's fields.
 */
export function createListeners(options: ListenerOptions): Listeners {
  return {
    request: createListener(options, 'none'),
    awaitingContinue: createListener(options, 'continue'),
    expectingMore: createListener(options, 'unknown'),
  }
}

function createListener(options: ListenerOptions, expectation: Expectation): Listener {
  const { cache, readTarget, watch } = options
  return (request, response) => {
    watch?.begin(request, response)
    const method = request.method ?? 'GET'
    if (ownMethods.has(method) && answerItself(request, response, options)) return
    const url = expectation === 'unknown' ? unknownExpectation : readTarget(request)
    if (typeof url !== 'string') {
      reply(response, url, options)
      return
    }
    const body = hasBody(request) ? new ClientBody(request, inviteTo(expectation, response)) : null
    const unsendable = body === null ? undefined : codingProblem(request)
    if (unsendable !== undefined) {
      response.shouldKeepAlive = false
      reply(response, unsendable, options)
      return
    }
    const onInformation = interimForwarder(request, response)
    const fields = request.rawHeaders
    try {
      const pending = cache.send({ method, url, fields, body, onInformation, context: request })
      const ready = pending.poll()
      if (ready === undefined) void awaitReply(pending, { options, url, response })
      else hand(response, ready, options)
    } catch (error) {
      fail(error, { options, url, response })
    }
  }
}

/**
 * RFC 9110 §10.1.1: a gateway answers as an origin server does: with 100 if only the content can tell more. It does not
 * hand the expectation on, so it says so when there is a connection to the origin that takes the content.
 */
const inviteTo = (expectation: Expectation, response: ServerResponse): (() => void) | undefined =>
  expectation === 'none'
    ? undefined
    : () => {
        if (!response.headersSent) response.writeContinue()
      }

interface Exchange {
  readonly options: ListenerOptions
  readonly url: string
  readonly response: ServerResponse
}

async function awaitReply(pending: PendingRequest, exchange: Exchange): Promise<void> {
  const { response } = exchange
  const leave = (): void => {
    pending.cancel()
  }
  closeWithConnection(response, response.req.socket)
  response.once('close', leave)
  try {
    const ready = await pending.wait()
    response.off('close', leave)
    if (response.destroyed) ready.body.cancel()
    else hand(response, ready, exchange.options)
  } catch (error) {
    response.off('close', leave)
    fail(error, exchange)
  }
}

/** Nothing of a response has been sent: the client is told, and so is whoever runs the gateway. */
function fail(error: unknown, { options, url, response }: Exchange): void {
  if (error instanceof CancelledError) return // the client has left, and nothing is wrong
  const problem = problemOfError(error)
  const status = response.destroyed || response.headersSent ? undefined : problem.status
  if (status === undefined) response.destroy()
  else reply(response, problem, options)
  const { onFailure } = options
  if (onFailure === undefined) return
  // An observer that throws is not the client's concern: its error surfaces as any other uncaught one.
  queueMicrotask(() => {
    onFailure({ method: response.req.method ?? '', url, status, error })
  })
}

function hand(response: ServerResponse, ready: CacheResponse, { watch }: ListenerOptions): void {
  watch?.head(response, ready.fields)
  try {
    deliver(response, ready)
  } catch (error) {
    ready.body.cancel() // its head cannot be written: nobody will read the body
    throw error
  }
}

function reply(response: ServerResponse, problem: Problem, { name, watch }: ListenerOptions): void {
  const { reason, fields, body } = problemResponse(problem, name)
  watch?.head(response, fields)
  response.writeHead(problem.status, reason, fields as string[]) // node:http only reads it
  response.end(body)
}

const ownMethods = new Set(['OPTIONS', 'TRACE', 'CONNECT'])

/** TRACE would show the fields that proxies added, and credentials, to scripts. CONNECT is for forward proxies. */
const refusedMethod: Problem = {
  status: 501,
  code: 'ERR_GATEWAY_METHOD',
  detail: 'This gateway does not carry out the method.',
}

const unknownExpectation: Problem = {
  status: 417,
  code: 'ERR_GATEWAY_EXPECTATION',
  detail: 'The only expectation that can be met is 100-continue.',
}

/** Whether the request was one for the gateway itself, and has been answered. */
function answerItself(request: IncomingMessage, response: ServerResponse, options: ListenerOptions): boolean {
  if (request.method !== 'OPTIONS') {
    reply(response, refusedMethod, options)
    return true
  }
  // RFC 9110 §9.3.7: `*` is the server, not a resource. RFC 9110 §7.6.2: 0 makes this the last recipient.
  const isLast = request.url === '*' || fieldValue(request.rawHeaders, 'max-forwards') === '0'
  if (isLast) response.writeHead(204).end()
  return isLast
}
