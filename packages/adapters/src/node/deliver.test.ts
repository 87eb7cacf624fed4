import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Body, CacheResponse, FieldLines } from '@cachechart/core'
import { expect, test } from '@jest/globals'
import { deliver } from './deliver.ts'
import { exchange } from './fixtures/raw-client.ts'

/** A body that is not at hand. */
const streamOf = (text: string, length: number | undefined): Body => ({
  bytes: undefined,
  length,
  cancel: () => undefined,
  async *[Symbol.asyncIterator]() {
    yield await Promise.resolve(Buffer.from(text))
  },
})

async function delivered(reply: Partial<CacheResponse>): Promise<string> {
  const server = createServer((_request, response) => {
    response.sendDate = false
    const whole = {
      status: 200,
      reason: 'OK',
      fields: [],
      body: streamOf('body', undefined),
      source: 'origin' as const,
      outcome: 'pass' as const,
      cached: false,
      stale: false,
      age: undefined,
      ttl: undefined,
      hits: 0,
      surrogateKeys: [],
      maskedError: undefined,
      waited: false,
      role: 'client' as const,
      trailers: () => [],
      ...reply,
    }
    // As a cache answers: in the wake of a promise.
    queueMicrotask(() => {
      deliver(response, whole)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  const text = await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  server.close()
  return text
}

const announced: FieldLines = ['Trailer', 'X-Sum']
const chunks = '4\r\nbody\r\n0\r\n'

test.each<[string, Partial<CacheResponse>, string]>([
  [
    'of unknown length goes in chunks, with its trailers',
    { fields: announced, trailers: () => ['X-Sum', '1'] },
    `Trailer: X-Sum\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}X-Sum: 1\r\n\r\n`,
  ],
  [
    'of unknown length that was stored has no trailers to announce',
    { fields: announced, source: 'stored' },
    `Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}\r\n`,
  ],
  [
    'of known length goes with that, and without trailers',
    { fields: announced, body: streamOf('body', 4), trailers: () => ['X-Sum', '1'] },
    'Content-Length: 4\r\nConnection: close\r\n\r\nbody',
  ],
  [
    'of a part goes with the length of the part',
    { status: 206, reason: 'Partial Content', body: streamOf('body', 4), source: 'stored' },
    'Content-Length: 4\r\nConnection: close\r\n\r\nbody',
  ],
])('a stream %s', async (_title, reply, expected) => {
  const text = await delivered(reply)
  expect(text.slice(text.indexOf('\r\n') + 2)).toBe(expected)
})

test('a stream that breaks before its first piece is seen to have been an answer', async () => {
  const body: Body = {
    ...streamOf('', 4),
    // eslint-disable-next-line require-yield -- it breaks before it could yield anything
    async *[Symbol.asyncIterator]() {
      await Promise.reject(new Error('reset'))
    },
  }
  const text = await delivered({ body })
  expect(text.slice(text.indexOf('\r\n') + 2)).toBe('Content-Length: 4\r\nConnection: close\r\n\r\n')
})
