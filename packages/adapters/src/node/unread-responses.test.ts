import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { dropUnreadResponses } from './unread-responses.ts'

let server: Server | undefined

afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

/** Asks a server with this listener, and has read nothing yet. */
async function ask(listener: RequestListener, patience = 100) {
  server = createServer(listener)
  dropUnreadResponses(server, patience)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1') // a server on a port has such an address
  client.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  const [socket] = await accepted
  return { client, socket }
}

/** More than the buffers of two sockets hold. */
const much = Buffer.alloc(32 * 1024 * 1024)

describe('a client that takes nothing', () => {
  test('of a response that is written at once is disconnected', async () => {
    const { client, socket } = await ask((_request, response) => response.end(much))
    await once(socket, 'close')
    expect(socket.bytesWritten).toBeGreaterThan(0)
    client.destroy()
  })

  test('of a response that is written in pieces is disconnected', async () => {
    const { client, socket } = await ask((_request, response) => {
      response.write(much)
    })
    await once(socket, 'close')
    expect(socket.bytesWritten).toBeGreaterThan(0)
    client.destroy()
  })
})

describe('a client that is not late', () => {
  test('reads on for as long as it takes', async () => {
    // What a socket buffers moves on in bursts, of some 0.2 s here.
    const patience = 1_500
    const { client, socket } = await ask((_request, response) => response.end(much), patience)
    const began = performance.now()
    let received = 0
    await new Promise<void>((resolve) => {
      client.on('data', (chunk: Buffer) => {
        received += chunk.length
        if (received >= much.length) resolve()
        client.pause()
        setTimeout(() => client.resume(), 5)
      })
      client.resume()
    })
    expect(performance.now() - began).toBeGreaterThan(patience)
    expect(socket.destroyed).toBe(false)
    client.destroy()
  })

  test('waits for a response for as long as that takes, as nothing is there to be read', async () => {
    const { client, socket } = await ask((_request, response) => {
      setTimeout(() => response.end('late'), 400)
    })
    client.resume()
    const [chunk] = await once(client, 'data')
    expect(String(chunk)).toContain('late')
    expect(socket.destroyed).toBe(false)
    client.destroy()
  })
})

test('a gateway disconnects a client that takes nothing of what it has stored', async () => {
  const gateways = new GatewayFixture()
  const { gateway, port, url } = await gateways.start(
    (_request, response) => response.setHeader('Cache-Control', 'max-age=60').end(much),
    {
      store: memoryStore({ maxBytes: 4 * much.length, maxEntryBytes: much.length }),
      timeouts: { connect: 100, responseHead: 400, responseBody: 1_000 },
      deadlines: { reply: 30_000, body: 30_000 },
    },
  )
  await (await fetch(url)).arrayBuffer()
  await gateway.cache.drain()
  const accepted = once(gateway.server, 'connection')
  const client = connect(port, '127.0.0.1')
  client.pause().write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  const [socket] = await accepted
  await once(gateway.server, 'request')
  // It is a hit, written at once: no transaction waits for the client.
  expect([gateway.cache.inFlight(), gateway.cache.counters()['hit.fresh']]).toEqual([[], 1])
  await once(socket, 'close')
  client.destroy()
  await gateways.stop()
}, 20_000)
