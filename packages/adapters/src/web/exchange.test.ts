import { expect, test } from '@jest/globals'
import type { Body, Cache, CacheRequest, CacheResponse, PendingRequest } from '@cachechart/core'
import { exchange } from './exchange.ts'
import { HandlerCall } from './handler-call.ts'

/** A cache that gives this reply, a moment later. */
function cacheWith(reply: Partial<CacheResponse>): {
  cache: Cache
  sent: CacheRequest[]
  arrival: Promise<unknown>
} {
  const sent: CacheRequest[] = []
  const arrival = Promise.resolve({
    status: 200,
    reason: '',
    fields: [],
    ...reply,
  } as unknown as CacheResponse)
  const pending = {
    poll: () => undefined,
    wait: () => arrival,
    cancel: () => undefined,
  } as unknown as PendingRequest
  const send = (request: CacheRequest): PendingRequest => {
    sent.push(request)
    return pending
  }
  return { cache: { send } as unknown as Cache, sent, arrival } // nothing else of it is used
}

const bytes = new Uint8Array(3)
const wholeBody = { bytes, length: 3, cancel: () => undefined } as unknown as Body

test('the cache is asked for the target URI, which has no fragment', async () => {
  const { cache, sent } = cacheWith({ body: wholeBody })
  const call = new HandlerCall(new Request('http://example.com/?a#b', { headers: { a: '1' } }), [])
  await exchange(cache, call)
  expect(sent).toEqual([{ method: 'GET', url: 'http://example.com/?a', fields: ['a', '1'], context: call }])
})

test('a client that leaves in the very moment in which the reply comes gets its reason, and the body is given up', async () => {
  const controller = new AbortController()
  let cancelled = 0
  const body: Body = {
    bytes: undefined,
    length: undefined,
    cancel: () => (cancelled += 1),
    async *[Symbol.asyncIterator]() {},
  }
  const { cache, arrival } = cacheWith({ body })
  const request = new Request('http://example.com/', { signal: controller.signal })
  const response = exchange(cache, new HandlerCall(request, []))
  const reason = new Error('enough')
  void arrival.then(() => {
    controller.abort(reason) // after the exchange has been told of the reply, before it goes on
  })
  await expect(response).rejects.toBe(reason)
  expect(cancelled).toBe(1)
})

test('a platform whose requests have no signal is waited for without one', async () => {
  const { cache } = cacheWith({ body: wholeBody })
  const request = new Request('http://example.com/')
  Object.defineProperty(request, 'signal', { value: undefined })
  expect(await (await exchange(cache, new HandlerCall(request, []))).arrayBuffer()).toEqual(bytes.buffer)
})
