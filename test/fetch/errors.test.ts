import { createServer } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { setUp, signalled } from './stage.ts'

/** All that there is in an error, down to its first cause. */
const chain = (error: unknown): readonly unknown[] => {
  if (typeof error !== 'object' || error === null) return []
  const { name, message, code, cause } = error as Error & { code?: unknown } // what fetch rejects with
  return [{ name, message, code }, ...chain(cause)]
}

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

/** A server that answers with these bytes and closes. */
async function rawServer(answer: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

describe('errors are those of the fetch underneath', () => {
  test('a port where nobody listens', async () => {
    const { fetch } = await setUp((_request, response) => response.end())
    const server = await rawServer('')
    server.close()
    const error = await failure(fetch(server.url))
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED' },
    })
  })

  test('a host that does not exist', async () => {
    const { fetch } = await setUp((_request, response) => response.end())
    const [error, plain] = await Promise.all(
      [fetch, globalThis.fetch].map((one) => failure(one('http://nowhere.invalid/'))),
    )
    expect(chain(error)).toEqual(chain(plain))
  })

  test.each([
    ['no HTTP at all', 'hello'],
    ['a head that breaks off', 'HTTP/1.1 200 OK\r\nContent-'],
    ['nothing', ''],
  ])('%s', async (_title, answer) => {
    const { fetch } = await setUp((_request, response) => response.end())
    const server = await rawServer(answer)
    const [error, plain] = [await failure(fetch(server.url)), await failure(globalThis.fetch(server.url))]
    server.close()
    const names = (one: unknown) => chain(one).map((link) => ({ ...(link as object), message: undefined }))
    expect(error).toMatchObject({ name: 'TypeError', message: 'fetch failed' })
    expect(names(error)).toEqual(names(plain))
  })

  test('a body that breaks off is terminated, and not stored', async () => {
    let times = 0
    const { origin, fetch } = await setUp((_request, response) => {
      times += 1
      response.writeHead(200, { 'cache-control': 'max-age=60', 'content-length': 10 })
      if (times === 1) response.write('part', () => response.destroy())
      else response.end('0123456789')
    })
    const response = await fetch(origin.url('/'))
    expect(chain(await failure(response.text()))[0]).toEqual({
      name: 'TypeError',
      message: 'terminated',
      code: undefined,
    })
    expect(await (await fetch(origin.url('/'))).text()).toBe('0123456789')
  })

  test('a body that does not decode is terminated, and not stored', async () => {
    const { origin, fetch } = await setUp((_request, response) => {
      response
        .writeHead(200, { 'cache-control': 'max-age=60', 'content-encoding': 'gzip' })
        .end('not gzip at all')
    })
    const [response, plain] = [await fetch(origin.url('/')), await globalThis.fetch(origin.url('/'))]
    expect(chain(await failure(response.text()))).toEqual(chain(await failure(plain.text())))
    await expect(fetch(origin.url('/'), { cache: 'only-if-cached' })).rejects.toMatchObject({
      cause: { code: 'ERR_NOT_STORED' },
    })
  })

  test('an error of a fetch of the caller’s own is that very error', async () => {
    const thrown = new Error('mine')
    const { fetch } = await setUp((_request, response) => response.end(), {
      fetch: () => Promise.reject(thrown),
    })
    expect(await failure(fetch('http://127.0.0.1/'))).toBe(thrown)
  })

  test('a deadline of the cache is a network error, with the reason as cause', async () => {
    const { origin, fetch } = await setUp(() => undefined, { deadlines: { reply: 30 } })
    expect(await failure(fetch(origin.url('/')))).toMatchObject({
      ...{ name: 'TypeError', message: 'fetch failed' },
      cause: { code: 'ERR_DEADLINE' },
    })
  })

  test('stale-if-error: the stored response stands in for the error', async () => {
    let broken = false
    const { origin, fetch, pass } = await setUp((request, response) => {
      if (broken) request.socket.destroy()
      else response.writeHead(200, { 'cache-control': 'max-age=1, stale-if-error=60' }).end('stale but here')
    })
    await (await fetch(origin.url('/'))).text()
    broken = true
    pass(10)
    expect(await (await fetch(origin.url('/'))).text()).toBe('stale but here')
    pass(100)
    expect(await failure(fetch(origin.url('/')))).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
    })
  })

  test('stale-while-revalidate: the stored response now, the new one next time', async () => {
    let version = 0
    const refreshed = signalled()
    const { origin, fetch, pass } = await setUp((_request, response) => {
      version += 1
      response
        .writeHead(200, { 'cache-control': 'max-age=1, stale-while-revalidate=60' })
        .end(`version ${version}`)
      if (version === 2) refreshed.resolve()
    })
    await (await fetch(origin.url('/'))).text()
    pass(10)
    expect(await (await fetch(origin.url('/'))).text()).toBe('version 1')
    await refreshed.promise
    await fetch.cache.drain({ timeout: 5_000 })
    expect(await (await fetch(origin.url('/'))).text()).toBe('version 2')
  })
})
