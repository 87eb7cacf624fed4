import { once } from 'node:events'
import { createServer, request as httpRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
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
      tolerated: { lookup: 0 },
    })
    held[0]?.end('at last')
    expect(await (await waiting).text()).toBe('at last')
    expect(JSON.parse((await ask(admin())).body)).toMatchObject({ inFlight: [] })
  })

  test.each([
    ['GET', '/', 404, undefined],
    ['GET', '/.cachechart/in-flight/more', 404, undefined],
    ['POST', '/.cachechart/in-flight', 405, 'GET, HEAD'],
    ['HEAD', '/.cachechart/in-flight?as=json', 200, undefined],
  ])('answers %s %s with %i', async (method, path, status, allow) => {
    const reply = await ask(admin(path), method)
    expect([reply.status, reply.headers['allow']]).toEqual([status, allow])
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

  test('that is taken keeps the gateway from listening at all', async () => {
    const other = createGateway({
      origin: 'http://127.0.0.1:1',
      store: memoryStore(),
      admin: { port: address.port },
    })
    await expect(other.listen({ port: 0 })).rejects.toMatchObject({ code: 'ERR_LISTEN_ADDRESS_IN_USE' })
    expect(other.server.listening).toBe(false)
    await other.close()
  })
})
