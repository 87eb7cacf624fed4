import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { pressWithSockets } from './press-with-sockets.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const listening = createServer(answer)
  server = listening
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve)
  })
  return (listening.address() as AddressInfo).port // a string is for pipes
}

const ok = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Length': 2 }).end('ok')
}

test('each answered request counts', async () => {
  let seen = 0
  const port = await serve((_request, response) => {
    seen += 1
    ok(response)
  })
  const { requests, seconds } = await pressWithSockets({ port, path: '/', connections: 4, window: 100 })
  expect(requests).toBe(seen)
  expect(requests).toBeGreaterThan(4)
  expect(seconds).toBeGreaterThanOrEqual(0.1)
}, 30_000)

test('a wave is one request on each connection, to a path that no other wave has asked for', async () => {
  const counts = new Map<string, number>()
  const port = await serve((request, response) => {
    const path = request.url ?? ''
    counts.set(path, (counts.get(path) ?? 0) + 1)
    ok(response)
  })
  const order = { port, path: '/cold/', connections: 5, window: 100, rhythm: 'waves' } as const
  const { requests, waves } = await pressWithSockets(order)
  expect(waves).toBe(counts.size)
  expect(requests).toBe(5 * counts.size)
  expect(new Set(counts.values())).toEqual(new Set([5]))
  expect([...counts.keys()].every((path) => path.startsWith('/cold/'))).toBe(true)
}, 30_000)

test('a request can have another method, more fields and another right status', async () => {
  const seen = new Set<string>()
  const port = await serve((request, response) => {
    seen.add(`${request.method} ${request.headers['if-none-match']}`)
    response.writeHead(304).end()
  })
  const order = { port, path: '/', connections: 1, window: 10 }
  await pressWithSockets({ ...order, method: 'HEAD', fields: ['If-None-Match', '"1"'], status: 304 })
  expect([...seen]).toEqual(['HEAD "1"'])
}, 30_000)
