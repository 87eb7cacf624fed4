import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { Agent } from 'undici'
import { selfSigned } from './fixtures/self-signed.ts'
import { createGateway, type Gateway } from './gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function startServer(listener: RequestListener): Promise<string> {
  const server: Server = createServer(selfSigned, listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return `https://localhost:${(server.address() as AddressInfo).port}` // a server on a port has such an address
}

function gatewayTo(origin: string, options: Partial<GatewayOptions> = {}): Gateway {
  const gateway = createGateway({ origin, store: memoryStore(), ...options })
  cleanups.push(() => gateway.close({ timeout: 0 }))
  return gateway
}

function trustingAgent(): Agent {
  const agent = new Agent({ connect: { ca: selfSigned.cert } })
  cleanups.push(() => agent.close())
  return agent
}

describe('an origin behind TLS', () => {
  test('whose certificate nobody vouches for is not reached', async () => {
    const origin = await startServer((_request, response) => response.end('secret'))
    const { url } = await gatewayTo(origin).listen({ port: 0 })
    const response = await fetch(url)
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ code: 'ERR_BACKEND_UNREACHABLE' })
  })

  test('is asked by its own name, also when it gets the client’s Host', async () => {
    const origin = await startServer((request, response) => response.end(request.headers.host))
    const { url, port } = await gatewayTo(origin, { dispatcher: trustingAgent(), host: 'client' }).listen({
      port: 0,
    })
    expect(await (await fetch(url)).text()).toBe(`127.0.0.1:${port}`)
  })
})

describe('the listener behind TLS', () => {
  test('tells the origin so, and keys its responses by it', async () => {
    const origin = await startServer((request, response) => {
      response.setHeader('Cache-Control', 'max-age=60').end(request.headers['x-forwarded-proto'])
    })
    const gateway = gatewayTo(origin, { dispatcher: trustingAgent() })
    const front = await startServer(gateway.listener)
    const { statusCode, body } = await trustingAgent().request({ origin: front, path: '/', method: 'GET' })
    expect([statusCode, await body.text()]).toEqual([200, 'https'])
    const stored = { method: 'GET', fields: [] }
    const keyed = await gateway.cache.handle({ ...stored, url: `${front}/` }, { cacheMode: 'only-if-cached' })
    expect(keyed.status).toBe(200)
    const plain = `${front.replace('https', 'http')}/`
    expect(
      (await gateway.cache.handle({ ...stored, url: plain }, { cacheMode: 'only-if-cached' })).status,
    ).toBe(504)
  })
})
