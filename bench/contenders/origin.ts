import { createServer } from 'node:http'
import { paths, sampleBody, sampleFields } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

/** Keeps a connection longer than any benchmark leaves it alone. */
const keepAlive = 60_000

/** A web server that answers everything with the sample, and counts how often it was asked. */
export const serveOrigin: Serve = async () => {
  let requests = 0
  const server = createServer({ keepAliveTimeout: keepAlive }, (request, response) => {
    requests += 1
    const cacheControl = request.url === paths.uncacheable ? 'no-store' : 'max-age=3600'
    response.writeHead(200, sampleFields(cacheControl)).end(sampleBody)
  })
  return { port: await listen(server), requests: () => requests }
}
