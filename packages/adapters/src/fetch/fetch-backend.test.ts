import { afterEach, describe, expect, jest, test } from '@jest/globals'
import type { BackendRequest } from '@cachechart/core'
import { cachedFetch } from './cached-fetch.ts'
import { fetchBackend } from './fetch-backend.ts'
import type { CachedFetchOptions } from './fetch-options.ts'

const awaited: BackendRequest = {
  method: 'GET',
  url: 'http://example.com/',
  fields: [],
  body: null,
  onInformation: () => undefined,
  context: undefined,
}

afterEach(() => {
  jest.restoreAllMocks()
})

/** A body that never ends, and who has stopped it. */
function endless(): { readonly response: Response; readonly stopped: Promise<void> } {
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  return { response: new Response(new ReadableStream({ cancel: () => resolve() })), stopped }
}

describe('a fetch that goes without a signal', () => {
  test('has its body cancelled where nobody wants it any more', async () => {
    const { response, stopped } = endless()
    const controller = new AbortController()
    const backend = fetchBackend(async () => response, 'fromHead')
    const reply = await backend.send(awaited, controller.signal)
    controller.abort()
    await stopped
    expect(reply.status).toBe(200)
  })

  test('has its response given up when that comes too late', async () => {
    const { response, stopped } = endless()
    const controller = new AbortController()
    const backend = fetchBackend(async () => {
      controller.abort()
      return response
    }, 'fromHead')
    await expect(backend.send(awaited, controller.signal)).rejects.toMatchObject({
      code: 'ERR_BACKEND_CANCELLED',
    })
    await stopped
  })

  const ways: readonly (readonly [
    string,
    'with' | 'without',
    CachedFetchOptions,
    RequestInit | undefined,
  ])[] = [
    ['as it comes', 'without', {}, undefined],
    ['a caller that may leave', 'with', {}, { signal: new AbortController().signal }],
    ['a caller that wants something of its own', 'with', {}, { overrides: { ttl: 1 } } as RequestInit], // what cachedFetch adds
    ['a fetch of its own', 'with', { fetch: (...given) => globalThis.fetch(...given) }, undefined],
    ['deadlines', 'with', { deadlines: { reply: 100 } }, undefined],
    ['overrides', 'with', { overrides: {} }, undefined],
    ['requests that others may cancel', 'with', { onSend: () => undefined }, undefined],
  ]

  test.each(ways)(
    'needs nobody who can end it before its head: %s',
    async (_what, expected, options, init) => {
      let signal: unknown
      jest.spyOn(globalThis, 'fetch').mockImplementation(async (_input, given) => {
        signal = given?.signal
        return new Response('x')
      })
      await (await cachedFetch(options)('http://example.com/', init)).text()
      expect(signal === undefined ? 'without' : 'with').toBe(expected)
    },
  )

  test('is no refresh: what goes on in the background can be stopped', async () => {
    const signals: unknown[] = []
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_input, given) => {
      signals.push(given?.signal)
      return new Response('x', { headers: { 'cache-control': 'max-age=0, stale-while-revalidate=60' } })
    })
    const fetch = cachedFetch()
    for (const _time of [1, 2]) await (await fetch('http://example.com/')).text()
    await fetch.cache.drain()
    expect(signals).toEqual([undefined, expect.any(AbortSignal)])
  })

  test('is none by a Request, which would bring the signal of its caller', async () => {
    let signal: unknown
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_input, given) => {
      signal = given?.signal
      return new Response('x')
    })
    const request = new Request('http://example.com/')
    await (await cachedFetch()(request, { signal: null })).text()
    expect(signal).toBeInstanceOf(AbortSignal)
    expect(signal).not.toBe(request.signal)
  })
})
