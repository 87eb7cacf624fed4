import { once } from 'node:events'
import { createServer, request as httpRequest, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryStore, systemClock } from '@cachechart/core'
import { createGateway, type Gateway } from './gateway.ts'
import type { GatewayAddress } from './gateway-server.ts'

let held: ServerResponse[]
let gateway: Gateway
let address: GatewayAddress
let stopOrigin: () => Promise<void>

beforeEach(async () => {
  held = []
  const origin = createServer((_request, response) => void held.push(response)).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  const { port } = origin.address() as AddressInfo // a server on a port has such an address
  gateway = createGateway({
    origin: `http://127.0.0.1:${port}`,
    store: memoryStore(),
    admin: { port: 0 },
  })
  address = await gateway.listen({ port: 0 })
  stopOrigin = async () => {
    origin.close()
    origin.closeAllConnections()
    await once(origin, 'close')
  }
})

afterEach(async () => {
  await gateway.close({ timeout: 0 })
  await stopOrigin()
})

/** Of gateways that are asked for nothing of their origin. */
const elsewhere = { origin: 'http://127.0.0.1:1', store: memoryStore() }

interface Reply {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** A client that may say any Host. */
const ask = (url: string, method = 'GET', headers: Record<string, string> = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (more: string) => (body += more))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject).end()
  })

const admin = (path = '/.cachechart/in-flight') => `${address.admin?.url ?? ''}${path}`

const originAsked = async (): Promise<void> => {
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve))
}

describe("an operator's address", () => {
  test('tells of every open transaction: where it is, what it waits for, and what the backend does', async () => {
    const waiting = fetch(`${address.url}/slow?a=1`)
    await originAsked()
    const { status, headers, body } = await ask(admin())
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'application/json',
      'no-store',
    ])
    expect(JSON.parse(body)).toMatchObject({
      now: expect.any(Number),
      inFlight: [
        {
          key: `${address.url}/slow?a=1`,
          role: 'leader',
          state: 'awaitBackend.attached',
          waitsFor: 'the reply head',
          step: 'await the reply head',
        },
      ],
      ledger: { clients: { taken: 1, discharged: 0 }, leaks: 0 },
      counters: { uncacheable: 0, 'hit.fresh': 0 },
      tolerated: { lookup: 0 },
    })
    held[0]?.end('at last')
    expect(await (await waiting).text()).toBe('at last')
    expect(JSON.parse((await ask(admin())).body)).toMatchObject({
      inFlight: [],
      counters: { uncacheable: 1, 'hit.fresh': 0 },
    })
  })

  test.each([
    ['GET', '/', 404, 'ERR_ADMIN_PATH', undefined],
    ['GET', '/.cachechart/in-flight/more', 404, 'ERR_ADMIN_PATH', undefined],
    ['POST', '/.cachechart/in-flight', 405, 'ERR_ADMIN_METHOD', 'GET, HEAD'],
    ['DELETE', '/.cachechart/in-flight', 405, 'ERR_ADMIN_METHOD', 'GET, HEAD'],
  ])('answers %s %s with the problem %i %s', async (method, path, status, code, allow) => {
    const reply = await ask(admin(path), method)
    expect([reply.status, reply.headers['allow']]).toEqual([status, allow])
    expect(reply.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    })
    expect(JSON.parse(reply.body)).toMatchObject({ status, code })
  })

  test('answers HEAD as GET, without the body', async () => {
    const { status, headers, body } = await ask(admin('/.cachechart/in-flight?as=json'), 'HEAD')
    expect([status, headers['content-type'], body]).toEqual([200, 'application/json', ''])
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
  })

  test('reads no body: the connection of whoever sends one ends with the answer', async () => {
    const socket = connect(address.admin?.port ?? 0, '127.0.0.1').on('error', () => {})
    const closed = once(socket, 'close')
    socket.write(
      'POST /.cachechart/in-flight HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n',
    )
    const [answer] = await once(socket.setEncoding('latin1'), 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 405 [^]*\r\nConnection: close\r\n/)
    await closed
  })

  test('waits no longer than 6 s for a request that does not come to its end', () => {
    const { adminServer } = gateway
    expect(adminServer).toMatchObject({ headersTimeout: 5_000, requestTimeout: 5_000, timeout: 10_000 })
    // How often Node looks: by itself every 30 s.
    expect(adminServer).toMatchObject({ connectionsCheckingInterval: 1_000 })
  })

  test.each([
    ['localhost', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:80', 200],
    ['LOCALHOST', 200],
    ['example.com', 421],
    ['127.0.0.1.example.com', 421],
  ])('asked for by the name "%s" answers %i', async (host, status) => {
    expect((await ask(admin(), 'GET', { Host: host })).status).toBe(status)
  })

  test('is not the address of the gateway, where such a path is the origin’s', async () => {
    const passed = ask(`${address.url}/.cachechart/in-flight`)
    await originAsked()
    held[0]?.writeHead(404).end('not here')
    expect(await passed).toMatchObject({ status: 404, body: 'not here' })
  })

  test('is there until all else has gone, and then no more', async () => {
    const waiting = fetch(`${address.url}/slow`)
    await originAsked()
    const closed = gateway.close({ timeout: 5_000 })
    expect(JSON.parse((await ask(admin())).body)).toMatchObject({
      inFlight: [{ state: 'awaitBackend.attached' }],
    })
    held[0]?.end('at last')
    await (await waiting).text()
    await closed
    await expect(ask(admin())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('tells the time of the cache, of which its other times are', async () => {
    const clock = { ...systemClock, now: () => 1_234 }
    const other = createGateway({ ...elsewhere, clock, admin: { port: 0 } })
    const { admin: itsAdmin } = await other.listen({ port: 0 })
    const { body } = await ask(`${itsAdmin?.url ?? ''}/.cachechart/in-flight`)
    await other.close()
    expect(JSON.parse(body)).toMatchObject({ now: 1_234 })
  })

  test('is nowhere unless it is asked for', async () => {
    const other = createGateway(elsewhere)
    expect(await other.listen({ port: 0 })).not.toHaveProperty('admin')
    expect(other.adminServer).toBeUndefined()
    await other.close()
  })
})

describe('a gateway of which one address cannot be had', () => {
  const inUse = { code: 'ERR_LISTEN_ADDRESS_IN_USE' }
  const isListening = ({ server, adminServer }: Gateway) => [server.listening, adminServer?.listening]

  test('listens on neither when it is the operators’', async () => {
    const other = createGateway({ ...elsewhere, admin: { port: address.port } })
    await expect(other.listen({ port: 0 })).rejects.toMatchObject(inUse)
    expect(isListening(other)).toEqual([false, false])
    await other.close()
  })

  test('listens on neither when it is its own, and may be told to listen elsewhere', async () => {
    const other = createGateway({ ...elsewhere, admin: { port: 0 } })
    await expect(other.listen({ port: address.port })).rejects.toMatchObject(inUse)
    expect(isListening(other)).toEqual([false, false])
    const { url } = await other.listen({ port: 0 })
    expect(isListening(other)).toEqual([true, true])
    expect(other.adminServer?.listenerCount('request')).toBe(1)
    expect(
      (await ask(url, 'OPTIONS', { 'Max-Forwards': '0', Connection: 'keep-alive' })).headers,
    ).toMatchObject({
      connection: 'keep-alive',
    })
    await other.close()
    expect(isListening(other)).toEqual([false, false])
  })

  test('goes on listening when it is told to a second time', async () => {
    await expect(gateway.listen({ port: 0 })).rejects.toMatchObject({ code: 'ERR_MISUSE' })
    expect(isListening(gateway)).toEqual([true, true])
  })

  test('does not take "no host" for every host', async () => {
    const other = createGateway(elsewhere)
    await expect(other.listen({ port: 0, host: '' })).rejects.toThrow('host is a name or address; seen: ""')
    expect(other.server.listening).toBe(false)
  })
})
