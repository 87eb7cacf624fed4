import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { CacheRequest, PendingRequest } from '@cachechart/core'
import { ask } from './fixtures/ask.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

let asked = 0
beforeEach(() => {
  asked = 0
})

/** Says how often the origin was asked. */
const counting =
  (fields: Record<string, string>) =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, fields).end(`answer ${(asked += 1)}`)
  }

describe('overrides for all requests of a gateway', () => {
  test('ttl: a response that says nothing of its freshness is served from the cache', async () => {
    const { url } = await fixture.start(counting({}), { overrides: { ttl: 60 } })
    await ask(url)
    const { body, headers } = await ask(url)
    expect(body).toBe('answer 1')
    expect(headers['cache-status']).toMatch(/^cachechart; hit; ttl=(60|59)$/)
  })

  test('pass: neither does the cache answer, nor does it store', async () => {
    const { url, gateway } = await fixture.start(counting({ 'Cache-Control': 'max-age=60' }), {
      overrides: { pass: true },
    })
    await ask(url)
    expect((await ask(url)).body).toBe('answer 2')
    expect(gateway.cache.counters()).toMatchObject({ pass: 2 })
  })

  test('strategy "fresh": what is not stored is a 504 of the cache, and the origin is not asked', async () => {
    const { url } = await fixture.start(counting({}), { overrides: { strategy: 'fresh' } })
    expect((await ask(url)).status).toBe(504)
    expect(asked).toBe(0)
  })

  test('surrogateKeys: what they label is purged by them', async () => {
    const { url, gateway } = await fixture.start(counting({ 'Cache-Control': 'max-age=60' }), {
      overrides: ({ url: target }) => ({ surrogateKeys: [target.endsWith('/a') ? 'even' : 'odd'] }),
    })
    await ask(`${url}/a`)
    await ask(`${url}/b`)
    expect(await gateway.cache.purge({ surrogateKey: 'even' })).toEqual({ purged: 1 })
    expect([(await ask(`${url}/a`)).body, (await ask(`${url}/b`)).body]).toEqual(['answer 3', 'answer 2'])
  })

  test('deadlines: an origin that takes longer for its reply is a 504', async () => {
    const held: ServerResponse[] = []
    const { url } = await fixture.start((_request, response) => void held.push(response), {
      overrides: { deadlines: { reply: 50 } },
    })
    const { status, body } = await ask(url)
    expect([status, JSON.parse(body)]).toMatchObject([504, { code: 'ERR_DEADLINE' }])
    expect(held).toHaveLength(1)
  })
})

describe('overrides that are made for each request of a gateway', () => {
  test('cacheKey: two hosts share what is stored under one key', async () => {
    const { url } = await fixture.start(counting({ 'Cache-Control': 'max-age=60' }), {
      overrides: ({ url: target }) => ({ cacheKey: new URL(target).pathname }),
    })
    await ask(`${url}/a`, { headers: { Host: 'one.example' } })
    expect((await ask(`${url}/a`, { headers: { Host: 'other.example' } })).body).toBe('answer 1')
    expect((await ask(`${url}/b`, { headers: { Host: 'other.example' } })).body).toBe('answer 2')
  })

  test('they see the target URI and the fields of the request', async () => {
    const { url } = await fixture.start(counting({ 'Cache-Control': 'max-age=60' }), {
      overrides: ({ fields }) => (fields.includes('X-Fresh') ? { strategy: 'bypass' } : undefined),
    })
    await ask(url)
    expect((await ask(url)).body).toBe('answer 1')
    expect((await ask(url, { headers: { 'X-Fresh': '1' } })).body).toBe('answer 2')
    expect((await ask(url)).body).toBe('answer 2')
  })

  test('when they make no sense, or throw, the request is answered 500, and the operator told why', async () => {
    const failures: unknown[] = []
    const { url } = await fixture.start(counting({}), {
      overrides: ({ url: target }) => {
        if (target.endsWith('/throws')) throw new Error('secret')
        return { ttl: -1 }
      },
      onFailure: ({ error }) => failures.push(error),
    })
    const answers = [await ask(url), await ask(`${url}/throws`)]
    expect(answers.map(({ status, body }) => [status, JSON.parse(body).code])).toEqual([
      [500, 'ERR_MISUSE'],
      [500, 'ERR_GATEWAY_INTERNAL'],
    ])
    expect(failures).toMatchObject([{ code: 'ERR_MISUSE' }, { message: 'secret' }])
    expect(answers[1]?.body).not.toContain('secret')
    expect(asked).toBe(0)
  })
})

describe('a request of which onSend was told', () => {
  test('can be cancelled by it, and its client is answered all the same', async () => {
    const told: [PendingRequest, CacheRequest][] = []
    const held: ServerResponse[] = []
    const { url } = await fixture.start((_request, response) => void held.push(response), {
      onSend: (...what) => void told.push(what),
    })
    const answer = ask(url)
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(told[0]?.[1]).toMatchObject({ method: 'GET', url: `${url}/` })
    told[0]?.[0].cancel()
    const { status, body } = await answer
    expect([status, JSON.parse(body)]).toMatchObject([503, { code: 'ERR_CANCELLED' }])
    held[0]?.end()
  })

  test('is answered 500 when it throws', async () => {
    const { url } = await fixture.start(counting({}), {
      onSend: () => {
        throw new Error('secret')
      },
    })
    expect(await ask(url)).toMatchObject({ status: 500, body: expect.not.stringContaining('secret') })
  })
})
