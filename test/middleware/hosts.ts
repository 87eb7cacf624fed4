import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CacheMiddleware } from '@cachechart/adapters/node'
import middie from '@fastify/middie'
import express from 'express'
import fastify from 'fastify'

/** An application as node:http knows it. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** What runs an application with the middleware before it. */
export interface Host {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** The ways to mount the middleware. */
export const hosts: readonly (readonly [name: string, start: StartHost])[] = [
  ['node:http', startPlain],
  ['Express', startExpress],
  ['Fastify', startFastify],
]

export type StartHost = (middleware: CacheMiddleware, handler: Handler) => Promise<Host>

/** A listener that calls the one with the other behind it. */
export function startPlain(middleware: CacheMiddleware, handler: Handler): Promise<Host> {
  return hostOf(
    createServer((request, response) => {
      middleware(request, response, () => handler(request, response))
    }),
  )
}

function startExpress(middleware: CacheMiddleware, handler: Handler): Promise<Host> {
  const application = express()
  application.use(middleware)
  application.use((request, response) => handler(request, response))
  return hostOf(createServer(application))
}

async function startFastify(middleware: CacheMiddleware, handler: Handler): Promise<Host> {
  const application = fastify()
  await application.register(middie)
  application.use(middleware)
  application.removeAllContentTypeParsers()
  application.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
  application.all('/*', (request, reply) => {
    reply.hijack()
    void handler(request.raw, reply.raw)
  })
  await application.ready()
  return hostOf(application.server)
}

/** Listens on any free port of this machine. */
export async function hostOf(server: Server): Promise<Host> {
  server.listen(0, '127.0.0.1')
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
