import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { cacheMiddleware } from '@cachechart/adapters/node'
import { watchClients, type Subject, type SubjectParts } from '../subject.ts'

/** An application behind the middleware, on a server that clients ask over sockets. It passes on what the origin answers. */
export async function middlewareSubject({ origin, options, onFailure }: SubjectParts): Promise<Subject> {
  const middleware = cacheMiddleware({ ...options, onFailure })
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    middleware(request, response, () => {
      passOn({ request, response }, { origin, agent })
    })
  })
  const clients = watchClients(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null)
    throw new TypeError('a listening server has an address')
  return {
    cache: middleware.cache,
    clients,
    access: { type: 'port', port: address.port },
    async close() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await once(server, 'close')
    },
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Where the origin fails so does the application: it destroys its response. */
function passOn({ request, response }: Exchange, { origin, agent }: { origin: string; agent: Agent }): void {
  const { method = 'GET', url = '/', headers } = request
  const { connection: _ofThisConnection, ...fields } = headers
  const upstream = ask(`${origin}${url}`, { method, headers: fields, agent })
  const fail = (): void => {
    response.destroy()
  }
  upstream.on('error', fail)
  upstream.on('response', (reply) => {
    reply.on('error', fail)
    response.writeHead(reply.statusCode ?? 502, endToEnd(reply.headers))
    reply.pipe(response)
  })
  response.once('close', () => upstream.destroy())
  response.on('error', () => undefined)
  request.pipe(upstream)
}

const endToEnd = ({
  connection: _connection,
  'keep-alive': _keepAlive,
  'transfer-encoding': _transferEncoding,
  ...fields
}: IncomingMessage['headers']): IncomingMessage['headers'] => fields
