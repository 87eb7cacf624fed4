import { ServerResponse, type IncomingMessage } from 'node:http'
import { createCache, memoryStore, MisuseError, type CacheRequest, type Overrides } from '@cachechart/core'
import { ClientBody } from '../client-body.ts'
import { answerClient, failClient } from './answer-client.ts'
import { applicationBackend } from './application-backend.ts'
import { ClientExchange } from './client-exchange.ts'
import type { CacheMiddleware, CacheMiddlewareOptions, NextFunction } from './middleware-options.ts'
import { requestTraits, type RequestTraits } from './request-traits.ts'
import { isTwoFaced } from './response-faces.ts'
import { createTargetOf } from './target-of.ts'

/** An application may think for long, and an event stream be silent: five minutes, as `cachedFetch` waits. */
const patience = { reply: 300_000, body: 300_000 }

/** One object for all: a request makes none. */
const apart: Overrides = Object.freeze({ collapse: false })

/**
 * A cache for an application on `node:http`, as `(request, response, next)` middleware: for Express, for Fastify with
 * `@fastify/middie`, or around any request listener. Where it stands, what is stored is answered, and what is not goes on
 * to `next()`; what the application then writes to `response`, in whatever way, is passed on and stored as it comes.
 *
 * - The cache is a shared one, unless `policy` says otherwise: mount it where responses may be shared.
 * - The application is asked the cache's question: it sees the client's request without its conditions (the cache
 *   answers those), with a condition where something stored is to be validated, and with what hooks have changed.
 * - What earlier middleware has set on the response is this client's: it is sent with whatever is sent, and not stored.
 *   Cache-Control, Vary and the like are; and a field that the application sets itself takes the place of one before it.
 * - A client that leaves does not stop the application: its response is stored, and serves those who wait. Where it is
 *   not wanted any more (`abort`, `deadlines`), `response` closes, as if the client had gone.
 * - A stale response that is served while it is brought up to date (stale-while-revalidate) is brought up to date by the
 *   request that got it: `next()` is called when the answer is on its way. Earlier middleware that waits for `response`
 *   to finish hears of that answer, and of nothing after it.
 * - Requests that bring cookies do not wait for each other's response: see `cookies`.
 * - Interim responses and trailers pass. Upgrades, HTTP/2, and targets that are no http URL (`*`) go past the cache.
 * - An application that fails without an answer (it throws, or destroys the response) is a 502, one that takes too long a
 *   504. `deadlines.reply` and `deadlines.body` are 5 minutes.
 *
 * @throws MisuseError, TypeError or RangeError (at once, not from the middleware) when an option makes no sense
 * @example
 * import { createServer } from 'node:http'
 *
 * const cached = cacheMiddleware() // in Express and Fastify: application.use(cached)
 * const server = createServer((request, response) => {
 *   cached(request, response, () => {
 *     response.setHeader('Cache-Control', 'max-age=60')
 *     response.end('hello')
 *   })
 * })
 */
export function cacheMiddleware(options: CacheMiddlewareOptions = {}): CacheMiddleware {
  const { store = memoryStore(), forwarded = 'ignore', cookies = 'apart', onFailure, ...others } = options
  mustBeOneOf('forwarded', forwarded, ['ignore', 'trust'])
  mustBeOneOf('cookies', cookies, ['apart', 'together'])
  const cache = createCache({
    ...others,
    store,
    backend: applicationBackend,
    deadlines: { ...patience, ...options.deadlines },
  })
  const targetOf = createTargetOf(forwarded)
  const failure = { name: options.policy?.name ?? 'cachechart', onFailure }

  const middleware = (request: IncomingMessage, response: ServerResponse, next: NextFunction): void => {
    const traits = requestTraits(request.rawHeaders)
    const url = traits.hasUpgrade || !isForCache(response) ? undefined : targetOf(request)
    if (url === undefined) {
      void next()
      return
    }
    const exchange = new ClientExchange({ request, response, next, url })
    const overrides = cookies === 'apart' && traits.hasCookie ? apart : undefined
    try {
      answerClient(exchange, cache.send(toCacheRequest(exchange, traits), overrides), failure)
    } catch (error) {
      failClient(exchange, error, { ...failure, pending: undefined })
    }
  }
  return Object.assign(middleware, { cache })
}

function toCacheRequest(exchange: ClientExchange, { hasBody }: RequestTraits): CacheRequest {
  const { request, url } = exchange
  return {
    method: request.method ?? 'GET',
    url,
    fields: request.rawHeaders,
    // The application reads it itself; that there is one tells the cache that the request is like no other.
    body: hasBody ? new ClientBody(request) : null,
    onInformation: exchange.inform,
    context: exchange,
  }
}

/**
 * Not where another cache before this one has the request in hand, or somebody has begun to answer; nor where the response
 * is of another kind, as those of `node:http2` are.
 */
const isForCache = (response: ServerResponse): boolean =>
  response instanceof ServerResponse && !isTwoFaced(response) && !response.headersSent

function mustBeOneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return
  throw new MisuseError(
    `cacheMiddleware: ${name} is ${choices.map((choice) => `"${choice}"`).join(' or ')}; seen: ${value}`,
  )
}
