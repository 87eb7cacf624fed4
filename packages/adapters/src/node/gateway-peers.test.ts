import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryStore, StoreError, type PurgeTarget } from '@cachechart/core'
import { UnconfirmedPurgeError } from './admin-desk.ts'
import { createGateway, type Gateway, type GatewayPeers } from './gateway.ts'

let origin: Server
const gateways: Gateway[] = []

beforeEach(async () => {
  origin = createServer((_request, response) => {
    response.setHeader('Cache-Control', 'max-age=60').end('body')
  }).listen(0, '127.0.0.1')
  await once(origin, 'listening')
})
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close({ timeout: 0 })
  origin.close()
  origin.closeAllConnections()
})

const open = async (peers: GatewayPeers) => {
  const { port } = origin.address() as AddressInfo // a server on a port has such an address
  const gateway = createGateway(
    {
      origin: `http://127.0.0.1:${port}`,
      store: memoryStore(),
      admin: { port: 0 },
      purge: { token: 'open-sesame' },
    },
    peers,
  )
  gateways.push(gateway)
  return gateway.listen({ port: 0 })
}

const headers = { Authorization: 'Bearer open-sesame' }

const isHit = async (url: string) => {
  const response = await fetch(url)
  await response.text()
  return response.headers.get('cache-status')?.includes('hit')
}

describe('a gateway that is one of several', () => {
  test('leaves to all of them what is asked for by PURGE, and at its admin address', async () => {
    const seen: PurgeTarget[] = []
    const peers: GatewayPeers = {
      async purge(target) {
        seen.push(target)
        const each = await Promise.all(gateways.map(({ cache }) => cache.purge(target)))
        return { purged: each.reduce((sum, { purged }) => sum + purged, 0) }
      },
    }
    const [one, other] = [await open(peers), await open(peers)]
    for (const { url } of [one, other]) await isHit(`${url}/a`)
    const url = `${one.url}/a`
    const byMethod = await fetch(url, { method: 'PURGE', headers })
    expect(await byMethod.json()).toEqual({ purged: 1 })
    const byAdmin = await fetch(`${one.admin?.url ?? ''}/.cachechart/purge`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: '{"all":true}',
    })
    expect(await byAdmin.json()).toEqual({ purged: 1 })
    expect(seen).toEqual([{ url, soft: false }, { all: true }])
    expect(await Promise.all([isHit(url), isHit(`${other.url}/a`)])).toEqual([false, false])
  })

  test.each([new UnconfirmedPurgeError('worker 2 is silent'), new StoreError('ERR_STORE_FAILED', 'no')])(
    'answers PURGE with 503 where not all have done it: %s',
    async (error) => {
      const { url } = await open({ purge: () => Promise.reject(error) })
      const answer = await fetch(url, { method: 'PURGE', headers })
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ code: error.code }),
      ])
    },
  )
})
