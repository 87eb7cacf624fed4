import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCache, memoryStore } from '@cachechart/core'
import { expect, test } from '@jest/globals'
import { exchange } from './fixtures/raw-client.ts'
import { createListeners } from './listener.ts'

test('a head that cannot be written is answered 500, and its body is given up', async () => {
  let given = 'open'
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1024 * 1024)
    await new Promise(() => {})
  }
  const cache = createCache({
    store: memoryStore(),
    backend: {
      send: (_request, signal) => {
        signal.addEventListener('abort', () => (given = 'up'))
        return { status: 200, reason: '', fields: ['X-Odd', 'a\u0001b'], body: endless() }
      },
    },
  })
  const readTarget = () => 'http://a.example/'
  const options = { cache, readTarget, name: 'cachechart', onFailure: undefined, watch: undefined }
  const server = createServer(createListeners(options).request).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const response = await fetch(`http://127.0.0.1:${port}/`)
  await response.text()
  expect([response.status, given, cache.inFlight()]).toEqual([500, 'up', []])
  await new Promise((resolve) => server.close(resolve))
})

test('a client is not told to go on by who reads its body after it was answered', async () => {
  const read = Promise.withResolvers<void>()
  const cache = createCache({
    store: memoryStore(),
    backend: {
      send: ({ body }) => {
        setImmediate(() => {
          if (body !== null && !(body instanceof Uint8Array)) body[Symbol.asyncIterator]()
          read.resolve()
        })
        return { status: 403, reason: '', fields: [], body: null }
      },
    },
  })
  const readTarget = () => 'http://a.example/'
  const options = { cache, readTarget, name: 'cachechart', onFailure: undefined, watch: undefined }
  const server = createServer().on('checkContinue', createListeners(options).awaitingContinue)
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const request = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n'
  const text = await exchange(port, request)
  await read.promise
  expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 403'])
  await new Promise((resolve) => server.close(resolve))
})
