import type { CachedFetch } from '@cachechart/adapters/fetch'
import type { Handler } from './loopback-origin.ts'

export type AnyFetch = (...call: Parameters<CachedFetch>) => Promise<Response>

/** A call that must give the same through any fetch; `url` makes the origin's URLs. */
export type Call = (fetch: AnyFetch, url: (path: string) => string) => Promise<Response>

/** An origin for all of the calls; `/echo` says what it was asked. */
export const echoOrigin: Handler = (request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://origin')
  const fresh = { 'cache-control': 'max-age=60' }
  if (pathname === '/plain') response.writeHead(200, { ...fresh, 'content-type': 'text/plain' }).end('plain')
  else if (pathname === '/empty') response.writeHead(200, fresh).end()
  else if (pathname === '/204') response.writeHead(204, fresh).end()
  else if (pathname === '/404') response.writeHead(404, 'Nowhere', fresh).end('not here')
  else if (pathname === '/500') response.writeHead(500).end('broken')
  else if (pathname === '/999') response.writeHead(999, 'Unusual').end('unusual')
  else if (pathname === '/cookies')
    response.writeHead(200, { ...fresh, 'set-cookie': ['a=1', 'b=2'] }).end('cookies')
  else if (pathname === '/latin') response.writeHead(200, { ...fresh, 'x-latin': 'caf\u00e9' }).end('latin')
  else if (pathname === '/json')
    response.writeHead(200, { ...fresh, 'content-type': 'application/json' }).end('{"a":1}')
  else if (pathname === '/to') response.writeHead(302, { location: '/plain' }).end('moved')
  else if (pathname === '/back') response.writeHead(301, { ...fresh, location: '/echo' }).end('moved')
  else if (pathname === '/keep') response.writeHead(307, { location: '/echo' }).end('moved')
  else if (pathname === '/nowhere') response.writeHead(302).end('no location')
  else if (pathname === '/reset') request.socket.destroy()
  else echo(request, response)
}

const echo: Handler = (request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const { method, url, rawHeaders } = request
    response
      .writeHead(200, { 'cache-control': 'no-store' })
      .end(JSON.stringify({ method, url, fields: sorted(rawHeaders), body }))
  })
}

/** The order and case of fields mean nothing (RFC 9110 §5.1, §5.3); the boundary of a form is chosen by chance. */
const sorted = (raw: readonly string[]): readonly string[] => {
  const lines: string[] = []
  for (let index = 0; index < raw.length; index += 2)
    lines.push(`${raw[index]?.toLowerCase()}: ${raw[index + 1]}`)
  return lines.map((line) => line.replace(/boundary=.*/, 'boundary=…')).toSorted()
}

const stream = (text: string): ReadableStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })

const post =
  (path: string, init: RequestInit): Call =>
  (fetch, url) =>
    fetch(url(path), { method: 'POST', ...init })
const get =
  (path: string, init?: RequestInit): Call =>
  (fetch, url) =>
    fetch(url(path), init)

const blobUrl = URL.createObjectURL(new Blob(['blob']))

/** The calls, each under the name of what it does. */
export const calls: Readonly<Record<string, Call>> = {
  'a string': get('/plain'),
  'a URL object': (fetch, url) => fetch(new URL(url('/plain'))),
  'a Request': (fetch, url) => fetch(new Request(url('/plain'))),
  'a URL with a fragment': get('/plain#part'),
  'a URL with a query': get('/plain?a=b%20c&d=é'),
  'an empty body': get('/empty'),
  'a status without body': get('/204'),
  'an error status with its phrase': get('/404'),
  'a server error': get('/500'),
  'a status that no constructor takes': get('/999'),
  'several cookies': get('/cookies'),
  'a field beyond ASCII': get('/latin'),
  json: get('/json'),
  HEAD: get('/plain', { method: 'HEAD' }),
  'a method in lower case': get('/plain', { method: 'get' }),
  'a method of its own': get('/echo', { method: 'BREW' }),
  'what is sent without init': get('/echo'),
  'headers as an object': get('/echo', { headers: { 'X-One': '1', 'User-Agent': 'me' } }),
  'headers as pairs': get('/echo', {
    headers: [
      ['x-one', '1'],
      ['x-one', '2'],
    ],
  }),
  'headers as Headers': get('/echo', { headers: new Headers({ 'x-one': '1' }) }),
  'a Request with fields': (fetch, url) => fetch(new Request(url('/echo'), { headers: { 'x-one': '1' } })),
  'a Request whose fields init replaces': (fetch, url) =>
    fetch(new Request(url('/echo'), { headers: { 'x-one': '1' } }), { headers: { 'x-two': '2' } }),
  'a Request whose fields init takes away': (fetch, url) =>
    fetch(new Request(url('/echo'), { headers: { 'x-one': '1' } }), { headers: {} }),
  'no-cache says so to the origin': (fetch, url) => fetch(url('/echo'), { cache: 'no-cache' }),
  'reload says so to the origin': (fetch, url) => fetch(url('/echo'), { cache: 'reload' }),
  'no-store says so to the origin': (fetch, url) => fetch(url('/echo'), { cache: 'no-store' }),
  'a condition says no-cache': get('/echo', { headers: { 'if-none-match': '"1"' } }),
  'a Range': get('/echo', { headers: { range: 'bytes=0-1' } }),
  'a Request without a referrer': (fetch, url) => fetch(new Request(url('/echo'), { referrer: '' })),
  'a referrer is left out': get('/echo', { referrer: '' }),
  credentials: get('/echo', { credentials: 'include' }),
  'POST a string': post('/echo', { body: 'text' }),
  'POST bytes': post('/echo', { body: new Uint8Array([97, 98]) }),
  'POST a form': post('/echo', { body: new URLSearchParams({ a: '1' }) }),
  'POST a stream': (...call) => post('/echo', { body: stream('stream'), duplex: 'half' })(...call),
  'POST nothing': post('/echo', {}),
  'PUT in lower case': get('/echo', { method: 'put', body: 'x' }),
  'a Request with a body': (fetch, url) => fetch(new Request(url('/echo'), { method: 'POST', body: 'x' })),
  'init as a Request': (fetch, url) =>
    fetch(url('/echo'), new Request(url('/'), { headers: { 'x-one': '1' } })),
  'a redirect': get('/to'),
  'a redirect to what is not stored': get('/back'),
  'a redirect that is not to be followed': get('/to', { redirect: 'manual' }),
  'a redirect that is an error': get('/to', { redirect: 'error' }),
  'a redirect to nowhere': get('/nowhere'),
  'a POST that becomes a GET': post('/back', { body: 'x' }),
  'a POST that stays one': post('/keep', { body: 'x' }),
  'a Request with a body that is redirected': (fetch, url) =>
    fetch(new Request(url('/keep'), { method: 'POST', body: 'again' })),
  'a data URL': (fetch) => fetch('data:text/plain,hello'),
  'a blob URL': (fetch) => fetch(blobUrl),
  'a scheme that no fetch knows': (fetch) => fetch('gopher://localhost/'),
  'no URL': (fetch) => fetch('not a URL'),
  'a URL with credentials': (fetch, url) => fetch(url('/plain').replace('//', '//user:secret@')),
  'a bad port': (fetch) => fetch('http://127.0.0.1:6667/'),
  'a GET with a body': get('/plain', { body: 'x' }),
  'a Request with a body as a HEAD': (fetch, url) =>
    fetch(new Request(url('/echo'), { method: 'POST', body: 'x' }), { method: 'HEAD' }),
  'a method that is no token': get('/plain', { method: 'a b' }),
  'a forbidden method': get('/plain', { method: 'TRACE' }),
  'a field name that is no token': get('/plain', { headers: { 'a b': '1' } }),
  'a field value with a line break': get('/plain', { headers: { a: '1\n2' } }),
  'a stream without duplex': (...call) => post('/plain', { body: stream('x') })(...call),
  window: get('/plain', { window: 1 as never }),
  'an unknown cache mode': (fetch, url) => fetch(url('/plain'), { cache: 'sometimes' as never }),
  'an unknown redirect mode': get('/plain', { redirect: 'sometimes' as never }),
  'unknown credentials': get('/plain', { credentials: 'sometimes' as never }),
  'a signal that is none': get('/plain', { signal: 'now' as never }),
  'init that is none': get('/plain', 'GET' as never),
  'an aborted signal': get('/plain', { signal: AbortSignal.abort() }),
  'an aborted signal with a reason': get('/plain', { signal: AbortSignal.abort(new Error('enough')) }),
  'a Request with an aborted signal': (fetch, url) =>
    fetch(new Request(url('/plain'), { signal: AbortSignal.abort() })),
  'a connection that breaks': get('/reset'),
}
