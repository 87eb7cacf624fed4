import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { Cache } from '@cachechart/core'

/** The one page of the admin address. */
const inFlightPath = '/.cachechart/in-flight'

/** Names by which only this machine can be meant. */
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Serves what a gateway's operator may ask: `GET /.cachechart/in-flight` answers, as JSON, every open transaction, the ledger
 * and how many failures were tolerated. The keys are URLs, and may hold what is secret: this server is for operators alone,
 * and never part of the gateway's own.
 *
 * @param host where it listens; besides this machine's own names it is the only one that a request may be for: a page of
 *   another site, of which a browser has been told that its name means this machine, gets nothing
 */
export function createAdminServer(cache: Cache, host: string): Server {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000, keepAliveTimeout: 5_000, maxHeaderSize: 8 * 1024 },
    (request, response) => {
      answer(request, response, { cache, host })
    },
  )
  server.timeout = 10_000
  return server
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { cache, host }: { readonly cache: Cache; readonly host: string },
): void {
  if (!isMeant(request.headers.host, host)) {
    return send(response, 421, { error: 'this address answers only to the name that it listens on' })
  }
  const [path] = (request.url ?? '').split('?')
  if (path !== inFlightPath) return send(response, 404, { error: `there is only ${inFlightPath}` })
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return send(response, 405, { error: 'there is nothing to be changed here' })
  }
  send(response, 200, {
    now: Date.now(),
    inFlight: cache.inFlight(),
    ledger: cache.ledger(),
    tolerated: cache.tolerated(),
  })
}

/** RFC 9110 §7.4: a request for another authority may have been led here by a name that was changed meanwhile. */
function isMeant(field: string | undefined, host: string): boolean {
  const name = (field ?? '').replace(/:\d*$/, '').toLowerCase()
  if (loopbackNames.has(name)) return true
  return name === (isIP(host) === 6 ? `[${host}]` : host).toLowerCase()
}

function send(response: ServerResponse, status: number, content: object): void {
  const body = Buffer.from(`${JSON.stringify(content)}\n`)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(body)
}
