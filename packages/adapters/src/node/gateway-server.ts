import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MisuseError, type Millis } from '@cachechart/core'
import { answerConnectionProblems } from './connection-problems.ts'
import { connectionsOf } from './connections-of.ts'
import type { GatewaySettings } from './gateway-options.ts'
import { ListenError } from './listen-error.ts'
import type { Listeners } from './listener.ts'
import { dropUnreadResponses } from './unread-responses.ts'

/** Where to listen. */
export interface ListenOptions {
  /** 0 is any free port. Default 8080. */
  readonly port?: number
  /** A name or address. Default 127.0.0.1: this machine only. */
  readonly host?: string
}

/** Where a gateway listens. */
export interface GatewayAddress {
  readonly host: string
  readonly port: number
  /** `http://host:port`. */
  readonly url: string
  /** Where the operators' address is, if there is one. */
  readonly admin?: GatewayAddress
}

/** Missing in Node 22 and its types: a request without a body is no stream that has to be set up and torn down. */
const emptyRequests: object = { optimizeEmptyRequests: true }

/** The gateway's own server, with every phase of a connection under a timeout. */
export function createGatewayServer(
  listeners: Listeners,
  settings: GatewaySettings & { readonly name: string },
): Server {
  const { timeouts, limits, name } = settings
  const server = createServer(
    {
      headersTimeout: timeouts.requestHead,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      maxHeaderSize: limits.requestHead,
      connectionsCheckingInterval: Math.min(30_000, timeouts.requestHead),
      requireHostHeader: false, // a missing Host is answered with the rest of what is wrong with targets
      ...emptyRequests,
    },
    listeners.request,
  )
  server.on('checkContinue', listeners.awaitingContinue)
  server.on('checkExpectation', listeners.expectingMore)
  // Node would drop the fields past a number of them, conditions and credentials too; their size is limited instead.
  server.maxHeadersCount = 0
  // Longer than any wait for the origin, which may stand between two pieces of a body.
  dropUnreadResponses(server, timeouts.connect + timeouts.responseHead + timeouts.responseBody)
  answerConnectionProblems(server, name)
  return server
}

/** Begins to listen. Rejects with a `ListenError`, or a `MisuseError` when it listens already. */
export function listenOn(server: Server, options: ListenOptions = {}): Promise<GatewayAddress> {
  const { port = 8080, host = '127.0.0.1' } = options
  if (server.listening) return Promise.reject(new MisuseError('gateway.listen: the gateway listens already'))
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return Promise.reject(
      new MisuseError(`gateway.listen: port is an integer from 0 to 65535; seen: ${String(port)}`),
    )
  }
  // Node would take it for every address that this machine has.
  if (host === '')
    return Promise.reject(new MisuseError('gateway.listen: host is a name or address; seen: ""'))
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      server.off('listening', succeed)
      reject(new ListenError(authority(host, port), error))
    }
    const succeed = (): void => {
      server.off('error', fail)
      // A server that listens on a port has such an address; a string is for pipes.
      const bound = server.address() as AddressInfo
      resolve({ host: bound.address, port: bound.port, url: `http://${authority(host, bound.port)}` })
    }
    server.once('error', fail).once('listening', succeed).listen(port, host)
  })
}

/** Undoes `listenOn`, connections included: the server may listen again. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}

/** Accepts nothing more, lets what is in progress end, and after `timeout` ends it. Resolves when no connection is left. */
export function closeServer(server: Server, timeout: Millis): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.closeAllConnections()
    }, timeout)
    // Connections that are busy now end with their response: an idle one would keep the gateway from closing.
    for (const event of ['request', 'checkContinue', 'checkExpectation'])
      server.prependListener(event, (_request: unknown, response: ServerResponse) => {
        response.shouldKeepAlive = false
      })
    server.keepAliveTimeout = 1
    if ('keepAliveTimeoutBuffer' in server) server.keepAliveTimeoutBuffer = 0
    server.close(() => {
      clearTimeout(force)
      clearTimeout(silence)
      resolve()
    })
    const silence = setTimeout(endSilentConnections, silencePatience, server)
  })
}

/** For a request that is on its way already, on a connection that was made just now. */
const silencePatience: Millis = 100

/**
 * Node takes a connection on which nothing has come yet for a busy one: browsers open some in advance. What has come while
 * this process stood still is read in the next turn of the event loop, which ends before the second of these.
 */
function endSilentConnections(server: Server): void {
  setImmediate(() =>
    setImmediate(() => {
      for (const socket of connectionsOf(server)) if (socket.bytesRead === 0) socket.destroy()
    }),
  )
}

const authority = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
