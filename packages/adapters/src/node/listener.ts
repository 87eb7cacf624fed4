import type { IncomingMessage, ServerResponse } from 'node:http'
import { fieldValue, type Cache, type PendingRequest } from '@cachechart/core'
import { answerProblem } from './answer-problem.ts'
import { answerPurge } from './answer-purge.ts'
import type { TokenCheck } from './bearer-token.ts'
import { ClientBody, codingProblem, hasBody } from './client-body.ts'
import { failExchange, handOver, type Answering } from './hand-over.ts'
import { interimForwarder } from './interim-forwarder.ts'
import type { Problem } from './problem.ts'

/** What answers requests is made of. */
export interface ListenerOptions extends Answering {
  readonly cache: Cache
  readonly readTarget: (request: IncomingMessage) => string | Problem
  /** Who may purge. Left out: PURGE is the origin's, as any other method. */
  readonly mayPurge?: TokenCheck | undefined
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
      answerProblem(response, url, options)
      return
    }
    const body = hasBody(request) ? new ClientBody(request, inviteTo(expectation, response)) : null
    const unsendable = body === null ? undefined : codingProblem(request)
    if (unsendable !== undefined) {
      response.shouldKeepAlive = false
      answerProblem(response, unsendable, options)
      return
    }
    const onInformation = interimForwarder(request, response)
    const fields = request.rawHeaders
    const exchange = { response, url, answering: options }
    let pending: PendingRequest
    try {
      pending = cache.send({ method, url, fields, body, onInformation, context: request })
    } catch (error) {
      failExchange(error, exchange)
      return
    }
    handOver(pending, exchange)
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

const ownMethods = new Set(['OPTIONS', 'TRACE', 'CONNECT', 'PURGE'])

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

/** Whether the request was one for the gateway itself, and is answered here. */
function answerItself(request: IncomingMessage, response: ServerResponse, options: ListenerOptions): boolean {
  switch (request.method) {
    case 'OPTIONS':
      return answerOptions(request, response)
    case 'PURGE':
      if (options.mayPurge === undefined) return false
      void answerPurge(request, response, { ...options, mayPurge: options.mayPurge })
      return true
    default:
      answerProblem(response, refusedMethod, options)
      return true
  }
}

function answerOptions(request: IncomingMessage, response: ServerResponse): boolean {
  // RFC 9110 §9.3.7: `*` is the server, not a resource. RFC 9110 §7.6.2: 0 makes this the last recipient.
  const isLast = request.url === '*' || fieldValue(request.rawHeaders, 'max-forwards') === '0'
  if (isLast) response.writeHead(204).end()
  return isLast
}
