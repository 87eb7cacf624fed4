import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryStore, StoreError, type Store } from '@cachechart/core'
import { ask, type Told } from './fixtures/ask.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { exchange } from './fixtures/raw-client.ts'
import type { GatewayAnswer } from './watch-answers.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

let asked: string[]
beforeEach(() => {
  asked = []
})

/** Pages that are labelled by their path, in as many languages as are asked for. */
const pages = (request: IncomingMessage, response: ServerResponse): void => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(200, {
    'Cache-Control': 'max-age=60, stale-while-revalidate=60',
    Vary: 'Accept-Language',
    'Surrogate-Key': (request.url ?? '').slice(1),
  })
  response.end('page')
}

const token = 'open-sesame'
const bearer = { Authorization: `Bearer ${token}` }

const purge = (url: string, headers: Record<string, string> = {}): Promise<Told> =>
  ask(url, { method: 'PURGE', headers: { ...bearer, ...headers } })

const fill = async (url: string, ...paths: string[]): Promise<void> => {
  for (const path of paths) await ask(url + path)
  asked = []
}

/** How the cache answers, as its Cache-Status says. */
const stateOf = async (url: string): Promise<string> => {
  const { headers } = await ask(url)
  return String(headers['cache-status']).replace(/^cachechart; |ttl=|\d+/g, '')
}

describe('PURGE on a gateway that has a token', () => {
  test('removes all variants of the target URI, and says how many', async () => {
    const { url } = await fixture.start(pages, { purge: { token } })
    await ask(`${url}/a`, { headers: { 'Accept-Language': 'de' } })
    await fill(url, '/a', '/b')
    const { status, headers, body } = await purge(`${url}/a`)
    expect([status, JSON.parse(body)]).toEqual([200, { purged: 2 }])
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    expect(asked).toEqual([])
    await ask(`${url}/a`)
    await ask(`${url}/b`)
    expect(asked).toEqual(['GET /a'])
    expect(JSON.parse((await purge(`${url}/never`)).body)).toEqual({ purged: 0 })
  })

  test('removes what is kept for the URI under another key', async () => {
    const { url } = await fixture.start(pages, {
      purge: { token },
      overrides: () => ({ cacheKey: 'one for all' }),
    })
    await fill(url, '/a')
    expect(JSON.parse((await purge(`${url}/a`)).body)).toEqual({ purged: 1 })
  })

  test.each([
    ['a b', 2],
    ['a,  c', 2],
    ['a a', 1],
    ['x', 0],
  ])('removes what Surrogate-Key: %s labels, in place of the target', async (labels, purged) => {
    const { url } = await fixture.start(pages, { purge: { token } })
    await fill(url, '/a', '/b', '/c', '/d')
    expect(JSON.parse((await purge(`${url}/d`, { 'Surrogate-Key': labels })).body)).toEqual({ purged })
    await ask(`${url}/d`)
    expect(asked).toEqual([])
  })

  test.each(['Soft-Purge', 'Fastly-Soft-Purge'])('makes it stale with %s: 1', async (field) => {
    const { url } = await fixture.start(pages, { purge: { token } })
    await fill(url, '/a')
    expect(JSON.parse((await purge(`${url}/a`, { [field]: '1' })).body)).toEqual({ purged: 1 })
    const { headers, body } = await ask(`${url}/a`)
    expect([body, headers['cache-status']]).toEqual(['page', expect.stringMatching(/hit; ttl=(0|-\d+)/)])
  })

  test('removes it with Soft-Purge: 0', async () => {
    const { url } = await fixture.start(pages, { purge: { token } })
    await fill(url, '/a')
    await purge(`${url}/a`, { 'Soft-Purge': '0' })
    expect(await stateOf(`${url}/a`)).toContain('fwd=uri-miss')
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['without a token', { Authorization: '' }, 401, 'ERR_PURGE_UNAUTHORIZED'],
    ['with another token', { Authorization: 'Bearer open-sesam' }, 401, 'ERR_PURGE_UNAUTHORIZED'],
    ['softly, in words', { 'Soft-Purge': 'true' }, 400, 'ERR_PURGE_MODE'],
    ['by no label', { 'Surrogate-Key': ' ' }, 400, 'ERR_PURGE_LABEL'],
    ['for no host', { Host: 'a b' }, 400, 'ERR_GATEWAY_HOST'],
    ['for a host that can be none', { Host: '300.300.300.300' }, 400, 'ERR_MISUSE'],
  ])('is refused %s, and removes nothing', async (_how, headers, status, code) => {
    const { url } = await fixture.start(pages, { purge: { token } })
    await fill(url, '/a')
    const told = await purge(`${url}/a`, headers)
    expect([told.status, JSON.parse(told.body).code]).toEqual([status, code])
    expect(told.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
    expect(told.body).not.toContain(token)
    await ask(`${url}/a`)
    expect(asked).toEqual([])
  })

  test('is a 503 when the store fails, and the operator is told why', async () => {
    const store: Store = Object.assign(memoryStore(), {
      purge: () => {
        throw new StoreError('ERR_STORE_FAILED', 'secret')
      },
    })
    const failures: unknown[] = []
    const { url } = await fixture.start(pages, {
      store,
      purge: { token },
      onFailure: (failure) => failures.push(failure),
    })
    const { status, body } = await purge(`${url}/a`)
    expect([status, JSON.parse(body).code]).toEqual([503, 'ERR_STORE_FAILED'])
    expect(body).not.toContain('secret')
    expect(failures).toMatchObject([{ method: 'PURGE', status: 503, error: { message: 'secret' } }])
  })

  test('reads no body, and keeps the connection in order', async () => {
    const { port } = await fixture.start(pages, { purge: { token } })
    const head = `PURGE /a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n`
    const next = 'GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const text = await exchange(port, `${head}Content-Length: 4\r\n\r\nbody${next}`)
    expect(text.match(/HTTP\/1.1 \d+|purged|page/g)).toEqual([
      ...['HTTP/1.1 200', 'purged'],
      ...['HTTP/1.1 200', 'page'],
    ])
  })

  test('is told of as any other request', async () => {
    const answers: GatewayAnswer[] = []
    const { url } = await fixture.start(pages, {
      purge: { token },
      onAnswer: (answer) => answers.push(answer),
    })
    await purge(`${url}/a`)
    await purge(`${url}/a`, { Authorization: '' })
    expect(answers).toMatchObject([
      { method: 'PURGE', target: '/a', status: 200, cacheStatus: undefined, end: 'complete' },
      { method: 'PURGE', status: 401, cacheStatus: 'cachechart; detail=ERR_PURGE_UNAUTHORIZED' },
    ])
  })
})

describe('PURGE on a gateway without a token', () => {
  test('is the origin’s, and as an unsafe method that has succeeded invalidates the target', async () => {
    const { url } = await fixture.start(pages)
    await fill(url, '/a', '/b')
    expect(await purge(`${url}/a`)).toMatchObject({ status: 200, body: 'page' })
    expect(asked).toEqual(['PURGE /a'])
    expect([await stateOf(`${url}/a`), await stateOf(`${url}/b`)]).toEqual([
      expect.stringContaining('fwd=uri-miss'),
      expect.stringContaining('hit'),
    ])
  })

  test('invalidates nothing when the origin refuses it', async () => {
    const { url } = await fixture.start((request, response) => {
      if (request.method === 'PURGE') response.writeHead(405).end()
      else pages(request, response)
    })
    await fill(url, '/a')
    expect((await purge(`${url}/a`)).status).toBe(405)
    expect(await stateOf(`${url}/a`)).toContain('hit')
  })
})
