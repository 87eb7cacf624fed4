import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { Cache, Millis } from '@cachechart/core'
import { problemResponse, type Problem } from './problem.ts'

/** What an operators' server tells of, and whom. */
export interface AdminServerOptions {
  readonly cache: Cache
  /** The cache's time, of which the times in the answer are. */
  readonly now: () => Millis
  /** The cache's name. */
  readonly name: string
  /**
   * Where it listens. Besides this machine's own names it is the only one that a request may be for: a page of another
   * site, of which a browser has been told that its name means this machine, gets nothing.
   */
  readonly host: string
}

/** The one page of the admin address. */
const inFlightPath = '/.cachechart/in-flight'

/** Names by which only this machine can be meant. */
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An operator's request is a few lines. Node looks at these only as often as it is told to. */
const patience = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 }

/**
 * Serves what a gateway's operator may ask: `GET /.cachechart/in-flight` answers, as JSON, every open transaction, the ledger
 * and how many failures were tolerated. The keys are URLs, and may hold what is secret: this server is for operators alone,
 * and never part of the gateway's own.
 */
export function createAdminServer(options: AdminServerOptions): Server {
  const server = createServer({ ...patience, maxHeaderSize: 8 * 1024 }, (request, response) => {
    // With the connection ends whatever the client would go on to send: nobody here reads it.
    response.shouldKeepAlive = false
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const problem = problemOf(request, options.host)
    if (problem === undefined) tell(response, options)
    else refuse(response, problem, options.name)
  })
  server.timeout = 10_000
  return server
}

function problemOf(request: IncomingMessage, host: string): Problem | undefined {
  if (!isMeant(request.headers.host, host)) return misdirected
  const [path] = (request.url ?? '').split('?')
  if (path !== inFlightPath) return unknownPath
  return request.method === 'GET' || request.method === 'HEAD' ? undefined : refusedMethod
}

/** RFC 9110 §7.4: a request for another authority may have been led here by a name that was changed meanwhile. */
function isMeant(field: string | undefined, host: string): boolean {
  const name = (field ?? '').replace(/:\d*$/, '').toLowerCase()
  if (loopbackNames.has(name)) return true
  return name === (isIP(host) === 6 ? `[${host}]` : host).toLowerCase()
}

function tell(response: ServerResponse, { cache, now }: AdminServerOptions): void {
  const told = {
    now: now(),
    inFlight: cache.inFlight(),
    ledger: cache.ledger(),
    tolerated: cache.tolerated(),
  }
  const body = Buffer.from(`${JSON.stringify(told)}\n`)
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  response.end(body)
}

function refuse(response: ServerResponse, problem: Problem, name: string): void {
  if (problem === refusedMethod) response.setHeader('Allow', 'GET, HEAD') // RFC 9110 §15.5.6
  const { reason, fields, body } = problemResponse(problem, name)
  response.writeHead(problem.status, reason, fields as string[]) // node:http only reads it
  response.end(body)
}

const misdirected: Problem = {
  status: 421,
  code: 'ERR_ADMIN_MISDIRECTED',
  detail: 'This address answers only to the name that it listens on.',
}

const unknownPath: Problem = {
  status: 404,
  code: 'ERR_ADMIN_PATH',
  detail: `There is only ${inFlightPath} here.`,
}

const refusedMethod: Problem = {
  status: 405,
  code: 'ERR_ADMIN_METHOD',
  detail: 'There is nothing to be changed here.',
}
