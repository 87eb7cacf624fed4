import type { IncomingMessage, RequestListener } from 'node:http'
import { memoryStore } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin, type HttpOrigin } from '../fixtures/http-origin.ts'
import { httpStage, type HttpStage } from '../fixtures/http-stage.ts'
import { rawClient, readAll } from '../fixtures/raw-client.ts'
import { statusesIn } from '../fixtures/raw-exchange.ts'
import { strike } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'

const cacheable = { 'cache-control': 'max-age=60' }

/** What the origin sees of a body: all of it, or that it broke off. */
const bodySeen = (request: IncomingMessage): Promise<'whole' | 'broken'> =>
  new Promise((resolve) => {
    request.resume().once('close', () => {
      resolve(request.complete ? 'whole' : 'broken')
    })
  })

/** Answers a POST when its body is whole, and everything else at once. */
function bodyWatcher() {
  const arrived = Promise.withResolvers<void>()
  const seen = Promise.withResolvers<'whole' | 'broken'>()
  const answer: RequestListener = (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(200, cacheable).end('stored')
      return
    }
    request.once('data', arrived.resolve)
    void bodySeen(request).then((what) => {
      seen.resolve(what)
      if (what === 'whole') response.end('posted')
    })
  }
  return { answer, arrived: arrived.promise, seen: seen.promise }
}

describe.each(['table', 'xstate'] as const)('to a gateway on the interpreter "%s"', (interpreter) => {
  const clock = new VirtualClock()
  let origin: HttpOrigin
  let front: GatewayFront

  const start = async (answer: RequestListener, options: object = {}): Promise<void> => {
    origin = await httpOrigin(answer)
    front = await gatewayFront({ origin: origin.url, store: memoryStore(), clock, interpreter, ...options })
  }
  afterEach(() => strike({ front, origin, clock }))

  test.each([
    ['within its length', 'Content-Length: 100\r\n\r\nonly this', 'resets'],
    ['within a chunk', 'Transfer-Encoding: chunked\r\n\r\n64\r\nonly this', 'resets'],
    ['between chunks', 'Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n', 'resets'],
    ['within its length', 'Content-Length: 100\r\n\r\nonly this', 'half-closes'],
    ['within a chunk', 'Transfer-Encoding: chunked\r\n\r\n64\r\nonly this', 'half-closes'],
    ['by a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\nzz\r\n', 'stays'],
  ])(
    'a request body that breaks off %s (%j, the client %s) never seems whole',
    async (_title, rest, ending) => {
      const { answer, arrived, seen } = bodyWatcher()
      await start(answer)
      await ask(front, '/')
      const client = await rawClient(front.port)
      const text = readAll(client)
      client.write(`POST / HTTP/1.1\r\nHost: a\r\n${rest}`)
      await arrived
      if (ending === 'resets') client.resetAndDestroy()
      if (ending === 'half-closes') client.end()
      expect(await seen).toBe('broken')
      expect(statusesIn(await text)).toEqual(ending === 'resets' ? [] : ['400 ERR_GATEWAY_MALFORMED'])
      const next = await ask(front, '/')
      expect([next.body.toString(), next.headers.get('cache-status')]).toEqual([
        'stored',
        'cachechart; hit; ttl=60',
      ])
    },
  )

  test('a client whose origin answers before the body is whole gets that answer', async () => {
    await start((_request, response) => response.writeHead(413, { connection: 'close' }).end('too much'))
    const client = await rawClient(front.port)
    const text = readAll(client)
    client.write(
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\nonly this',
    )
    await new Promise((resolve) => client.once('data', resolve))
    client.end('0'.repeat(1_000_000 - 9))
    expect(statusesIn(await text)).toEqual(['413'])
  })

  test('a client that is too slow with its head is told so', async () => {
    await start((_request, response) => response.end(), { timeouts: { requestHead: 100 } })
    const client = await rawClient(front.port)
    client.write('GET / HTTP/1.1\r\nHost: a\r\nX: and then')
    expect(statusesIn(await readAll(client))).toEqual(['408 ERR_GATEWAY_REQUEST_TIMEOUT'])
    expect(origin.seen).toEqual([])
  })

  test('a client that reads nothing of a large reply holds the origin back, and is given up in the end', async () => {
    const closed = Promise.withResolvers<void>()
    let written = 0
    await start((_request, response) => {
      response.once('close', closed.resolve)
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
        response.once('drain', more)
      }
      more()
    })
    const client = await rawClient(front.port)
    client.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    for (let before = -1, still = 0; still < 3; before = written) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      still = written > before ? 0 : still + 1
    }
    // What sockets hold on both sides is the system's choice; an endless body would not fit in.
    expect(written).toBeLessThan(32 * 1024 * 1024)
    expect(front.cache.inFlight()).toMatchObject([{ state: 'delivering', owedBy: 'client' }])
    clock.pass(120)
    await closed.promise
    client.destroy()
  })
})

describe.each(['table', 'xstate'] as const)('to a fetch on the interpreter "%s"', (interpreter) => {
  let stage: HttpStage
  afterEach(() => strike(stage))

  test('a request body that breaks off never seems whole', async () => {
    const { answer, arrived, seen } = bodyWatcher()
    stage = await httpStage({ front: 'fetch', interpreter }, answer)
    const { front } = stage
    await ask(front, '/')
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('only this')
      await arrived
      throw new Error('no more')
    }
    await expect(ask(front, '/', { method: 'POST', body: body() })).rejects.toMatchObject({
      ...{ name: 'TypeError', message: 'fetch failed' },
      cause: { message: 'no more' },
    })
    expect(await seen).toBe('broken')
    expect((await ask(front, '/')).headers.get('cache-status')).toBe('cachechart; hit; ttl=60')
  })
})
