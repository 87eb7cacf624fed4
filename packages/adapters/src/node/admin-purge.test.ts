import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore, StoreError, type Store } from '@cachechart/core'
import { ask, type Told } from './fixtures/ask.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import type { GatewayOptions } from './gateway-options.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

/** A gateway that has stored /a, labelled `first`, and /b. */
async function start(options: Partial<GatewayOptions> = {}) {
  const { url, gateway, admin } = await fixture.start(
    (request, response) => {
      const label = request.url === '/a' ? { 'Surrogate-Key': 'first' } : {}
      response.writeHead(200, { 'Cache-Control': 'max-age=60', ...label }).end('page')
    },
    { admin: { port: 0 }, ...options },
  )
  await ask(`${url}/a`)
  await ask(`${url}/b`)
  const purge = (body: string, headers: Record<string, string> = {}): Promise<Told> =>
    ask(`${admin}/.cachechart/purge`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    })
  const isStored = async (path: string): Promise<boolean> =>
    (await ask(url + path, { headers: { 'Cache-Control': 'only-if-cached' } })).status === 200
  return { url, gateway, admin, purge, isStored }
}

const json = (value: unknown): string => JSON.stringify(value)

describe('a purge on the admin address of a gateway', () => {
  test('removes what is stored for a URL', async () => {
    const { url, purge, isStored } = await start()
    const { status, headers, body } = await purge(json({ url: `${url}/a` }))
    expect([status, JSON.parse(body)]).toEqual([200, { purged: 1 }])
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    expect([await isStored('/a'), await isStored('/b')]).toEqual([false, true])
  })

  test('takes every target that a cache takes', async () => {
    const { url, purge, isStored } = await start()
    expect((await purge(json({ surrogateKey: 'first' }))).body).toBe('{"purged":1}\n')
    expect((await purge(json({ key: `${url}/a` }))).body).toBe('{"purged":0}\n')
    expect((await purge(json({ all: true, soft: true }))).body).toBe('{"purged":1}\n')
    expect(await isStored('/b')).toBe(false)
    expect((await purge(json({ all: true }))).body).toBe('{"purged":1}\n')
  })

  test.each([
    ['no JSON', 'all', 'ERR_ADMIN_BODY', 'What to purge is said in JSON'],
    ['nothing', '', 'ERR_ADMIN_BODY', 'What to purge is said in JSON'],
    ['null', 'null', 'ERR_MISUSE', 'purge needs one of key, url, surrogateKey and all'],
    ['a list', '["all"]', 'ERR_MISUSE', 'purge needs one of'],
    ['no target', '{"soft":true}', 'ERR_MISUSE', 'seen: none of them'],
    ['two targets', '{"url":"http://a/","all":true}', 'ERR_MISUSE', 'seen: url, all'],
    ['a path', '{"url":"/a"}', 'ERR_MISUSE', 'url must be absolute'],
    ['all: false', '{"all":false}', 'ERR_MISUSE', 'all must be true'],
    ['a word that it does not know', '{"all":true,"sotf":true}', 'ERR_ADMIN_BODY', 'There is no \\"sotf\\"'],
    ['a word of objects', '{"all":true,"__proto__":{}}', 'ERR_ADMIN_BODY', 'There is no \\"__proto__\\"'],
  ])('says what is wrong with %s, and removes nothing', async (_what, body, code, detail) => {
    const { purge, isStored } = await start()
    const told = await purge(body)
    expect([told.status, told.headers['content-type']]).toEqual([400, 'application/problem+json'])
    expect(JSON.parse(told.body)).toMatchObject({ code })
    expect(told.body).toContain(detail)
    expect([await isStored('/a'), await isStored('/b')]).toEqual([true, true])
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['a form could send', { 'Content-Type': 'text/plain' }, 415, 'ERR_ADMIN_MEDIA_TYPE'],
    ['has no media type', { 'Content-Type': '' }, 415, 'ERR_ADMIN_MEDIA_TYPE'],
    ['a page has sent', { Origin: 'http://127.0.0.1:9090' }, 403, 'ERR_ADMIN_ORIGIN'],
    ['a page without a name has sent', { Origin: 'null' }, 403, 'ERR_ADMIN_ORIGIN'],
    ['was led here by another name', { Host: 'evil.example' }, 421, 'ERR_ADMIN_MISDIRECTED'],
  ])('is refused when it is one that %s', async (_what, headers, status, code) => {
    const { purge, isStored } = await start()
    const told = await purge(json({ all: true }), headers)
    expect([told.status, JSON.parse(told.body).code]).toEqual([status, code])
    expect(await isStored('/a')).toBe(true)
  })

  test('permits no page to ask: a preflight is answered without any Access-Control field', async () => {
    const { admin } = await start()
    const { status, headers } = await ask(`${admin}/.cachechart/purge`, {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' },
    })
    expect(status).toBe(405)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('knows its media type with parameters, in any case', async () => {
    const { purge } = await start()
    const { status } = await purge(json({ all: true }), { 'Content-Type': 'Application/JSON; charset=utf-8' })
    expect(status).toBe(200)
  })

  test.each(['GET', 'PUT', 'DELETE'])('is asked for by POST, not by %s', async (method) => {
    const { admin } = await start()
    const { status, headers } = await ask(`${admin}/.cachechart/purge`, { method })
    expect([status, headers.allow]).toEqual([405, 'POST'])
  })

  test('is read no further than 64 KiB', async () => {
    const { admin, purge } = await start()
    const longest = 64 * 1024
    const fitting = json({ key: 'k'.repeat(longest - json({ key: '' }).length) })
    expect((await purge(fitting)).body).toBe('{"purged":0}\n')
    const socket = connect(Number(new URL(admin).port), '127.0.0.1').on('error', () => {})
    socket.write('POST /.cachechart/purge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n')
    socket.write(`Content-Length: 1000000000\r\n\r\n${' '.repeat(longest + 1)}`)
    const [answer] = await once(socket.setEncoding('latin1'), 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/)
    socket.destroy()
  })

  test('that its client breaks off removes nothing', async () => {
    const { gateway, admin, isStored } = await start()
    const socket = connect(Number(new URL(admin).port), '127.0.0.1').on('error', () => {})
    const request = once(gateway.adminServer ?? socket, 'request')
    socket.write('POST /.cachechart/purge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n')
    socket.write('Content-Length: 14\r\n\r\n{"all":true}')
    const [message] = (await request) as [IncomingMessage] // that is what comes with the event
    const closed = new Promise((resolve) => message.once('close', resolve))
    socket.destroy()
    await closed
    expect(await isStored('/a')).toBe(true)
  })

  test('is a 503 when the store fails', async () => {
    const store: Store = Object.assign(memoryStore(), {
      purge: () => Promise.reject(new StoreError('ERR_STORE_CLOSED', 'it is closed')),
    })
    const { purge } = await start({ store })
    const { status, body } = await purge(json({ all: true }))
    expect([status, JSON.parse(body).code]).toEqual([503, 'ERR_STORE_CLOSED'])
  })
})

describe('who may purge on the admin address', () => {
  const token = 'open-sesame'
  const all = json({ all: true })

  test('is whoever has the token, where there is one: also on this machine', async () => {
    const { purge } = await start({ purge: { token } })
    const without = await purge(all)
    expect([without.status, without.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect((await purge(all, { Authorization: 'Bearer other' })).status).toBe(401)
    expect((await purge(all, { Authorization: `Bearer ${token}` })).body).toBe('{"purged":2}\n')
  })

  test.each(['127.0.0.1', '127.0.0.2', 'localhost'])(
    'is, where there is none and it listens on %s, whoever reaches it',
    async (host) => {
      const { purge } = await start({ admin: { port: 0, host } })
      expect((await purge(all)).status).toBe(200)
    },
  )

  test('is, where there is none and it listens on 0.0.0.0, nobody: it says what to do', async () => {
    const { purge, isStored } = await start({ admin: { port: 0, host: '0.0.0.0' } })
    const { status, body } = await purge(all)
    expect([status, JSON.parse(body).code]).toEqual([403, 'ERR_ADMIN_UNPROTECTED'])
    expect(body).toContain('give the gateway a purge token, or its admin address the host 127.0.0.1')
    expect(await isStored('/a')).toBe(true)
  })

  test('is whoever has the token where others reach the address, too', async () => {
    const { purge } = await start({ admin: { port: 0, host: '0.0.0.0' }, purge: { token } })
    expect((await purge(all)).status).toBe(401)
    expect((await purge(all, { Authorization: `Bearer ${token}` })).status).toBe(200)
  })
})
