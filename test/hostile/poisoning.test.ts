import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { memoryStore } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin, type HttpOrigin } from '../fixtures/http-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'

interface Message {
  readonly path?: string
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The address that the client has. */
  readonly from?: string
}

describe.each(['table', 'xstate'] as const)(
  'before a gateway on the interpreter "%s", a client cannot',
  (interpreter) => {
    const clock = new VirtualClock()
    let origin: HttpOrigin
    let front: GatewayFront

    const start = async (answer: RequestListener): Promise<void> => {
      origin = await httpOrigin(answer)
      front = await gatewayFront({ origin: origin.url, store: memoryStore(), clock, interpreter })
    }
    afterEach(() => strike({ front, origin, clock }))

    const send = ({
      path = '/',
      method = 'GET',
      body,
      headers = {},
      from = '127.0.0.1',
    }: Message): Promise<string> =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port: front.port, localAddress: from, agent: false as const }
        const own = { host: 'a.example', ...headers }
        const request = httpRequest({ ...options, path, method, headers: own }, (response) => {
          resolve(text(response))
        })
        request.on('error', reject).end(body)
      })

    /** An origin that tells what it has seen; what it says may be stored for a minute. */
    const telling =
      (
        tell: (request: IncomingMessage, body: string) => string,
        headers: Readonly<Record<string, string>> = {},
      ): RequestListener =>
      (request, response) => {
        void text(request).then((body) => {
          response.writeHead(200, { 'cache-control': 'max-age=60', ...headers }).end(tell(request, body))
        })
      }

    test('put into the cache what an origin made of the body of a GET', async () => {
      await start(telling((_request, body) => `body=${body}`))
      expect(await send({ body: 'evil', headers: { 'content-length': '4' } })).toBe('body=evil')
      expect(await send({})).toBe('body=')
      expect(await send({ body: 'evil', headers: { 'content-length': '4' } })).toBe('body=evil')
      expect(await send({})).toBe('body=')
      expect(origin.seen).toHaveLength(3)
    })

    test('put a response under a variant of which the origin knew nothing', async () => {
      await start(telling(({ headers }) => `in ${headers['accept-language']}`, { vary: 'accept-language' }))
      const german = { 'accept-language': 'de' }
      expect(await send({ headers: { ...german, connection: 'close, accept-language' } })).toBe(
        'in undefined',
      )
      expect(await send({ headers: german })).toBe('in de')
      expect(await send({})).toBe('in undefined')
      expect(origin.seen).toHaveLength(2)
    })

    test('get what an origin made for the address of another', async () => {
      await start(
        telling(({ headers }) => `for ${String(headers['x-forwarded-for'])}`, { vary: 'X-Forwarded-For' }),
      )
      expect(await send({ from: '127.0.0.1' })).toBe('for 127.0.0.1')
      expect(await send({ from: '127.0.0.2' })).toBe('for 127.0.0.2')
    })

    test('speak for another host', async () => {
      await start(telling(({ headers }) => `at ${String(headers['x-forwarded-host'])}`))
      const forged = {
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
        'x-host': 'evil.example',
      }
      expect(await send({ headers: forged })).toBe('at a.example')
      expect(await send({ path: 'http://evil.example/' })).toBe('at evil.example')
      expect(await send({ headers: { host: 'evil.example' } })).toBe('at evil.example')
      expect(await send({})).toBe('at a.example')
      expect(origin.seen).toHaveLength(2)
    })

    test('have a GET that is another method to the origin answered for others', async () => {
      await start(telling(({ headers }) => `method ${String(headers['x-http-method-override'] ?? 'GET')}`))
      expect(await send({ headers: { 'x-http-method-override': 'DELETE' } })).toBe('method DELETE')
      expect(await send({})).toBe('method GET')
      expect(await send({ headers: { 'x-http-method-override': 'DELETE' } })).toBe('method DELETE')
      expect(await send({})).toBe('method GET')
    })

    test('have the page of another path stored under this one', async () => {
      await start(
        telling(
          ({ headers, url }) => `at ${String(headers['x-original-url'] ?? headers['x-rewrite-url'] ?? url)}`,
        ),
      )
      expect(await send({ headers: { 'x-original-url': '/evil', 'x-rewrite-url': '/evil' } })).toBe('at /')
      expect(await send({})).toBe('at /')
    })

    test('have a part, or a head, stored as the whole', async () => {
      const whole = '0123456789'
      await start((request, response) => {
        const headers = { 'cache-control': 'max-age=60', 'content-length': 10, 'accept-ranges': 'bytes' }
        if (request.headers.range === undefined) response.writeHead(200, headers).end(whole)
        else
          response
            .writeHead(206, { ...headers, 'content-length': 2, 'content-range': 'bytes 0-1/10' })
            .end('01')
      })
      expect(await send({ headers: { range: 'bytes=0-1' } })).toBe('01')
      expect(await send({ method: 'HEAD' })).toBe('')
      expect(await send({})).toBe(whole)
      expect(await send({ headers: { range: 'bytes=0-1' } })).toBe('01')
      expect(await send({ method: 'HEAD' })).toBe('')
      expect(await send({})).toBe(whole)
      expect(origin.seen).toEqual(['GET /', 'HEAD /', 'GET /', 'GET /'])
    })

    test('have a 206 to a request without Range stored as the whole', async () => {
      await start((_request, response) => {
        response.writeHead(206, { 'cache-control': 'max-age=60', 'content-range': 'bytes 0-1/10' }).end('01')
      })
      await send({})
      await send({})
      expect(origin.seen).toHaveLength(2)
    })

    test('get what was made for the credentials or the cookies of another', async () => {
      await start(
        telling(({ headers, url }) => `${url} to ${headers.authorization ?? headers.cookie ?? 'anyone'}`, {
          'set-cookie': 'id=1',
        }),
      )
      expect(await send({ headers: { authorization: 'alice' } })).toBe('/ to alice')
      expect(await send({ headers: { cookie: 'bob' } })).toBe('/ to bob')
      expect(await send({})).toBe('/ to anyone')
    })

    test('get what was made for the credentials of another, where no cookie is set', async () => {
      await start(telling(({ headers }) => `to ${headers.authorization ?? 'anyone'}`))
      expect(await send({ headers: { authorization: 'alice' } })).toBe('to alice')
      expect(await send({ headers: { authorization: 'bob' } })).toBe('to bob')
      expect(await send({})).toBe('to anyone')
      expect(await send({ headers: { authorization: 'alice' } })).toBe('to anyone')
    })

    test('have its conditions answered for others', async () => {
      await start((request, response) => {
        const headers = { 'cache-control': 'max-age=60', etag: '"1"' }
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304, headers).end()
        else response.writeHead(200, headers).end('whole')
      })
      // A gateway asks for the whole, and keeps it; its client is told that it has it. A fetch leaves conditions to the origin.
      expect(await send({ headers: { 'if-none-match': '"1"' } })).toBe('')
      expect(await send({})).toBe('whole')
      expect(origin.seen).toHaveLength(1)
    })

    test('mix up paths that differ in a byte', async () => {
      await start(telling(({ url }) => `at ${url}`))
      const paths = [
        '/a',
        '/a/',
        '/A',
        '/%61',
        '//a',
        '/./a',
        '/a?',
        '/a?b',
        '/a?B',
        '/a;b',
        '/a%2fb',
        '/a%2Fb',
        '/a/b',
      ]
      const askAll = () => Promise.all(paths.map((path) => send({ path })))
      const answers = [await askAll(), await askAll()]
      const right = paths.map((path) => `at ${path}`)
      expect(answers).toEqual([right, right])
      expect(origin.seen).toHaveLength(paths.length)
    })
  },
)
