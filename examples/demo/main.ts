/**
 * A demonstration: a slow origin, and the gateway before it on `PORT` (default 8080; 0 is any free one). The origin
 * listens on `ORIGIN_PORT` (default: any free one). Prints what to try; Ctrl-C stops both.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGateway, ListenError } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import { guide } from './guide.ts'
import { createDemoOrigin } from './origin.ts'
import { portFrom } from './port-from.ts'

try {
  await demonstrate()
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(`The demonstration could not begin: ${error.message}.`)
  if (error instanceof ListenError)
    console.error('Choose the port yourself: PORT=8081 npm start (0 is any free port).')
  process.exitCode = 1
}

async function demonstrate(): Promise<void> {
  const port = portFrom('PORT', 8080)
  const server = createDemoOrigin().listen(portFrom('ORIGIN_PORT', 0), '127.0.0.1')
  try {
    await once(server, 'listening')
    const origin = urlOf(server)
    const gateway = createGateway({ origin, store: memoryStore() })
    const stopped = toldToStop()
    const { url } = await gateway.listen({ port })
    console.log(guide({ gateway: url, origin }))
    await stopped
    console.log('Stopping.')
    await gateway.close({ timeout: 2000 })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

function urlOf(server: Server): string {
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return `http://127.0.0.1:${port}`
}

/** On Ctrl-C, or when asked by another program; however often, since runners pass the same one on. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve())
  })
}
