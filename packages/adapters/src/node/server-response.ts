import type { ServerResponse } from 'node:http'
import { MisuseError, type PendingRequest, type Recipient } from '@cachechart/core'
import { handOver, type GatewayFailure } from './hand-over.ts'
import { closeWithConnection } from './queued-responses.ts'

/** What may be said of a response to which a pending request is handed over. */
export interface ServerResponseOptions {
  /** The cache's name in the `Cache-Status` of a problem (RFC 9211): a token. Default `cachechart`. */
  readonly name?: string
  /** Told of an error that the client was answered with, or could not be told of; `url` is the request target as it came. */
  readonly onFailure?: (failure: GatewayFailure) => void
}

/**
 * A response of node:http as the recipient of a pending request, which may be handed over before anything is known of
 * its outcome: a hit is written at once, anything else when it is there. A client that leaves cancels the request. An
 * error is answered with a problem (RFC 9457), on which the header operations for `error` and `any` count.
 *
 * What `sendTo` returns then resolves when the response has ended, whole or not. It rejects with a `MisuseError`, and
 * the request is cancelled, when the head of a response has been sent already.
 *
 * @example
 * import { createServer } from 'node:http'
 *
 * const cache = createCache({ store: memoryStore(), backend: undiciBackend() })
 * const server = createServer((request, response) => {
 *   const pending = cache.send({ method: 'GET', url: 'http://example.com/', fields: request.rawHeaders })
 *   pending.setResponseHeader('X-Served-By', 'front')
 *   void pending.sendTo(serverResponse(response))
 * })
 */
export function serverResponse(
  response: ServerResponse,
  options: ServerResponseOptions = {},
): Recipient<Promise<void>> {
  const { name = 'cachechart', onFailure } = options
  return {
    accept(pending) {
      if (response.headersSent) return refuse(pending)
      if (response.destroyed) {
        pending.cancel()
        return Promise.resolve()
      }
      const ended = endOf(response)
      handOver(pending, {
        response,
        url: response.req.url ?? '',
        answering: { name, onFailure, watch: undefined },
      })
      return ended
    },
  }
}

function refuse(pending: PendingRequest): Promise<never> {
  pending.cancel()
  return Promise.reject(
    new MisuseError('serverResponse needs a response of which nothing was sent; its head was'),
  )
}

/** Resolves when all was written, or the client is gone. */
function endOf(response: ServerResponse): Promise<void> {
  closeWithConnection(response, response.req.socket)
  return new Promise((resolve) => {
    response.once('close', resolve)
  })
}
