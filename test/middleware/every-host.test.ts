import { pipeline, Readable } from 'node:stream'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import type { Answer } from './client.ts'
import { hosts, type Handler } from './hosts.ts'
import { setUp, type Stage, type StageOptions } from './stage.ts'

let stage: Stage
afterEach(() => stage.strike())

const said = ({ status, body, headers }: Answer) => [status, body, headers['cache-status']]

const fresh = { 'Cache-Control': 'max-age=60', ETag: '"one"' }

/** Answers as an application does that knows about conditions. */
const conditional: Handler = (request, response) => {
  if (request.headers['if-none-match'] === '"one"') response.writeHead(304, fresh).end()
  else response.writeHead(200, fresh).end('whole')
}

describe.each(hosts)('on %s, the middleware', (_name, start) => {
  const begin = async (handler: Handler, options: StageOptions = {}): Promise<void> => {
    stage = await setUp(handler, { start, ...options })
  }

  test('answers from the store what the application has answered before, on the same connection', async () => {
    await begin((request, response) => {
      response.setHeader('Cache-Control', 'max-age=60')
      response.end(`you asked for ${request.url}`)
    })
    expect(said(await stage.client.ask('/a'))).toEqual([
      200,
      'you asked for /a',
      'cachechart; fwd=uri-miss; stored',
    ])
    stage.clock.pass(5)
    const hit = await stage.client.ask('/a')
    expect(said(hit)).toEqual([200, 'you asked for /a', 'cachechart; hit; ttl=55'])
    expect(hit.headers).toMatchObject({ age: '5', 'content-length': '16' })
    expect((await stage.client.ask('/a', { method: 'HEAD' })).headers['content-length']).toBe('16')
    expect(said(await stage.client.ask('/b'))).toEqual([
      200,
      'you asked for /b',
      'cachechart; fwd=uri-miss; stored',
    ])
    expect(stage.calls).toEqual(['GET /a', 'GET /b'])
    expect(stage.client.connections).toBe(1)
  })

  test('answers the conditions of clients itself', async () => {
    await begin(conditional)
    const headers = { 'If-None-Match': '"one"' }
    // Nothing is stored: the application is asked for the whole, which is stored, and the client has it already.
    const miss = await stage.client.ask('/', { headers })
    expect([miss.status, miss.body]).toEqual([304, ''])
    const hit = await stage.client.ask('/', { headers })
    expect(said(hit)).toEqual([304, '', 'cachechart; hit; ttl=60'])
    expect(said(await stage.client.ask('/'))).toEqual([200, 'whole', 'cachechart; hit; ttl=60'])
    expect(stage.calls).toEqual(['GET /'])
    expect(stage.client.connections).toBe(1)
  })

  test('has the application validate what is stale', async () => {
    await begin(conditional)
    await stage.client.ask('/')
    stage.clock.pass(61)
    const answer = await stage.client.ask('/', { headers: { 'If-None-Match': '"other"' } })
    expect(said(answer)).toEqual([200, 'whole', 'cachechart; fwd=stale; fwd-status=304'])
    expect((await stage.client.ask('/')).headers['cache-status']).toBe('cachechart; hit; ttl=60')
    expect(stage.calls).toEqual(['GET /', 'GET /'])
  })

  test('gives the request back as it was once the application has answered it', async () => {
    const seen: unknown[] = []
    let last: IncomingMessage | undefined
    await begin((request, response) => {
      last = request
      const { headers, rawHeaders, headersDistinct } = request
      const names = rawHeaders.filter((_part, index) => index % 2 === 0).map((name) => name.toLowerCase())
      seen.push([headers['if-none-match'], headersDistinct['if-none-match'], names.includes('if-none-match')])
      seen.push([headers['x-custom'], headers.connection, names.includes('range')])
      response.end('whole')
    })
    const headers = { 'If-None-Match': '"one"', Range: 'bytes=0-1, 3-4', 'X-Custom': 'kept' }
    await stage.client.ask('/', { headers, method: 'GET' })
    expect(seen).toEqual([
      [undefined, undefined, false],
      ['kept', 'keep-alive', expect.any(Boolean)],
    ])
    await eventually('the request is as it was', () => last?.headers['if-none-match'] === '"one"')
    expect(last?.rawHeaders).toContain('If-None-Match')
    expect(last?.headersDistinct['if-none-match']).toEqual(['"one"'])
  })

  test('answers HEAD and ranges from what is stored', async () => {
    await begin((_request, response) => {
      response.writeHead(200, { ...fresh, 'Content-Length': 10 }).end('0123456789')
    })
    await stage.client.ask('/')
    const head = await stage.client.ask('/', { method: 'HEAD' })
    expect(said(head)).toEqual([200, '', 'cachechart; hit; ttl=60'])
    expect(head.headers['etag']).toBe('"one"')
    const part = await stage.client.ask('/', { headers: { Range: 'bytes=2-4' } })
    expect(said(part)).toEqual([206, '234', 'cachechart; hit; ttl=60'])
    expect(part.headers['content-range']).toBe('bytes 2-4/10')
    expect(stage.calls).toEqual(['GET /'])
    expect(stage.client.connections).toBe(1)
  })

  test('lets the application answer HEAD where nothing is stored', async () => {
    await begin((_request, response) =>
      response.writeHead(200, { ...fresh, 'Content-Length': 5 }).end('whole'),
    )
    const head = await stage.client.ask('/', { method: 'HEAD' })
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '5'])
    expect((await stage.client.ask('/')).body).toBe('whole')
    expect(stage.calls).toEqual(['HEAD /', 'GET /'])
    expect(stage.client.connections).toBe(1)
  })

  test('leaves the body of a request to the application, and drops what an unsafe one has changed', async () => {
    await begin((request, response) => {
      if (request.method === 'GET') return response.writeHead(200, fresh).end('stored')
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      return request.on('end', () => response.end(`got ${Buffer.concat(chunks).toString()}`))
    })
    await stage.client.ask('/')
    const posted = await stage.client.ask('/', { method: 'POST', body: 'x'.repeat(100_000) })
    expect(posted.body).toBe(`got ${'x'.repeat(100_000)}`)
    expect(posted.headers['cache-status']).toBe('cachechart; fwd=method')
    expect((await stage.client.ask('/')).headers['cache-status']).toBe('cachechart; fwd=uri-miss; stored')
    expect(stage.calls).toEqual(['GET /', 'POST /', 'GET /'])
    expect(stage.client.connections).toBe(1)
  })

  test('does not keep cookies, and sends them to the one client for whom they are', async () => {
    await begin((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.writeHead(200, fresh).end('for one')
    })
    for (const call of ['GET /', 'GET /']) {
      const answer = await stage.client.ask('/')
      expect([answer.body, answer.headers['set-cookie']]).toEqual(['for one', ['a=1', 'b=2']])
      expect(stage.calls.at(-1)).toBe(call)
    }
    expect(stage.calls).toHaveLength(2)
  })

  test('asks the application once for all who want the same at the same time', async () => {
    const held = new HeldRequests()
    await begin(held.answer)
    const asking = Promise.all(Array.from({ length: 10 }, () => stage.client.ask('/')))
    const { response } = await held.next()
    await eventually('all have come', () => stage.middleware.cache.inFlight().length === 10)
    response.writeHead(200, fresh)
    response.write('one ')
    setImmediate(() => response.end('for all'))
    expect((await asking).map(({ body }) => body)).toEqual(Array.from({ length: 10 }, () => 'one for all'))
    expect(stage.calls).toEqual(['GET /'])
  })

  test('lets clients with cookies each ask for themselves', async () => {
    const held = new HeldRequests()
    await begin(held.answer)
    const asking = ['ann', 'bob'].map((user) =>
      stage.client.ask('/', { headers: { Cookie: `user=${user}` } }),
    )
    const both = [await held.next(), await held.next()]
    for (const { request, response } of both) response.end(`for ${request.headers.cookie}`)
    expect((await Promise.all(asking)).map(({ body }) => body)).toEqual(['for user=ann', 'for user=bob'])
  })

  test('sends the first piece of a body before there is a second', async () => {
    const held = new HeldRequests()
    await begin(held.answer)
    const opening = stage.client.open('/')
    const { response } = await held.next()
    response.writeHead(200, { ...fresh, 'Content-Type': 'text/plain' })
    response.write('first')
    const { response: received } = await opening
    const pieces = received[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    expect((await pieces.next()).value?.toString()).toBe('first')
    response.end('second')
    expect((await pieces.next()).value?.toString()).toBe('second')
    expect((await pieces.next()).done).toBe(true)
    expect((await stage.client.ask('/')).body).toBe('firstsecond')
    expect(stage.calls).toEqual(['GET /'])
  })

  test('takes what is piped into the response, and tells the pipeline when it is done', async () => {
    const told: unknown[] = []
    await begin((_request, response) => {
      response.setHeader('Cache-Control', 'max-age=60')
      pipeline(Readable.from(['a', 'b', 'c']), response, (error) => told.push(error))
    })
    expect((await stage.client.ask('/')).body).toBe('abc')
    await eventually('the pipeline is told', () => told.length > 0)
    expect(told).toEqual([undefined])
    expect((await stage.client.ask('/')).body).toBe('abc')
    expect(stage.client.connections).toBe(1)
  })

  test('passes early hints and trailers on', async () => {
    await begin((_request, response: ServerResponse) => {
      response.writeProcessing()
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      setImmediate(() => {
        response.writeHead(200, { ...fresh, Trailer: 'X-Sum' })
        response.write('body')
        setImmediate(() => {
          response.addTrailers({ 'X-Sum': '4' })
          response.end()
        })
      })
    })
    const answer = await stage.client.ask('/')
    expect(answer.interim).toEqual([
      [102, undefined],
      [103, '</style.css>; rel=preload; as=style'],
    ])
    expect(answer.trailers).toEqual({ 'x-sum': '4' })
    const hit = await stage.client.ask('/')
    expect([hit.body, hit.interim, hit.trailers]).toEqual(['body', [], {}])
    expect(stage.client.connections).toBe(1)
  })
})
