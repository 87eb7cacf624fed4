import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { cacheMiddleware, type CacheMiddleware } from '@cachechart/adapters/node'
import middie from '@fastify/middie'
import express from 'express'
import fastify from 'fastify'
import { paths, sampleBody, sampleFields } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

/** Keeps a connection longer than any benchmark leaves it alone. */
const keepAlive = 60_000

const body = Buffer.from(sampleBody)
const fieldsFor = (url: string | undefined): string[] =>
  sampleFields(url === paths.uncacheable ? 'no-store' : 'max-age=3600')

/** The same application in each framework: it answers everything with the sample. `cached` puts the middleware before it. */
type Build = (cached: CacheMiddleware | undefined) => Promise<RequestListener>

const plain: Build = (cached) => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, fieldsFor(request.url)).end(body)
  }
  if (cached === undefined) return Promise.resolve(answer)
  return Promise.resolve((request, response) => {
    cached(request, response, () => {
      answer(request, response)
    })
  })
}

const expressed: Build = (cached) => {
  const application = express()
  if (cached !== undefined) application.use(cached)
  application.use((request, response) => {
    const fields = fieldsFor(request.url)
    for (let index = 0; index < fields.length; index += 2)
      response.setHeader(fields[index] ?? '', fields[index + 1] ?? '')
    response.end(body)
  })
  return Promise.resolve(application)
}

const fastened: Build = async (cached) => {
  const application = fastify()
  if (cached !== undefined) {
    await application.register(middie)
    application.use(cached)
  }
  application.get('/*', (request, reply) => {
    const fields = fieldsFor(request.url)
    for (let index = 0; index < fields.length; index += 2)
      void reply.header(fields[index] ?? '', fields[index + 1] ?? '')
    return reply.send(body)
  })
  await application.ready()
  return (request, response) => {
    application.routing(request, response)
  }
}

const serving =
  (build: Build, isCached: 'cached' | 'uncached'): Serve =>
  async () => {
    const listener = await build(isCached === 'cached' ? cacheMiddleware() : undefined)
    return { port: await listen(createServer({ keepAliveTimeout: keepAlive }, listener)) }
  }

/** The application on node:http alone, without and with the middleware. */
export const servePlain = serving(plain, 'uncached')
export const serveCachedPlain = serving(plain, 'cached')

/** In Express. */
export const serveExpress = serving(expressed, 'uncached')
export const serveCachedExpress = serving(expressed, 'cached')

/** In Fastify. */
export const serveFastify = serving(fastened, 'uncached')
export const serveCachedFastify = serving(fastened, 'cached')
