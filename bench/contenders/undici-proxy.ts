import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent, interceptors, type Dispatcher } from 'undici'
import { listen, type Serve } from './serving.ts'

/** A reverse proxy on undici, written as its users write it, without a cache; the argument is the origin. */
export const serveProxy: Serve = (origin) => serveOver(new Agent(), origin)

/** The same, with undici's own cache interceptor. */
export const serveCachingProxy: Serve = (origin) =>
  serveOver(new Agent().compose(interceptors.cache()), origin)

/** The same, and requests for the same response that come at once are sent as one. */
export const serveCollapsingProxy: Serve = (origin) =>
  serveOver(new Agent().compose(interceptors.cache(), interceptors.deduplicate()), origin)

async function serveOver(dispatcher: Dispatcher, origin: string): Promise<{ port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    forward(request, response, { dispatcher, origin }).catch((error: unknown) => {
      response.writeHead(502).end(String(error))
    })
  })
  return { port: await listen(server) }
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { dispatcher, origin }: { readonly dispatcher: Dispatcher; readonly origin: string },
): Promise<void> {
  const { url: path = '/', headers } = request
  const method = request.method === 'HEAD' ? 'HEAD' : 'GET'
  const reply = await dispatcher.request({ origin, path, method, headers })
  response.writeHead(reply.statusCode, reply.headers)
  reply.body.pipe(response)
}
