import type { IncomingMessage } from 'node:http'
import { fieldValue, hasField } from '@cachechart/core'
import { ChunkQueue, type ChunkSource } from '../dispatch/chunk-queue.ts'
import type { Problem } from './problem.ts'

/** Whether a request has a body (RFC 9112 §6.3). */
export function hasBody({ rawHeaders }: IncomingMessage): boolean {
  if (hasField(rawHeaders, 'transfer-encoding')) return true
  return (fieldValue(rawHeaders, 'content-length') ?? '0') !== '0'
}

const unknownCoding: Problem = {
  status: 501,
  code: 'ERR_GATEWAY_CODING',
  detail: 'The only transfer coding that this gateway knows is chunked.',
}
const faultyFraming: Problem = {
  status: 400,
  code: 'ERR_GATEWAY_MALFORMED',
  detail: 'Nobody can tell where the body of the request ends.',
}

/** Why a body cannot be forwarded: its coding would be lost on the way, and the origin would take it for content. */
export function codingProblem({ rawHeaders, httpVersion }: IncomingMessage): Problem | undefined {
  const value = fieldValue(rawHeaders, 'transfer-encoding')
  if (value === null) return undefined
  const codings = value.split(',').map((coding) => coding.trim().toLowerCase())
  // RFC 9112 §6.1 and §6.3: such a body ends elsewhere for others, those that speak HTTP/1.0 among them.
  if (httpVersion === '1.0' || codings.at(-1) !== 'chunked') return faultyFraming
  // RFC 9112 §6.1: a coding that is not understood is answered 501.
  return codings.length === 1 ? undefined : unknownCoding
}

/**
 * A client's request body: read when it is asked for, at its reader's pace. When its reader leaves, the rest is read and
 * dropped, so that the answer reaches the client on a connection that stays in order. A client that breaks off is an
 * error to the reader.
 */
export class ClientBody implements AsyncIterable<Uint8Array>, ChunkSource {
  readonly #request: IncomingMessage
  readonly #invite: (() => void) | undefined

  /** @param invite called before the body is read: a client may wait for that (RFC 9110 §10.1.1) */
  constructor(request: IncomingMessage, invite?: () => void) {
    this.#request = request
    this.#invite = invite
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const request = this.#request
    const queue = new ChunkQueue(this)
    this.#invite?.()
    request
      .on('data', (chunk: Buffer) => {
        queue.push(chunk)
      })
      .on('end', () => {
        queue.end()
      })
      .on('close', () => {
        queue.fail(new Error('the client closed the connection within the request body'))
      })
    if (request.destroyed && !request.readableEnded) queue.fail(new Error('the client has already left'))
    return queue
  }

  pause(): void {
    this.#request.pause()
  }

  resume(): void {
    this.#request.resume()
  }

  abandon(): void {
    this.#request.resume()
  }
}
