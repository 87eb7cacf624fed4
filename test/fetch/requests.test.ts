import { describe, expect, test } from '@jest/globals'
import { Agent, fetch as undiciFetch, Request as UndiciRequest } from 'undici'
import { cachedFetch } from '@cachechart/adapters/fetch'
import { setUp } from './stage.ts'

const cacheable = { 'cache-control': 'max-age=60', etag: '"1"' }

describe('what goes out', () => {
  test('a validation carries the stored validator, and does not pass over the caches on the way', async () => {
    const { origin, fetch, pass } = await setUp((request, response) => {
      const isKnown = request.headers['if-none-match'] === '"1"'
      response.writeHead(isKnown ? 304 : 200, cacheable).end(isKnown ? undefined : 'known')
    })
    await (await fetch(origin.url('/'))).text()
    pass(61)
    const response = await fetch(origin.url('/'))
    expect([response.status, await response.text()]).toEqual([200, 'known'])
    const headers = origin.seen[1]?.headers ?? {}
    expect([headers['if-none-match'], headers['cache-control'], headers.pragma]).toEqual([
      '"1"',
      'max-stale=0',
      undefined,
    ])
    expect(await (await fetch(origin.url('/'))).text()).toBe('known')
    expect(origin.seen).toHaveLength(2)
  })

  test('a validation that the caller demanded says so', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.writeHead(200, cacheable).end('x'))
    await (await fetch(origin.url('/'))).text()
    await (await fetch(origin.url('/'), { cache: 'no-cache' })).text()
    expect(origin.seen[1]?.headers).toMatchObject({ 'if-none-match': '"1"', 'cache-control': 'max-age=0' })
  })

  test('a dispatcher is used, in init and in a Request', async () => {
    let dispatched = 0
    const agent = new Agent().compose((dispatch) => (options, handler) => {
      dispatched += 1
      return dispatch(options, handler)
    })
    const underlying = undiciFetch as unknown as typeof globalThis.fetch // the same, but for its types
    const { origin, fetch } = await setUp((_request, response) => response.end('x'), { fetch: underlying })
    const request = new UndiciRequest(origin.url('/'), { dispatcher: agent }) as unknown as Request // likewise
    await (await fetch(origin.url('/'), { dispatcher: agent as never })).text()
    await (await fetch(request)).text()
    expect(dispatched).toBe(2)
    await agent.close()
  })

  test('the referrer of a Request is kept over a redirect, though the fetch of Node forgets it', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/end' }).end()
      else response.end('x')
    })
    await (await fetch(new Request(origin.url('/'), { referrer: origin.url('/from') }))).text()
    expect(origin.seen.map(({ headers }) => headers.referer)).toEqual([
      origin.url('/from'),
      origin.url('/from'),
    ])
  })

  test('an unsafe method makes the stored response unusable', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.writeHead(200, cacheable).end('x'))
    await (await fetch(origin.url('/'))).text()
    await (await fetch(origin.url('/'), { method: 'POST', body: 'change' })).text()
    await (await fetch(origin.url('/'))).text()
    expect(origin.seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  test('a variant is chosen by the fields of the caller', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      response
        .writeHead(200, { ...cacheable, vary: 'accept-language' })
        .end(request.headers['accept-language'])
    })
    const read = async (language: string) =>
      (await fetch(origin.url('/'), { headers: { 'accept-language': language } })).text()
    expect([await read('de'), await read('en'), await read('de')]).toEqual(['de', 'en', 'de'])
    expect(origin.seen).toHaveLength(2)
  })

  test('a request body is sent as it comes, not gathered first', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      request.once('data', (chunk: Buffer) => response.end(`got ${chunk.toString()}`))
    })
    let finish = (): void => undefined
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('first'))
        finish = () => {
          controller.close()
        }
      },
    })
    const response = await fetch(origin.url('/'), { method: 'POST', body, duplex: 'half' })
    expect(await response.text()).toBe('got first')
    finish()
  })

  test('opaque and verified requests go past the cache', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.writeHead(200, cacheable).end('x'))
    const integrity = 'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='
    await (await fetch(origin.url('/'), { integrity })).text()
    await expect(fetch(origin.url('/'), { integrity: integrity.replace('L', 'M') })).rejects.toThrow(
      'fetch failed',
    )
    await (await fetch(origin.url('/'), { mode: 'no-cors' })).text()
    await (await fetch(origin.url('/'))).text()
    expect(origin.seen).toHaveLength(4)
  })
})

describe('the fetch itself', () => {
  test('is refused at once when an option makes no sense', () => {
    expect(() => cachedFetch({ interpreter: 'magic' as 'table' })).toThrow(
      expect.objectContaining({ code: 'ERR_MISUSE' }),
    )
  })

  test('may take the place of the global one', async () => {
    const { origin } = await setUp((_request, response) => response.writeHead(200, cacheable).end('x'))
    const original = globalThis.fetch
    const cached = cachedFetch()
    globalThis.fetch = cached
    try {
      await (await fetch(origin.url('/'))).text()
      await (await fetch(origin.url('/'))).text()
    } finally {
      globalThis.fetch = original
    }
    expect(origin.seen).toHaveLength(1)
  })

  test('is private unless told otherwise', async () => {
    const handler: Parameters<typeof setUp>[0] = (_request, response) => {
      response.writeHead(200, { 'cache-control': 'private, max-age=60' }).end('mine')
    }
    const counts = []
    for (const shared of [undefined, true]) {
      const { origin, fetch } = await setUp(handler, shared === undefined ? {} : { policy: { shared } })
      await (await fetch(origin.url('/'))).text()
      await (await fetch(origin.url('/'))).text()
      counts.push(origin.seen.length)
    }
    expect(counts).toEqual([1, 2])
  })

  test('runs on XState itself when asked to', async () => {
    const { origin, fetch } = await setUp(
      (_request, response) => response.writeHead(200, cacheable).end('x'),
      {
        interpreter: 'xstate',
      },
    )
    await (await fetch(origin.url('/'))).text()
    expect((await fetch(origin.url('/'))).headers.get('cache-status')).toContain('hit')
    expect(origin.seen).toHaveLength(1)
  })

  test('where redirects are opaque, leaves a redirected request to the fetch underneath', async () => {
    const { origin, fetch: _unused } = await setUp((request, response) => {
      if (request.url === '/from') response.writeHead(302, { location: '/to' }).end()
      else response.writeHead(200, cacheable).end('arrived')
    })
    const asBrowsers: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init)
      if (init?.redirect !== 'manual' || response.status !== 302) return response
      await response.body?.cancel()
      return Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } })
    }
    const fetch = cachedFetch({ fetch: asBrowsers })
    const response = await fetch(origin.url('/from'))
    expect([await response.text(), response.url]).toEqual(['arrived', origin.url('/to')])
    await expect(fetch(origin.url('/from'), { method: 'POST', body: 'once' })).rejects.toMatchObject({
      cause: { code: 'ERR_OPAQUE_REDIRECT' },
    })
    expect(origin.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(fetch.cache.inFlight()).toEqual([])
  })
})
