import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { pressAtRate } from './press-at-rate.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A server that answers at once, except that it once holds everybody up. */
async function serve(stall: { readonly after: number; readonly millis: number }): Promise<number> {
  let requests = 0
  const listening = createServer((_request, response) => {
    requests += 1
    if (requests === stall.after) {
      const end = performance.now() + stall.millis
      while (performance.now() < end);
    }
    response.writeHead(200, { 'Content-Length': 2 }).end('ok')
  })
  server = listening
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve)
  })
  return (listening.address() as AddressInfo).port // a string is for pipes
}

test('a server that holds everyone up is charged with all that were due meanwhile', async () => {
  // 400 requests a second: half a second to get warm, then one that counts, of which the server takes 400 milliseconds.
  const port = await serve({ after: 300, millis: 400 })
  const order = { port, path: '/', connections: 8, rate: 400, window: 1_000 }
  const { p90, p99 } = await pressAtRate(order)
  // Whoever waits for an answer before sending would have one slow answer on each of 8 connections, in 248: p90 is small.
  expect(p90).toBeGreaterThan(200_000)
  expect(p99).toBeGreaterThan(350_000)
}, 30_000)
