import type { ServerResponse } from 'node:http'
import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { ask, fresh, saidBy, setUp, undicis, type Interceptor } from './stage.ts'

describe.each(undicis)('a response that is stored, with %s', (_name, undici) => {
  test('answers request(), with Age, Cache-Status and the fields of the origin', async () => {
    const stage = await setUp(undici, fresh)
    const first = await ask(stage, '/a')
    expect([first.text, saidBy(first)]).toEqual(['GET /a', 'fwd=uri-miss; stored'])
    stage.pass(10)
    const again = await ask(stage, '/a')
    expect([again.text, saidBy(again)]).toEqual(['GET /a', 'hit'])
    expect(again.headers).toMatchObject({ age: '10', 'cache-control': 'max-age=60' })
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('answers stream()', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    const pieces: Buffer[] = []
    const sink = new Writable({
      write: (piece: Buffer, _encoding, done) => {
        pieces.push(piece)
        done()
      },
    })
    await stage.agent.stream({ origin: stage.origin.url(''), path: '/', method: 'GET' }, () => sink)
    expect(Buffer.concat(pieces).toString()).toBe('GET /')
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('answers pipeline()', async () => {
    const stage = await setUp(undici, fresh)
    const through = (): Promise<string> =>
      text(
        stage.agent
          .pipeline({ origin: stage.origin.url(''), path: '/', method: 'GET' }, ({ body }) =>
            body.pipe(new PassThrough()),
          )
          .end(),
      )
    expect([await through(), await through()]).toEqual(['GET /', 'GET /'])
  })

  test('answers fetch()', async () => {
    const stage = await setUp(undici, fresh)
    const fetched = async () => {
      const response = await undici.fetch(stage.origin.url('/f'), { dispatcher: stage.agent })
      return [response.status, await response.text(), response.headers.get('cache-status')]
    }
    expect(await fetched()).toEqual([200, 'GET /f', 'cachechart; fwd=uri-miss; stored'])
    expect(await fetched()).toEqual([200, 'GET /f', 'cachechart; hit; ttl=60'])
  })

  test('answers HEAD without a body, with the length of GET', async () => {
    const stage = await setUp(undici, (request, response) => {
      response.setHeader('content-length', '5')
      fresh(request, response)
    })
    await ask(stage, '/')
    const { text: body, headers } = await ask(stage, '/', { method: 'HEAD' })
    expect([body, headers['content-length']]).toEqual(['', '5'])
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('is found whether the origin is a string or a URL, and the query apart or in the path', async () => {
    const stage = await setUp(undici, fresh)
    const query = { a: '1', b: ['x y', 'z'] }
    await ask(stage, '/q', { query })
    expect(stage.origin.seen[0]?.url).toBe('/q?a=1&b=x%20y&b=z')
    const again = await ask(stage, '/q?a=1&b=x%20y&b=z', { origin: new URL(stage.origin.url('/else?where')) })
    expect(saidBy(again)).toBe('hit')
    expect(saidBy(await ask(stage, '/q', { query, origin: stage.origin.url('').toUpperCase() }))).toBe('hit')
  })

  test('is not that of another Host, in whatever order they are asked', async () => {
    const stage = await setUp(undici, (request, response) => {
      response.setHeader('cache-control', 'max-age=60').end(request.headers.host)
    })
    const as = (host: string) => ask(stage, '/', { headers: { Host: host } })
    expect((await as('evil.example')).text).toBe('evil.example')
    expect((await ask(stage)).text).toBe(`127.0.0.1:${stage.origin.port}`)
    expect(saidBy(await as(`127.0.0.1:${stage.origin.port}`))).toBe('hit')
    expect(await as('EVIL.example')).toMatchObject({ text: 'evil.example' })
    expect(stage.origin.seen).toHaveLength(2)
  })

  test('has the key that it is given, whatever its Host', async () => {
    const stage = await setUp(undici, fresh, { overrides: () => ({ cacheKey: 'one for all' }) })
    await ask(stage, '/a', { headers: { host: 'a.example' } })
    expect((await ask(stage, '/b', { headers: { host: 'b.example' } })).text).toBe('GET /a')
  })

  test('of another Host has a key by the rule for keys', async () => {
    const key = ({ url }: { readonly url: string }): string => new URL(url).pathname
    const stage = await setUp(undici, fresh, { policy: { key } })
    const headers = { host: 'a.example' }
    await ask(stage, '/a?b', { headers })
    expect(saidBy(await ask(stage, '/a?c', { headers }))).toBe('hit')
    expect(saidBy(await ask(stage, '/a?b'))).toContain('uri-miss')
  })

  test('is still there when a caller has changed the bytes that it got', async () => {
    const stage = await setUp(undici, fresh)
    for (let count = 0; count < 3; count += 1) {
      const { body } = await stage.agent.request({ origin: stage.origin.url(''), path: '/', method: 'GET' })
      for await (const chunk of body) {
        expect(String(chunk)).toBe('GET /')
        Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).fill(0)
      }
    }
  })

  test('is what came, though another caller has changed the bytes while they came', async () => {
    const held: ServerResponse[] = []
    const stage = await setUp(undici, (_request, response) => {
      held.push(response)
      response.setHeader('cache-control', 'max-age=60').write('one ')
    })
    const opened = () =>
      stage.agent.request({ origin: stage.origin.url(''), path: '/', method: 'GET' }).then(({ body }) => body)
    const [changing, reading] = await Promise.all([opened(), opened()])
    held[0]?.end('two')
    for await (const chunk of changing) Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).fill(0)
    expect(await reading.text()).toBe('one two')
    expect(await ask(stage)).toMatchObject({ text: 'one two' })
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('goes when its resource is changed through the same dispatcher, or purged', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    await ask(stage, '/', { method: 'PUT', body: 'new' })
    expect(saidBy(await ask(stage))).toContain('fwd=uri-miss')
    expect(await stage.interceptor.cache.purge({ url: stage.origin.url('/') })).toEqual({ purged: 1 })
    expect(saidBy(await ask(stage))).toContain('fwd=uri-miss')
    expect(stage.origin.seen.map(({ method, body }) => method + body)).toEqual([
      'GET',
      'PUTnew',
      'GET',
      'GET',
    ])
  })

  test('is shared by all dispatchers that the interceptor is composed with', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    const other = new undici.Pool(stage.origin.url(''))
    expect(saidBy(await ask({ ...stage, agent: other.compose(stage.interceptor) }))).toBe('hit')
    await other.close()
  })

  test('is asked for once by any number of requests at the same time', async () => {
    const stage = await setUp(undici, fresh)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(stage)))
    expect(answers.map(({ text: body }) => body)).toEqual(Array.from({ length: 20 }, () => 'GET /'))
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('is refreshed with its body, though HEAD was served while it was stale', async () => {
    const stage = await setUp(undici, ({ method }, response) => {
      response.setHeader('cache-control', 'max-age=1, stale-while-revalidate=60')
      response.write(`by ${method}`) // without a length
      response.end()
    })
    await ask(stage)
    stage.pass(2)
    await ask(stage, '/', { method: 'HEAD' })
    await stage.interceptor.cache.drain()
    const refreshed = await ask(stage)
    expect([saidBy(refreshed), refreshed.text]).toEqual(['hit', 'by GET'])
    expect(stage.origin.seen.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  test('is served stale while it is refreshed, through the same interceptors below', async () => {
    const below = [withField]
    const stage = await setUp(
      undici,
      (_request, response) => {
        response
          .setHeader('cache-control', 'max-age=1, stale-while-revalidate=60')
          .setHeader('etag', '"1"')
          .end('one')
      },
      { below },
    )
    await ask(stage, '/', { headers: { 'X-Mine': 'a' } })
    stage.pass(2)
    expect(saidBy(await ask(stage, '/', { headers: { 'X-Mine': 'a' } }))).toContain('hit')
    await stage.interceptor.cache.drain()
    expect(
      stage.origin.seen.map(({ headers }) => [
        headers['x-mine'],
        headers['if-none-match'],
        headers['x-below'],
      ]),
    ).toEqual([
      ['a', undefined, 'yes'],
      ['a', '"1"', 'yes'],
    ])
  })
})

/** As programs do it: headers are taken for an object, and one is added. */
const withField: Interceptor = (dispatch) => (options, handler) =>
  dispatch(
    { ...options, headers: { ...(options.headers as Record<string, string>), 'X-Below': 'yes' } },
    handler,
  )

test('the store is whatever is given', async () => {
  const [, undici] = undicis[0] ?? []
  if (undici === undefined) throw new Error('there is an undici')
  const store = memoryStore()
  const one = await setUp(undici, fresh, { store })
  await ask(one)
  const { interceptor } = await setUp(undici, fresh, { store })
  expect(saidBy(await ask({ ...one, agent: new undici.Agent().compose(interceptor) }))).toBe('hit')
})
