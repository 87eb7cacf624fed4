import { describe, expect, test } from '@jest/globals'
import { fresh, setUp } from './stage.ts'

const reason = new Error('the client is gone')
const url = 'http://example.com/'

/** A handler that answers when it is told to. */
const toldHandler = () => {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  return { handler: (): Promise<Response> => promise, resolve, reject }
}

describe('requests at the same time', () => {
  test('are one call of the handler', async () => {
    const { handler, resolve } = toldHandler()
    const { cached, seen } = setUp(handler)
    const pending = Array.from({ length: 50 }, async () => cached(new Request(url)))
    resolve(fresh('for all'))
    const responses = await Promise.all(pending)
    expect(new Set(await Promise.all(responses.map((response) => response.text())))).toEqual(
      new Set(['for all']),
    )
    expect(seen).toHaveLength(1)
  })

  test('that must not share are calls of their own', async () => {
    const { cached, seen } = setUp(() => Promise.resolve(fresh('mine', { 'cache-control': 'no-store' })))
    const responses = await Promise.all([1, 2, 3].map(async () => cached(new Request(url))))
    for (const response of responses) expect(await response.text()).toBe('mine')
    expect(seen).toHaveLength(3)
  })
})

describe('a client that leaves', () => {
  test('gets the reason of its signal, and what it asked for is stored', async () => {
    const { handler, resolve } = toldHandler()
    const { cached, get, seen } = setUp(handler)
    const controller = new AbortController()
    const pending = cached(new Request(url, { signal: controller.signal }))
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
    expect(seen[0]?.signal.aborted).toBe(false)
    resolve(fresh('stored'))
    expect(await (await get('/')).text()).toBe('stored')
    expect(seen).toHaveLength(1)
  })

  test('takes none of the others with it', async () => {
    const { handler, resolve } = toldHandler()
    const { cached, seen } = setUp(handler)
    const controller = new AbortController()
    const leader = cached(new Request(url, { signal: controller.signal }))
    const follower = cached(new Request(url))
    controller.abort(reason)
    resolve(fresh('for the others'))
    await expect(leader).rejects.toBe(reason)
    expect(await (await follower).text()).toBe('for the others')
    expect(seen).toHaveLength(1)
  })

  test('stops the handler where `abort` says so', async () => {
    const { cached, seen } = setUp(
      (request) =>
        new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => {
            reject(request.signal.reason as Error)
          })
        }),
      { abort: { leader: { awaitBackend: 'stop' } } },
    )
    const controller = new AbortController()
    const pending = cached(new Request(url, { signal: controller.signal }))
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
    expect(seen[0]?.signal.aborted).toBe(true)
  })

  test('had left before it asked: it gets its reason, not a response', async () => {
    const { handler, resolve } = toldHandler()
    const { cached } = setUp(handler)
    const pending = cached(new Request(url, { signal: AbortSignal.abort(reason) }))
    await expect(pending).rejects.toBe(reason)
    resolve(fresh('stored'))
  })

  test('is given what is stored in memory, though it has left: there is nothing to save', async () => {
    const { cached, get } = setUp(() => fresh('hello'))
    await (await get('/')).text()
    const response = await cached(new Request(url, { signal: AbortSignal.abort(reason) }))
    expect(await response.text()).toBe('hello')
  })
})

test('an answer that comes when nobody wants it any more is not read', async () => {
  const { handler, resolve } = toldHandler()
  const { cached } = setUp(handler, { abort: { leader: { awaitBackend: 'stop' } } })
  const controller = new AbortController()
  const pending = cached(new Request(url, { signal: controller.signal }))
  controller.abort(reason)
  await expect(pending).rejects.toBe(reason)
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>()
  resolve(new Response(new ReadableStream({ cancel: () => cancel() })))
  await cancelled
})
