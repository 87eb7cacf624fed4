import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { Recorder } from './recorder.ts'
import { ask, fresh, saidBy, setUp, undicis, type Dispatcher } from './stage.ts'

type Headers = NonNullable<Parameters<Dispatcher['dispatch']>[0]['headers']>

const forms: readonly (readonly [string, () => unknown])[] = [
  ['an object', () => ({ 'X-One': '1', 'x-two': ['2', '3'], 'X-None': undefined, 'X-Number': 4 })],
  ['a flat list', () => ['X-One', '1', 'x-two', '2', 'x-two', '3', 'X-Number', '4']],
  ['a flat list with lists', () => ['X-One', '1', 'x-two', ['2', '3'], 'X-Number', '4']],
  [
    'a Map',
    () =>
      new Map<string, unknown>([
        ['X-One', '1'],
        ['x-two', ['2', '3']],
        ['X-Number', '4'],
      ]),
  ],
  [
    'pairs',
    () => [
      ['X-One', '1'],
      ['x-two', '2'],
      ['x-two', '3'],
      ['X-Number', '4'],
    ],
  ],
  [
    'what can be read once',
    () =>
      new Map<string, unknown>([
        ['X-One', '1'],
        ['x-two', ['2', '3']],
        ['X-Number', '4'],
      ]).entries(),
  ],
]

describe.each(undicis)('a request of %s', (_name, undici) => {
  test.each(forms)(
    'may have its headers as %s: they reach the origin, and select what is stored',
    async (_form, make) => {
      const stage = await setUp(undici, (request, response) => {
        response.setHeader('vary', 'X-One, X-Two')
        fresh(request, response)
      })
      const headers = () => make() as Headers
      await ask(stage, '/', { headers: headers() })
      expect(stage.origin.seen[0]?.headers).toMatchObject({ 'x-one': '1', 'x-two': '2, 3', 'x-number': '4' })
      expect(saidBy(await ask(stage, '/', { headers: headers() }))).toBe('hit')
      expect(saidBy(await ask(stage, '/', { headers: { 'x-one': '2' } }))).toContain('fwd=')
    },
  )

  test.each<[string, () => unknown]>([
    ['a string', () => 'content'],
    ['a Buffer', () => Buffer.from('content')],
    ['a stream', () => Readable.from(['con', 'tent'])],
    [
      'an async iterable',
      async function* () {
        yield 'con'
        yield 'tent'
      },
    ],
  ])('hands a body that is %s on as it is', async (_form, make) => {
    const stage = await setUp(undici, fresh)
    const body = make() as string // undici's types lack some of what it takes
    const sent = await ask(stage, '/p', { method: 'POST', body })
    expect([sent.text, saidBy(sent)]).toEqual(['POST /p', 'fwd=method'])
    expect(stage.origin.seen).toMatchObject([{ method: 'POST', body: 'content' }])
  })

  test('hands FormData on as it is', async () => {
    const stage = await setUp(undici, fresh)
    const form = new undici.FormData()
    form.append('field', 'content')
    await ask(stage, '/', { method: 'POST', body: form })
    expect(stage.origin.seen[0]?.body).toContain('content')
  })

  test('sends a GET that has a body past what is stored', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    const { status } = await ask(stage, '/', { body: 'question' })
    expect([status, stage.origin.seen.at(-1)?.body]).toEqual([200, 'question'])
  })

  test('may want nothing but what is stored', async () => {
    const stage = await setUp(undici, fresh)
    const { status, headers } = await ask(stage, '/', { headers: { 'cache-control': 'only-if-cached' } })
    expect([status, headers['cache-status']]).toEqual([504, expect.stringContaining('cachechart')])
    expect(stage.origin.seen).toEqual([])
  })

  test('that ends its connection ends it', async () => {
    const stage = await setUp(undici, (_request, response) => void response.end())
    await ask(stage, '/', { headers: { Connection: 'close' } })
    expect(stage.origin.seen[0]?.headers.connection).toBe('close')
  })

  test('can be told what is answered when it is sent, by header operations and overrides', async () => {
    const stage = await setUp(undici, (_request, response) => void response.end('kept'), {
      overrides: ({ url }) => (url.endsWith('/kept') ? { ttl: 60 } : undefined),
      onSend: (pending) => {
        pending.setResponseHeader('X-Told', 'yes')
      },
    })
    await ask(stage, '/kept')
    const again = await ask(stage, '/kept')
    expect([saidBy(again), again.headers['x-told']]).toEqual(['hit', 'yes'])
  })
})

describe.each(undicis)('what no cache can answer, with %s', (_name, undici) => {
  test('passes through: an upgrade, and CONNECT', async () => {
    const stage = await setUp(undici, fresh)
    const server = createServer()
    server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello')
    })
    server.on('connect', (_request, socket) => {
      socket.end('HTTP/1.1 200 OK\r\n\r\nhello')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
    const upgraded = await stage.agent.upgrade({ origin, path: '/', protocol: 'echo' } as { path: string })
    expect(String(await upgraded.socket.toArray())).toBe('hello')
    const connected = await stage.agent.connect({ origin, path: 'a.example:1' })
    expect(String(await connected.socket.toArray())).toBe('hello')
    server.close()
    server.closeAllConnections()
    expect(stage.interceptor.cache.traces()).toEqual([])
  })

  test('is refused by undici itself, in its own words', async () => {
    const stage = await setUp(undici, fresh)
    const codes = async (options: object): Promise<unknown> =>
      ask(stage, '/', options).then(
        ({ status }) => status,
        ({ code, message }: { code: unknown; message: string }) => [code, message],
      )
    expect(await codes({ path: 'nowhere' })).toEqual([
      'UND_ERR_INVALID_ARG',
      expect.stringContaining('path must be'),
    ])
    expect(await codes({ method: 'G T' })).toEqual(['UND_ERR_INVALID_ARG', 'invalid request method'])
    expect(await codes({ headers: ['odd'] })).toEqual(['UND_ERR_INVALID_ARG', 'headers array must be even'])
    expect(await codes({ headers: { a: {} } })).toEqual(['UND_ERR_INVALID_ARG', 'invalid a header'])
    expect(await codes({ headers: { a: 'b\r\nc: d' } })).toEqual(['UND_ERR_INVALID_ARG', 'invalid a header'])
    expect(await codes({ path: '/?a', query: { b: 1 } })).toEqual([
      undefined,
      expect.stringContaining('Query params'),
    ])
    expect(await codes({ headers: new Set(['a']) })).toEqual(['ERR_MISUSE', expect.stringContaining('pairs')])
    expect(stage.origin.seen).toEqual([])
  })

  test('is whatever is not for a certain origin’s resource', async () => {
    const stage = await setUp(undici, fresh)
    const seen: unknown[] = []
    const below: Dispatcher['dispatch'] = (options) => seen.push(options.path) > 0
    const pass = (options: object, origin?: string | null) =>
      stage.interceptor(below, origin)(
        { path: '/', method: 'GET', origin: 'http://a.example', ...options },
        new Recorder(),
      )
    pass({ path: '/originless', origin: undefined })
    pass({ path: 'http://b.example/for-a-proxy' })
    pass({ path: '/no-web', origin: 'ws://a.example' })
    pass({ path: '/no-url', origin: 'a.example' })
    pass({ path: '/fragment#a' })
    pass({ path: '/two?queries', query: { a: 1 } })
    pass({ path: '/tunnel', method: 'CONNECT' })
    pass({ path: '/wherever' }, null)
    pass({ path: '/elsewhere' }, 'http://b.example')
    expect(seen).toHaveLength(9)
    expect(stage.interceptor.cache.traces()).toEqual([])
    expect(stage.interceptor.cache.inFlight()).toEqual([])
  })
})
