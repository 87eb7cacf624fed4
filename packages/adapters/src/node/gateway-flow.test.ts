import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { rawClient } from './fixtures/raw-client.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

const mebibyte = 1024 * 1024
const size = 32 * mebibyte

/** What a figure comes to rest at: two looks, far apart for a loopback, agree. */
async function settled(look: () => number): Promise<number> {
  for (let before = -1; ;) {
    const now = look()
    if (now > 0 && now === before) return now
    before = now
    await setTimeout(100)
  }
}

/** Writes `size` bytes as fast as the reader takes them; how many were handed over so far. */
function pour(target: NodeJS.WritableStream): () => number {
  const chunk = Buffer.alloc(mebibyte / 4, 'x')
  let written = 0
  const fill = (): void => {
    while (written < size) {
      written += chunk.length
      if (!target.write(chunk)) return
    }
    target.end()
  }
  target.on('drain', fill)
  fill()
  return () => written
}

describe('a body too large to be held', () => {
  test.each([
    ['that is not stored', 'no-store'],
    ['that is over the store’s limit', 'max-age=60'],
  ])('%s waits at the origin for a slow client, and arrives whole', async (_title, cacheControl) => {
    let sent = (): number => 0
    const { port, gateway } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': cacheControl, 'Content-Length': size })
      sent = pour(response)
    })
    const client = await rawClient(port)
    client.socket.removeAllListeners('data').pause()
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    const held = await settled(() => sent())
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThan(size * 0.75)
    let received = 0
    client.socket.on('data', (chunk) => {
      received += chunk.length
    })
    client.socket.resume()
    await client.closed()
    expect(received).toBeGreaterThan(size)
    await gateway.cache.drain()
  })

  test('of a request waits at the client for a slow origin, and arrives whole', async () => {
    const reading = Promise.withResolvers<void>()
    const { port } = await fixture.start((request, response) => {
      let received = 0
      void reading.promise.then(() => {
        request.on('data', (chunk: Buffer) => {
          received += chunk.length
        })
      })
      request.on('end', () => response.end(String(received)))
    })
    const upload = httpRequest({ port, method: 'POST', headers: { 'Content-Length': size } })
    const sent = pour(upload)
    const held = await settled(() => sent())
    expect(held).toBeLessThan(size * 0.75)
    reading.resolve()
    const [response] = (await once(upload, 'response')) as [NodeJS.ReadableStream]
    const [answer] = (await once(response.setEncoding('utf8'), 'data')) as [string]
    expect(answer).toBe(String(size))
  })

  test('whose client leaves midway is not fetched to its end', async () => {
    const ended = Promise.withResolvers<void>()
    const { port } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'no-store' })
      pour(response)
      response
        .on('error', () => undefined)
        .on('close', () => {
          ended.resolve()
        })
    })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.waitFor('xxx')
    client.socket.destroy()
    await expect(ended.promise).resolves.toBeUndefined()
  })
})

describe('the listener', () => {
  test('serves any http.Server', async () => {
    const { gateway } = await fixture.start((_request, response) => response.end('ok'))
    const server = createServer(gateway.listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect((await client.closed()).text).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    server.close()
    await once(server, 'close')
  })
})
