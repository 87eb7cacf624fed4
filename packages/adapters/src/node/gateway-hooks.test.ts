import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { BodyTransform } from '@cachechart/core'
import { ask } from './fixtures/ask.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

let asked: IncomingMessage[]
beforeEach(() => {
  asked = []
})

const answering =
  (fields: Record<string, string>, body = 'body') =>
  (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request)
    response.writeHead(200, fields).end(body)
  }

const upperCase: BodyTransform = async function* (body) {
  for await (const chunk of body) yield Buffer.from(Buffer.from(chunk).toString().toUpperCase())
}

/** Whatever becomes of one of them becomes of both. */
const gzip: BodyTransform = (body) => pipeline(Readable.from(body), createGzip(), () => undefined)

describe('beforeSend of a gateway', () => {
  test('changes what the origin gets, not the key, nor what the client is told', async () => {
    const { url } = await fixture.start(answering({ 'Cache-Control': 'max-age=60' }), {
      overrides: {
        beforeSend: async (request) => {
          await Promise.resolve()
          request.setHeader('Authorization', 'Basic secret')
          request.removeHeader('X-Odd')
          request.url = `${request.url}/index.html`
        },
      },
    })
    await ask(`${url}/news`, { headers: { 'X-Odd': '1' } })
    expect(asked[0]).toMatchObject({ url: '/news/index.html', headers: { authorization: 'Basic secret' } })
    expect(asked[0]?.headers).not.toHaveProperty('x-odd')
    expect((await ask(`${url}/news`)).headers['cache-status']).toContain('hit')
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['http://elsewhere.example', '/'],
    ['http://elsewhere.example?a', '/?a'],
    ['http://elsewhere.example/b?a#c', '/b?a'],
  ])('leads to the gateway’s own origin, wherever %s is', async (elsewhere, path) => {
    const { url } = await fixture.start(answering({}), {
      overrides: { beforeSend: (request) => void (request.url = elsewhere) },
    })
    expect((await ask(url)).status).toBe(200)
    expect(asked[0]).toMatchObject({
      url: path,
      headers: { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'http' },
    })
  })

  test('that throws is a 500 with its code, of which nothing else is told to the client', async () => {
    const failures: unknown[] = []
    const { url } = await fixture.start(answering({}), {
      overrides: { beforeSend: () => Promise.reject(new Error('secret')) },
      onFailure: ({ error, status }) => failures.push([status, error]),
    })
    const { status, body } = await ask(url)
    expect([status, JSON.parse(body)]).toMatchObject([500, { code: 'ERR_HOOK_BEFORE_SEND' }])
    expect(body).not.toContain('secret')
    expect(failures).toMatchObject([[500, { name: 'HookError', cause: { message: 'secret' } }]])
    expect(asked).toEqual([])
  })
})

describe('onDirect of a gateway', () => {
  test('changes a request that goes past the cache', async () => {
    const { url } = await fixture.start(answering({}), {
      overrides: { pass: true, onDirect: (request) => request.setHeader('X-Direct', request.method) },
    })
    await ask(url, { method: 'POST', body: 'body' })
    expect(asked[0]?.headers).toMatchObject({ 'x-direct': 'POST', 'content-length': '4' })
  })
})

/** More than a compressor keeps to itself. */
const first = randomBytes(256 * 1024)

describe('afterSend of a gateway', () => {
  test('decides how long a response is fresh, and what its fields are, for all who get it', async () => {
    const { url } = await fixture.start(answering({ 'X-Powered-By': 'origin' }), {
      overrides: {
        afterSend: (candidate) => {
          candidate.ttl = 60
          candidate.removeHeader('X-Powered-By')
          candidate.setHeader('X-Judged', 'yes')
        },
      },
    })
    const answers = [await ask(url), await ask(url)]
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'x-judged': 'yes' })
      expect(headers).not.toHaveProperty('x-powered-by')
    }
    expect(answers[1]?.headers['cache-status']).toMatch(/hit; ttl=(60|59)$/)
    expect(asked).toHaveLength(1)
  })

  test('can transform the body on its way, to the store as to the client', async () => {
    const { url } = await fixture.start(answering({ 'Cache-Control': 'max-age=60', ETag: '"1"' }), {
      overrides: { afterSend: (candidate) => candidate.transformBody(upperCase) },
    })
    const answers = [await ask(url), await ask(url)]
    expect(answers.map(({ body }) => body)).toEqual(['BODY', 'BODY'])
    expect(answers.map(({ headers }) => headers.etag)).toEqual(['W/"1"', 'W/"1"'])
    expect(answers[1]?.headers).toMatchObject({ 'content-length': '4' })
    expect(asked).toHaveLength(1)
  })

  test('can compress it as it comes: the client has the first piece before the origin has sent the last', async () => {
    let finish = (): void => undefined
    const { url } = await fixture.start(
      (_request, response) => {
        response.writeHead(200, { 'Cache-Control': 'max-age=60' }).write(first)
        finish = () => response.end('last')
      },
      {
        overrides: {
          afterSend: (candidate) => {
            candidate.setHeader('Content-Encoding', 'gzip')
            candidate.transformBody(gzip)
          },
        },
      },
    )
    const request = httpRequest(url, { agent: false }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage] // that is what comes with the event
    const unzipped = response.pipe(createGunzip())
    await once(unzipped, 'readable')
    finish()
    const whole = Buffer.concat([first, Buffer.from('last')])
    expect((await buffer(unzipped)).equals(whole)).toBe(true)
    const stored = await fetch(url, { headers: { 'Cache-Control': 'only-if-cached' } })
    expect(stored.headers.get('content-encoding')).toBe('gzip')
    expect(whole.equals(Buffer.from(await stored.arrayBuffer()))).toBe(true)
  })

  test('whose transform breaks breaks the answer off, and nothing is stored', async () => {
    const broken: BodyTransform = async function* (body) {
      for await (const chunk of body) {
        yield chunk
        throw new Error('secret')
      }
    }
    const { url } = await fixture.start(answering({ 'Cache-Control': 'max-age=60' }), {
      overrides: { afterSend: (candidate) => candidate.transformBody(broken) },
    })
    await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked).toHaveLength(2)
  })

  test('that throws is a 500, unless the stored response may stand in for an error', async () => {
    let isBroken = true
    const fields = { 'Cache-Control': 'max-age=0, stale-if-error=60' }
    const { url } = await fixture.start(answering(fields), {
      overrides: {
        afterSend: () => {
          if (isBroken) throw new Error('secret')
        },
      },
    })
    expect(await ask(url)).toMatchObject({
      status: 500,
      body: expect.stringContaining('ERR_HOOK_AFTER_SEND'),
    })
    isBroken = false
    await ask(url)
    isBroken = true
    expect(await ask(url)).toMatchObject({ status: 200, body: 'body' })
  })
})
