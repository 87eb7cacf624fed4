import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { setUp } from './stage.ts'

test('a server’s own class of Request, of which the platform knows nothing, is taken for one', async () => {
  const app = new Hono()
    .get('/', (c) => c.text(c.req.header('x-sent') ?? '', 200, { 'cache-control': 'max-age=60' }))
    .post('/', async (c) => c.text(await c.req.text()))
  const { cached, seen } = setUp(app.fetch)
  const server = serve({ fetch: cached, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false })
  try {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a server on a port has such an address
    const headers = { 'x-sent': 'told' }
    for (const _time of [1, 2]) expect(await (await fetch(origin, { headers })).text()).toBe('told')
    expect(seen).toHaveLength(1)
    expect(await (await fetch(origin, { method: 'POST', body: 'posted' })).text()).toBe('posted')
  } finally {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
