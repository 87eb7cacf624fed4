import { describe, expect, test } from '@jest/globals'
import { setUp, signalled } from './stage.ts'
import type { Handler } from './loopback-origin.ts'

const cacheable = { 'cache-control': 'max-age=60' }

/** `/301?to=…` redirects there with that status, cacheable; all else is answered with what was asked. */
const redirecting: Handler = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://origin')
  const to = searchParams.get('to')
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    if (to !== null)
      response.writeHead(Number(pathname.slice(1)), { ...cacheable, location: to }).end('moved')
    else response.writeHead(200, { ...cacheable, etag: '"end"' }).end(`${request.method} ${body}`)
  })
}

interface Row {
  readonly status: number
  readonly method: string
  /** Method and body of the request that arrives in the end. */
  readonly arrives: string
}

/** Fetch §4.4, step 12. */
const rows: readonly Row[] = [
  { status: 301, method: 'GET', arrives: 'GET ' },
  { status: 301, method: 'POST', arrives: 'GET ' },
  { status: 301, method: 'PUT', arrives: 'PUT sent' },
  { status: 302, method: 'GET', arrives: 'GET ' },
  { status: 302, method: 'POST', arrives: 'GET ' },
  { status: 302, method: 'DELETE', arrives: 'DELETE sent' },
  { status: 303, method: 'GET', arrives: 'GET ' },
  { status: 303, method: 'POST', arrives: 'GET ' },
  { status: 303, method: 'PUT', arrives: 'GET ' },
  { status: 307, method: 'GET', arrives: 'GET ' },
  { status: 307, method: 'POST', arrives: 'POST sent' },
  { status: 308, method: 'GET', arrives: 'GET ' },
  { status: 308, method: 'PUT', arrives: 'PUT sent' },
]

describe('redirects', () => {
  test.each(rows)('$method, $status: "$arrives" arrives', async ({ status, method, arrives }) => {
    const { origin, fetch } = await setUp(redirecting)
    const body = method === 'GET' ? null : 'sent'
    const response = await fetch(origin.url(`/${status}?to=/end`), {
      ...{ method, body },
      headers: { 'content-language': 'de' },
    })
    expect(await response.text()).toBe(arrives)
    expect([response.redirected, response.url, response.type]).toEqual([true, origin.url('/end'), 'basic'])
    const isRewritten = method !== 'GET' && arrives.startsWith('GET')
    expect(origin.seen.at(-1)?.headers['content-language']).toBe(isRewritten ? undefined : 'de')
  })

  test('each hop is stored by itself, under its own URL', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const first = await fetch(origin.url('/301?to=%2F302%3Fto%3D%2Fend'))
    await first.text()
    expect(origin.seen).toHaveLength(3)
    const second = await fetch(origin.url('/301?to=%2F302%3Fto%3D%2Fend'))
    expect([await second.text(), second.url, second.redirected]).toEqual(['GET ', origin.url('/end'), true])
    await (await fetch(origin.url('/302?to=/end'))).text()
    await (await fetch(origin.url('/end'))).text()
    expect(origin.seen).toHaveLength(3)
  })

  test('the body of a redirect is not waited for, and given up', async () => {
    const left = signalled()
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/end') response.end('end')
      else response.on('close', left.resolve).writeHead(302, { location: '/end' }).write('endless')
    })
    expect(await (await fetch(origin.url('/'))).text()).toBe('end')
    await expect(left.promise).resolves.toBeUndefined()
  })

  test('the fragment of a Location is no part of what is asked for or stored', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const response = await fetch(origin.url('/301?to=/end%23part'))
    expect([await response.text(), response.url]).toEqual(['GET ', origin.url('/end')])
    await (await fetch(origin.url('/end'))).text()
    expect(origin.seen.map(({ url }) => url)).toEqual(['/301?to=/end%23part', '/end'])
  })

  test('a redirect that may not be stored is asked for again, its target is not', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/from') response.writeHead(302, { location: '/end' }).end()
      else response.writeHead(200, cacheable).end('end')
    })
    await (await fetch(origin.url('/from'))).text()
    await (await fetch(origin.url('/from'))).text()
    expect(origin.seen.map(({ url }) => url)).toEqual(['/from', '/end', '/from'])
  })

  test('after twenty redirects it is enough', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      const count = Number(request.url?.slice(1))
      if (count === 20) response.end('twenty')
      else response.writeHead(302, { location: `/${count + 1}` }).end()
    })
    expect(await (await fetch(origin.url('/0'))).text()).toBe('twenty')
    await expect(fetch(origin.url('/-1'))).rejects.toMatchObject({
      ...{ name: 'TypeError', message: 'fetch failed' },
      cause: { message: 'redirect count exceeded' },
    })
    expect(origin.seen).toHaveLength(21 + 21)
  })

  test('another origin is not told what was meant for the first', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const headers = { authorization: 'secret', cookie: 'a=1', 'proxy-authorization': 'p', 'x-kept': 'kept' }
    const response = await fetch(origin.url(`/302?to=${origin.elsewhere('/end')}`), { headers })
    await response.text()
    const [here, there] = origin.seen
    expect(here?.headers).toMatchObject(headers)
    expect(there?.headers).toMatchObject({ 'x-kept': 'kept', host: `localhost:${origin.port}` })
    expect([
      there?.headers.authorization,
      there?.headers.cookie,
      there?.headers['proxy-authorization'],
    ]).toEqual([...[undefined, undefined, undefined]])
    expect([response.type, response.url]).toEqual(['cors', origin.elsewhere('/end')])
  })

  test('the same origin is told everything', async () => {
    const { origin, fetch } = await setUp(redirecting)
    await (await fetch(origin.url('/302?to=/end'), { headers: { authorization: 'secret' } })).text()
    expect(origin.seen[1]?.headers.authorization).toBe('secret')
  })

  test.each([
    ['ftp://127.0.0.1/', 'URL scheme must be a HTTP(S) scheme'],
    ['http://user:secret@127.0.0.1/', 'cross origin not allowed for request mode "cors"'],
    ['http://[', 'Invalid URL'],
  ])('a redirect to %s is a network error', async (to, message) => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(302, { location: to }).end(),
    )
    await expect(fetch(origin.url('/'))).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { message },
    })
  })

  test('in same-origin mode another origin is a network error', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const call = fetch(origin.url(`/302?to=${origin.elsewhere('/end')}`), { mode: 'same-origin' })
    await expect(call).rejects.toMatchObject({ cause: { message: 'request mode cannot be "same-origin"' } })
  })

  test('a Location in raw UTF-8 leads where browsers go', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/')
        response.writeHead(302, { location: Buffer.from('/é').toString('latin1') }).end()
      else response.end('end')
    })
    const response = await fetch(origin.url('/'))
    expect([await response.text(), response.url]).toEqual(['end', origin.url('/%C3%A9')])
  })

  test('a body that is a stream cannot be sent again, and the redirect is a network error', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const body = new Blob(['once']).stream()
    const call = fetch(origin.url('/307?to=/end'), { method: 'POST', body, duplex: 'half' })
    await expect(call).rejects.toMatchObject({ name: 'TypeError', message: 'fetch failed' })
    expect(origin.seen).toHaveLength(1)
  })

  test('a body that is a stream is no obstacle to a 303', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const body = new Blob(['once']).stream()
    const response = await fetch(origin.url('/303?to=/end'), { method: 'POST', body, duplex: 'half' })
    expect(await response.text()).toBe('GET ')
  })

  test('a stored redirect can be had by redirect: manual', async () => {
    const { origin, fetch } = await setUp(redirecting)
    await (await fetch(origin.url('/301?to=/end'))).text()
    const response = await fetch(origin.url('/301?to=/end'), { redirect: 'manual' })
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
      301,
      '/end',
      'moved',
    ])
    await expect(fetch(origin.url('/301?to=/end'), { redirect: 'error' })).rejects.toMatchObject({
      cause: { message: 'unexpected redirect' },
    })
    expect(origin.seen).toHaveLength(2)
  })

  test('a Request with a body is followed by the fetch underneath, which alone has its bytes', async () => {
    const { origin, fetch } = await setUp(redirecting)
    const request = new Request(origin.url('/307?to=/end'), { method: 'POST', body: 'hidden' })
    const response = await fetch(request)
    expect([await response.text(), response.redirected, response.url]).toEqual([
      'POST hidden',
      true,
      origin.url('/end'),
    ])
  })
})
