import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { AdminDesk } from './admin-desk.ts'
import { answerExplain } from './admin-explain.ts'
import { answerAdminPurge } from './admin-purge.ts'
import { answerJson } from './answer-json.ts'
import { answerProblem } from './answer-problem.ts'
import type { TokenCheck } from './bearer-token.ts'
import { problemOfError } from './problem-of-error.ts'
import type { Problem } from './problem.ts'

/** What an operators' server tells of, and whom. */
export interface AdminServerOptions {
  readonly desk: AdminDesk
  /** The cache's name. */
  readonly name: string
  /**
   * Where it listens. Besides this machine's own names it is the only one that a request may be for: a page of another
   * site, of which a browser has been told that its name means this machine, gets nothing.
   */
  readonly host: string
  /** Who may purge. Left out: whoever reaches it, if only this machine can. */
  readonly mayPurge: TokenCheck | undefined
}

const inFlightPath = '/.cachechart/in-flight'
const purgePath = '/.cachechart/purge'
const explainPath = '/.cachechart/explain'

/** Names by which only this machine can be meant. */
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An operator's request is a few lines. Node looks at these only as often as it is told to. */
const patience = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 }

/**
 * Serves what a gateway's operator may ask: `GET /.cachechart/in-flight` answers, as JSON, every open transaction, the
 * ledger, how requests have ended and how many failures were tolerated; `GET /.cachechart/explain` why a request would be
 * answered as it would be; `POST /.cachechart/purge` purges. The keys are URLs, and may hold what is secret: this server is
 * for operators alone, and never part of the gateway's own.
 */
export function createAdminServer(options: AdminServerOptions): Server {
  const server = createServer({ ...patience, maxHeaderSize: 8 * 1024 }, (request, response) => {
    // With the connection ends whatever the client would go on to send: nobody here reads it.
    response.shouldKeepAlive = false
    response.setHeader('X-Content-Type-Options', 'nosniff')
    answer(request, response, options)
  })
  server.timeout = 10_000
  return server
}

function answer(request: IncomingMessage, response: ServerResponse, options: AdminServerOptions): void {
  const [path] = (request.url ?? '').split('?')
  if (!isMeant(request.headers.host, options.host)) answerProblem(response, misdirected, options)
  else if (path === purgePath) void answerAdminPurge(request, response, options)
  else if (path !== inFlightPath && path !== explainPath) answerProblem(response, unknownPath, options)
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    answerProblem(response, refusedMethod, options)
  else if (path === explainPath) void answerExplain(request, response, options)
  else void answerStory(response, options)
}

/** Never rejects. */
async function answerStory(response: ServerResponse, options: AdminServerOptions): Promise<void> {
  try {
    answerJson(response, await options.desk.story())
  } catch (error) {
    if (!response.destroyed) answerProblem(response, problemOfError(error), options)
  }
}

/** RFC 9110 §7.4: a request for another authority may have been led here by a name that was changed meanwhile. */
function isMeant(field: string | undefined, host: string): boolean {
  const name = (field ?? '').replace(/:\d*$/, '').toLowerCase()
  if (loopbackNames.has(name)) return true
  return name === (isIP(host) === 6 ? `[${host}]` : host).toLowerCase()
}

const misdirected: Problem = {
  status: 421,
  code: 'ERR_ADMIN_MISDIRECTED',
  detail: 'This address answers only to the name that it listens on.',
}

const unknownPath: Problem = {
  status: 404,
  code: 'ERR_ADMIN_PATH',
  detail: `There are only ${inFlightPath}, ${explainPath} and ${purgePath} here.`,
}

const refusedMethod: Problem = {
  status: 405,
  code: 'ERR_ADMIN_METHOD',
  detail: 'There is nothing to be changed here.',
  fields: ['Allow', 'GET, HEAD'], // RFC 9110 §15.5.6
}
