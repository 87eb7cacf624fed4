import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from '@jest/globals'
import middie from '@fastify/middie'
import express, { type Express } from 'express'
import fastify, { type FastifyInstance } from 'fastify'
import { cacheMiddleware, type CacheMiddleware } from '@cachechart/adapters/node'
import { eventually } from '../fixtures/eventually.ts'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { Client, type Answer } from './client.ts'
import { hostOf, type Host } from './hosts.ts'

const status = ({ headers }: Answer) => headers['cache-status']
const thisFile = fileURLToPath(import.meta.url)

let clock: VirtualClock
let cached: CacheMiddleware
let host: Host
let client: Client
afterEach(async () => {
  client.close()
  await host.close()
  await expectNothingLeft(cached.cache, clock)
})

const mayBeKept = 'max-age=60'

/** A version that is stale is served once more, and then the next one. */
async function expectRefresh(versionIn: (body: string) => number): Promise<void> {
  const versions = []
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = await client.ask('/')
    versions.push(versionIn(answer.body))
    if (turn === 0) clock.pass(2)
    await eventually('what was begun is done', () => cached.cache.inFlight().length === 0)
    await cached.cache.drain()
  }
  expect(versions).toEqual([1, 1, 2])
}

describe('in Express', () => {
  const begin = async (build: (application: Express) => void): Promise<void> => {
    clock = new VirtualClock()
    cached = cacheMiddleware({ clock })
    const application = express().set('env', 'test')
    build(application)
    host = await hostOf(createServer(application))
    client = new Client(host.port)
  }

  test('what handlers send with the methods of Express is stored, and validated by its entity tag', async () => {
    let calls = 0
    await begin((application) => {
      application.use(cached)
      application.get('/json', (_request, response) => {
        calls += 1
        response.set('Cache-Control', 'no-cache').json({ stays: 'the same' })
      })
    })
    expect(status(await client.ask('/json'))).toBe('cachechart; fwd=uri-miss; stored')
    const second = await client.ask('/json')
    expect([second.status, second.body, status(second)]).toEqual([
      200,
      '{"stays":"the same"}',
      'cachechart; fwd=stale; fwd-status=304',
    ])
    expect(second.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-powered-by': 'Express',
    })
    expect(calls).toBe(2)
  })

  test('the key is the whole target, wherever a router has mounted the middleware', async () => {
    await begin((application) => {
      const router = express.Router()
      router.use(cached)
      router.get('/item', (request, response) => {
        response.set('Cache-Control', mayBeKept).send(request.originalUrl)
      })
      application.use('/one', router)
      application.use('/two', router)
    })
    const paths = ['/one/item', '/two/item', '/one/item?page=2']
    for (const path of [...paths, ...paths]) expect((await client.ask(path)).body).toBe(path)
    expect(cached.cache.counters()['hit.fresh']).toBe(3)
  })

  test('a stale response is brought up to date by the request that got it', async () => {
    let version = 0
    await begin((application) => {
      application.use(cached)
      application.get('/', (_request, response) => {
        version += 1
        response.set('Cache-Control', 'max-age=1, stale-while-revalidate=60').json({ version })
      })
    })
    await expectRefresh((body) => (JSON.parse(body) as { version: number }).version)
  })

  test('an application within the application writes through to the cache, too', async () => {
    await begin((application) => {
      const inner = express()
      inner.get('/', (_request, response) => {
        response.set('Cache-Control', mayBeKept).send('inner')
      })
      application.use(cached)
      application.use('/inner', inner)
    })
    expect(status(await client.ask('/inner'))).toBe('cachechart; fwd=uri-miss; stored')
    expect(status(await client.ask('/inner'))).toBe('cachechart; hit; ttl=60')
  })

  test('a file is sent in parts and as a whole, also for a client that has left', async () => {
    let release = (): void => undefined
    await begin((application) => {
      application.use(cached)
      application.get('/file', (_request, response) => {
        release = () => {
          response.sendFile(thisFile, { maxAge: 60_000 })
        }
      })
    })
    const controller = new AbortController()
    const leaving = client.ask('/file', { signal: controller.signal }).catch(() => 'left')
    await eventually(
      'the application is asked',
      () => cached.cache.inFlight()[0]?.state.startsWith('awaitBackend') === true,
    )
    controller.abort()
    expect(await leaving).toBe('left')
    await eventually(
      'the server has seen it leave',
      () => cached.cache.inFlight()[0]?.state === 'awaitBackend.detached',
    )
    release()
    await cached.cache.drain()
    const part = await client.ask('/file', { headers: { Range: 'bytes=0-5' } })
    expect([part.status, part.body]).toEqual([206, 'import'])
    expect(status(part)).toMatch(/hit; ttl=/)
  })

  test('errors are answered by its own error handlers, and break off what has begun', async () => {
    await begin((application) => {
      application.use(cached)
      application.get('/before', () => {
        throw new Error('boom')
      })
      application.get('/next', (_request, _response, next) => {
        next(new Error('boom'))
      })
      application.get('/within', (_request, response, next) => {
        response.set('Cache-Control', mayBeKept).write('half')
        setImmediate(() => {
          next(new Error('boom'))
        })
      })
    })
    for (const path of ['/before', '/next', '/nowhere']) {
      const answer = await client.ask(path)
      expect([answer.status, status(answer)]).toEqual([
        path === '/nowhere' ? 404 : 500,
        'cachechart; fwd=uri-miss',
      ])
    }
    await expect(client.ask('/within')).rejects.toThrow('aborted')
    expect(client.connections).toBe(1)
  })
})

describe('in Fastify', () => {
  let application: FastifyInstance
  const begin = async (build: (instance: FastifyInstance) => void): Promise<void> => {
    clock = new VirtualClock()
    cached = cacheMiddleware({ clock })
    application = fastify()
    await application.register(middie)
    application.use(cached)
    build(application)
    await application.ready()
    host = await hostOf(application.server)
    client = new Client(host.port)
  }

  test('what handlers return or send is stored: an object, a stream, HEAD', async () => {
    await begin((instance) => {
      instance.addHook('onSend', (_request, reply, payload, done) => {
        void reply.header('Cache-Control', mayBeKept)
        done(null, payload)
      })
      instance.get('/object', () => ({ a: 1 }))
      instance.get('/stream', (_request, reply) => reply.type('text/plain').send(Readable.from(['a', 'b'])))
    })
    for (const [path, body] of [
      ['/object', '{"a":1}'],
      ['/stream', 'ab'],
    ] as const) {
      expect((await client.ask(path, { method: 'HEAD' })).status).toBe(200)
      const miss = await client.ask(path)
      expect([miss.body, status(miss)]).toEqual([body, 'cachechart; fwd=uri-miss; stored'])
      const hit = await client.ask(path)
      expect([hit.body, status(hit)]).toEqual([body, 'cachechart; hit; ttl=60'])
      expect(hit.headers['content-type']).toBe(miss.headers['content-type'])
    }
  })

  test('a stale response is brought up to date by the request that got it', async () => {
    let version = 0
    await begin((instance) => {
      instance.get('/', (_request, reply) => {
        version += 1
        void reply.header('Cache-Control', 'max-age=1, stale-while-revalidate=60')
        return reply.send({ version })
      })
    })
    await expectRefresh((body) => (JSON.parse(body) as { version: number }).version)
  })

  test('a body is parsed for unsafe methods', async () => {
    await begin((instance) => {
      instance.post('/', (request) => ({ got: request.body }))
    })
    const headers = { 'Content-Type': 'application/json' }
    const answer = await client.ask('/', { method: 'POST', headers, body: '{"a":[1,2]}' })
    expect([answer.body, status(answer)]).toEqual(['{"got":{"a":[1,2]}}', 'cachechart; fwd=method'])
  })

  test('errors are answered by its own error handler, and break off what has begun', async () => {
    await begin((instance) => {
      instance.get('/before', () => {
        throw new Error('boom')
      })
      instance.get('/within', (_request, reply) => {
        const stream = new Readable({ read() {} })
        stream.push('half')
        setImmediate(() => stream.destroy(new Error('boom')))
        return reply.send(stream)
      })
    })
    const answer = await client.ask('/before')
    expect([answer.status, JSON.parse(answer.body), status(answer)]).toEqual([
      500,
      { statusCode: 500, error: 'Internal Server Error', message: 'boom' },
      'cachechart; fwd=uri-miss',
    ])
    await expect(client.ask('/within')).rejects.toThrow('aborted')
  })

  test('injected requests go through the cache', async () => {
    await begin((instance) => {
      instance.get('/', (_request, reply) => reply.header('Cache-Control', mayBeKept).send('injected'))
    })
    const seen = []
    for (const url of ['/', '/']) {
      const { body, headers } = await application.inject({ url })
      seen.push([body, headers['cache-status']])
    }
    expect(seen).toEqual([
      ['injected', 'cachechart; fwd=uri-miss; stored'],
      ['injected', 'cachechart; hit; ttl=60'],
    ])
  })
})
