import { describe, expect, test } from '@jest/globals'
import { setUp, signalled } from './stage.ts'

const cacheable = { 'cache-control': 'max-age=60' }
const reason = new Error('enough')

const expectStored = async (
  fetch: (url: string, init: { cache: 'only-if-cached' }) => Promise<Response>,
  url: string,
) => (await fetch(url, { cache: 'only-if-cached' })).text()

describe('a caller that aborts', () => {
  test('before the call: nothing is sent, and the reason is the error', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end())
    await expect(fetch(origin.url('/'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(origin.seen).toEqual([])
  })

  test('without a reason gets an AbortError', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end())
    await expect(fetch(origin.url('/'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  test('while it waits: it is told at once, and the response is stored all the same', async () => {
    const arrived = signalled()
    const go = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      arrived.resolve()
      void go.promise.then(() => response.writeHead(200, cacheable).end('late'))
    })
    const controller = new AbortController()
    const call = fetch(origin.url('/'), { signal: controller.signal })
    await arrived.promise
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    go.resolve()
    await fetch.cache.drain({ timeout: 5_000 })
    expect(await expectStored(fetch, origin.url('/'))).toBe('late')
  })

  test('while the body streams: its reader gets the reason, and the whole response is stored', async () => {
    const go = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, cacheable).write('first ')
      void go.promise.then(() => response.end('second'))
    })
    const controller = new AbortController()
    const response = await fetch(origin.url('/'), { signal: controller.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    controller.abort(reason)
    await expect(reader?.read()).rejects.toBe(reason)
    go.resolve()
    await fetch.cache.drain({ timeout: 5_000 })
    expect(await expectStored(fetch, origin.url('/'))).toBe('first second')
  })

  test('of a request that only passes through: the origin sees it leave', async () => {
    const arrived = signalled()
    const left = signalled()
    const { origin, fetch } = await setUp((request) => {
      request.on('close', left.resolve)
      arrived.resolve()
    })
    const controller = new AbortController()
    const call = fetch(origin.url('/'), { method: 'POST', body: 'x', signal: controller.signal })
    await arrived.promise
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    await left.promise
  })

  test('with a hit in hand but unread gets the reason, as from any fetch', async () => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(200, cacheable).end('hit'),
    )
    await (await fetch(origin.url('/'))).text()
    const controller = new AbortController()
    const response = await fetch(origin.url('/'), { signal: controller.signal })
    controller.abort(reason)
    await expect(response.text()).rejects.toBe(reason)
    expect(origin.seen).toHaveLength(1)
  })

  test('after the body was read changes nothing', async () => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(200, cacheable).end('done'),
    )
    const controller = new AbortController()
    const response = await fetch(origin.url('/'), { signal: controller.signal })
    const text = await response.text()
    controller.abort(reason)
    expect(text).toBe('done')
  })

  test('between two hops of a redirect: the second is not asked for', async () => {
    const controller = new AbortController()
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(302, { location: '/next' }).end()
      controller.abort(reason)
    })
    await expect(fetch(origin.url('/'), { signal: controller.signal })).rejects.toBe(reason)
    expect(origin.seen.map(({ url }) => url)).toEqual(['/'])
  })

  test('does not touch another caller of the same URL', async () => {
    const arrived = signalled()
    const go = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      arrived.resolve()
      void go.promise.then(() => response.writeHead(200, cacheable).end('both'))
    })
    const controller = new AbortController()
    const aborted = fetch(origin.url('/'), { signal: controller.signal })
    const other = fetch(origin.url('/'))
    await arrived.promise
    controller.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    go.resolve()
    expect(await (await other).text()).toBe('both')
  })

  test('a timeout signal gives its TimeoutError', async () => {
    const { origin, fetch } = await setUp(() => undefined)
    const call = fetch(origin.url('/'), { method: 'POST', signal: AbortSignal.timeout(20) })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('the signal of a Request counts, unless init says null', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end('x'))
    const request = new Request(origin.url('/'), { signal: AbortSignal.abort(reason) })
    await expect(fetch(request)).rejects.toBe(reason)
    expect(await (await fetch(request, { signal: null })).text()).toBe('x')
  })

  test('a signal that is used for many calls keeps no listener of a finished one', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.writeHead(200, cacheable).end('x'))
    const { signal } = new AbortController()
    let listeners = 0
    const count = (step: number, original: typeof signal.addEventListener) =>
      function listen(this: AbortSignal, ...call: Parameters<typeof signal.addEventListener>) {
        listeners += step
        original.apply(this, call)
      }
    signal.addEventListener = count(1, signal.addEventListener.bind(signal))
    signal.removeEventListener = count(-1, signal.removeEventListener.bind(signal))
    await (await fetch(origin.url('/'), { signal })).text()
    await (await fetch(origin.url('/'), { signal })).text()
    expect(listeners).toBeLessThanOrEqual(0)
  })
})

describe('a caller that cancels the body', () => {
  test('of a response that can be stored: it is stored whole', async () => {
    const go = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, cacheable).write('first ')
      void go.promise.then(() => response.end('second'))
    })
    const response = await fetch(origin.url('/'))
    await response.body?.cancel()
    go.resolve()
    await fetch.cache.drain({ timeout: 5_000 })
    expect(await expectStored(fetch, origin.url('/'))).toBe('first second')
  })

  test('of a response that cannot: the origin sees it leave', async () => {
    const left = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      response.on('close', left.resolve)
      response.writeHead(200, { 'cache-control': 'no-store' }).write('endless')
    })
    const response = await fetch(origin.url('/'))
    await response.body?.cancel()
    await expect(left.promise).resolves.toBeUndefined()
  })
})
