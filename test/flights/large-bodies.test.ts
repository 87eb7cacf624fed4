import { describe, expect, test } from '@jest/globals'
import { createCache, memoryStore, type Backend, type Body, type CacheRequest } from '@cachechart/core'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gatewayFront } from '../fixtures/gateway-front.ts'

const mebibyte = 1024 * 1024
const size = 100 * mebibyte
const chunkSize = 64 * 1024
const head = ['Cache-Control', 'max-age=60', 'Content-Length', String(size)]
const store = () => memoryStore({ maxBytes: 2 * size, maxEntryBytes: size })

/** A body of 100 MiB in which each byte says in which chunk it lies; every chunk is a buffer of its own. */
async function* largeBody(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < size / chunkSize; index += 1) {
    yield new Uint8Array(chunkSize).fill(index % 251)
    if (index % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Reads it all, and says how many bytes were as they should be until the first that was not. */
const rightBytesOf = async (body: AsyncIterable<Uint8Array>): Promise<number> => {
  let at = 0
  for await (const chunk of body) {
    for (const offset of [0, chunk.length - 1]) {
      if (chunk[offset] !== Math.floor((at + offset) / chunkSize) % 251) return at
    }
    at += chunk.length
  }
  return at
}

const memoryNow = () => process.memoryUsage().arrayBuffers

/** The most memory that buffers took while the work went on, beyond what they took before, in MiB. */
const mostMemoryDuring = async (work: () => Promise<void>): Promise<number> => {
  const before = memoryNow()
  let most = before
  const sampling = setInterval(() => {
    most = Math.max(most, memoryNow())
  }, 5)
  await work()
  clearInterval(sampling)
  return (Math.max(most, memoryNow()) - before) / mebibyte
}

describe('a body of 100 MiB', () => {
  const backend: Backend & { sent: number } = {
    sent: 0,
    send() {
      this.sent += 1
      return { status: 200, reason: 'OK', fields: head, body: largeBody() }
    },
  }
  const request: CacheRequest = { method: 'GET', url: 'http://origin.example/large', fields: [] }

  test('goes to 1,000 who ask at once from one request to the origin, and lies in memory once', async () => {
    const cache = createCache({ store: store(), backend })
    const most = await mostMemoryDuring(async () => {
      const responses = await Promise.all(Array.from({ length: 1_000 }, () => cache.handle(request)))
      const counts = await Promise.all(responses.map(({ body }) => rightBytesOf(body)))
      expect(new Set(counts)).toEqual(new Set([size]))
    })
    expect(backend.sent).toBe(1)
    // The store's copy, which may be moved while it grows, the window, and what is garbage already.
    expect(most).toBeLessThan(220)
  }, 180_000)

  test('does not wait for one that reads nothing, who gets it from the store when it reads after all', async () => {
    const cache = createCache({ store: store(), backend })
    const [quick, slow]: (Body | undefined)[] = (
      await Promise.all([cache.handle(request), cache.handle(request)])
    ).map(({ body }) => body)
    if (quick === undefined || slow === undefined) throw new Error('both were sent')
    expect(await rightBytesOf(quick)).toBe(size)
    expect(await rightBytesOf(slow)).toBe(size)
    expect(cache.inFlight()).toEqual([])
  }, 180_000)
})

test('a body of 100 MiB goes through the gateway to 20 clients from one request to the origin', async () => {
  let requests = 0
  const origin = createServer((_request, response) => {
    requests += 1
    response.writeHead(200, { 'cache-control': 'max-age=60', 'content-length': size })
    void (async () => {
      for await (const chunk of largeBody()) {
        if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve))
      }
      response.end()
    })()
  })
  origin.listen(0, '127.0.0.1')
  await new Promise((resolve) => origin.once('listening', resolve))
  const { port } = origin.address() as AddressInfo // a server on a port has such an address
  const front = await gatewayFront({ origin: `http://127.0.0.1:${port}`, store: store() })
  const counts: number[] = []
  const most = await mostMemoryDuring(async () => {
    const clients = Array.from({ length: 20 }, async () => rightBytesOf((await front.open('/large')).body))
    counts.push(...(await Promise.all(clients)))
  })
  await front.close()
  origin.close()
  origin.closeAllConnections()
  expect([new Set(counts), requests]).toEqual([new Set([size]), 1])
  expect(most).toBeLessThan(320)
}, 180_000)
