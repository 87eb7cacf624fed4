import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore, MisuseError } from '@cachechart/core'
import { MockAgent } from 'undici'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { exchange, rawClient } from './fixtures/raw-client.ts'
import { createGateway } from './gateway.ts'
import { ListenError } from './listen-error.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

const ask = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

/** A client that has sent nothing, and its connection as the gateway has it. */
async function connectSilently() {
  const running = await fixture.start((_request, response) => response.end('ok'))
  const accepted = once(running.gateway.server, 'connection')
  const client = await rawClient(running.port)
  const [socket] = (await accepted) as [Socket] // what `connection` tells of
  return { ...running, client, socket }
}

describe('listening', () => {
  test('says where', async () => {
    const { gateway } = await fixture.startBefore(1)
    const address = gateway.server.address()
    expect(address).toMatchObject({ address: '127.0.0.1' })
  })

  test('on a port that is taken says so, and may be tried again', async () => {
    const first = await fixture.startBefore(1)
    const gateway = createGateway({ origin: 'http://127.0.0.1:1', store: memoryStore() })
    await expect(gateway.listen({ port: first.port })).rejects.toThrow(ListenError)
    await expect(gateway.listen({ port: first.port })).rejects.toMatchObject({
      code: 'ERR_LISTEN_ADDRESS_IN_USE',
      message: expect.stringContaining(
        `cannot listen on 127.0.0.1:${first.port}: something else already listens there`,
      ),
      cause: expect.objectContaining({ code: 'EADDRINUSE' }),
    })
    expect((await gateway.listen({ port: 0 })).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await gateway.close()
  })

  test.each([
    ['twice', 0],
    ['on a port that is none', 65_536],
    ['on a part of a port', 1.5],
  ])('%s is a misuse', async (_title, port) => {
    const { gateway } = await fixture.startBefore(1)
    await expect(gateway.listen({ port })).rejects.toThrow(MisuseError)
  })

  test('at an address that this machine has not says so', async () => {
    const gateway = createGateway({ origin: 'http://127.0.0.1:1', store: memoryStore() })
    await expect(gateway.listen({ port: 0, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'ERR_LISTEN_FAILED',
    })
  })
})

describe('closing', () => {
  test('ends idle connections, and accepts no more', async () => {
    const { port, gateway } = await fixture.start((_request, response) => response.end('ok'))
    const client = await rawClient(port)
    client.send(ask)
    await client.waitFor('ok')
    await gateway.close()
    expect((await client.closed()).reset).toBe(false)
    await expect(rawClient(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('ends connections on which nothing has come, without waiting for them', async () => {
    const { gateway, client } = await connectSilently()
    const closing = gateway.close({ timeout: 60_000 }).then(() => 'closed')
    const patience = setTimeout(5_000, 'still open', { ref: false })
    await expect(Promise.race([closing, patience])).resolves.toBe('closed')
    expect(await client.closed()).toEqual({ text: '', reset: false })
  })

  test('answers a request that has come on a new connection, but has not been read, or ends it unread', async () => {
    const { gateway, client } = await connectSilently()
    client.send(ask)
    const closing = gateway.close()
    // From Node 26 on a server that is closed ends connections itself on which nothing was read.
    const answer = Number(process.versions.node.split('.')[0]) < 26 ? /\r\n\r\nok$/ : /^$|\r\n\r\nok$/
    expect((await client.closed()).text).toMatch(answer)
    await closing
  })

  test('waits for the rest of a request that has begun to come', async () => {
    const { gateway, client, port, socket } = await connectSilently()
    const accepted = once(gateway.server, 'connection')
    const silent = await rawClient(port)
    await accepted
    client.send(ask.slice(0, 5))
    while (socket.bytesRead === 0) await new Promise((resolve) => setImmediate(resolve))
    const closing = gateway.close()
    await silent.closed()
    client.send(ask.slice(5))
    const { text } = await client.closed()
    expect(text).toMatch(/\r\n\r\nok$/)
    expect(text).toContain('Connection: close')
    await closing
  })

  test('finishes what is in progress, and then ends its connection', async () => {
    const asked = Promise.withResolvers<void>()
    const { port, origin, gateway } = await fixture.startRaw(() => {
      asked.resolve()
    })
    const client = await rawClient(port)
    client.send(ask)
    await asked.promise
    const closing = gateway.close()
    for (const socket of origin.connections) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    expect((await client.closed()).text).toMatch(/\r\n\r\nok$/)
    await closing
  })

  test.each([
    ['a request', 'GET /again HTTP/1.1\r\nHost: a\r\n\r\n'],
    [
      'a body that was waited for',
      'POST /again HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx',
    ],
  ])(
    'answers %s that still comes on a busy connection, and ends the connection after it',
    async (_what, more) => {
      const asked = Promise.withResolvers<void>()
      const { port, origin, gateway } = await fixture.startRaw((_socket, _head, count) => {
        if (count === 0) asked.resolve()
      })
      const client = await rawClient(port)
      client.send(ask)
      await asked.promise
      const closing = gateway.close()
      client.send(more)
      while (origin.heads.length < 2) await new Promise((resolve) => setImmediate(resolve))
      for (const socket of origin.connections) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      const { text } = await client.closed()
      expect(text.match(/\r\n\r\nok/g)).toHaveLength(2)
      expect(text).toContain('Connection: close')
      await closing
    },
  )

  test('ends what takes longer than its timeout', async () => {
    const asked = Promise.withResolvers<void>()
    const { port, gateway } = await fixture.startRaw(() => {
      asked.resolve()
    })
    const client = await rawClient(port)
    client.send(ask)
    await asked.promise
    await gateway.close({ timeout: 20 })
    expect((await client.closed()).text).toBe('')
    expect(gateway.cache.inFlight()).toEqual([])
  })

  test('lets a commit finish whose client has left', async () => {
    const asked = Promise.withResolvers<void>()
    const { port, origin, gateway } = await fixture.startRaw(() => {
      asked.resolve()
    })
    const client = await rawClient(port)
    client.send(ask)
    await asked.promise
    client.socket.destroy()
    await client.closed()
    const closing = gateway.close()
    await once(gateway.server, 'close')
    for (const socket of origin.connections) {
      socket.write('HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok')
    }
    await closing
    const stored = await gateway.cache.handle(
      { method: 'GET', url: 'http://a/', fields: [] },
      { cacheMode: 'only-if-cached' },
    )
    expect(stored.status).toBe(200)
  })

  test('leaves nothing open at the origin', async () => {
    const { port, origin, gateway } = await fixture.startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    await exchange(port, ask.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    const [connection] = origin.connections
    const ended = connection === undefined ? undefined : once(connection, 'close')
    await gateway.close()
    // Well before undici would have given up an idle connection, which is after 4 s.
    await expect(Promise.race([ended, setTimeout(2_000, 'still open', { ref: false })])).resolves.not.toBe(
      'still open',
    )
  })

  test('twice is the same as once', async () => {
    const { gateway } = await fixture.startBefore(1)
    expect(gateway.close()).toBe(gateway.close())
    await gateway.close()
    await expect(gateway.listen()).rejects.toThrow('the gateway is closed')
  })

  test('leaves a dispatcher that was given to its giver', async () => {
    const dispatcher = new MockAgent()
    dispatcher.disableNetConnect()
    dispatcher.get('http://127.0.0.1:1').intercept({ path: '/' }).reply(200, 'mock').persist()
    const { port, gateway } = await fixture.startBefore(1, { dispatcher })
    expect(await exchange(port, ask.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toMatch(/mock$/)
    await gateway.close()
    const { body } = await dispatcher.request({ origin: 'http://127.0.0.1:1', path: '/', method: 'GET' })
    expect(await body.text()).toBe('mock')
    await dispatcher.close()
  })
})
