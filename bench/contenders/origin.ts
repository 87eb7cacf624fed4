import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bodyOf, paths, sampleBody, sampleFields } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

/** Keeps a connection longer than any benchmark leaves it alone. */
const keepAlive = 60_000

/** How long the origin takes over what is refreshed, in milliseconds: most hits find a refresh under way. */
const refreshTime = 250

/** A web server that answers everything with the sample, and counts how often it was asked. */
export const serveOrigin: Serve = async () => {
  let requests = 0
  const server = createServer({ keepAliveTimeout: keepAlive }, (request, response) => {
    requests += 1
    answer(request, response)
  })
  return { port: await listen(server), requests: () => requests }
}

function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  if (url === paths.uncacheable) response.writeHead(200, sampleFields('no-store')).end(sampleBody)
  else if (url === paths.stale) setTimeout(() => answerStale(response), refreshTime)
  else if (url.startsWith(paths.sized)) answerSized(response, Number(url.slice(paths.sized.length)))
  else response.writeHead(200, sampleFields('max-age=3600')).end(sampleBody)
}

function answerStale(response: ServerResponse): void {
  response.writeHead(200, sampleFields('max-age=0, stale-while-revalidate=3600')).end(sampleBody)
}

function answerSized(response: ServerResponse, length: number): void {
  response.writeHead(200, sampleFields('max-age=3600', length)).end(bodyOf(length))
}
