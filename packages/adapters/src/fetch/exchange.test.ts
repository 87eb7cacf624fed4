import { expect, test } from '@jest/globals'
import type { Body, Cache, CacheResponse, PendingRequest } from '@cachechart/core'
import { exchange } from './exchange.ts'
import { readArguments } from './read-arguments.ts'

test('a caller that aborts in the very moment in which the reply comes gets its reason, and the body is given up', async () => {
  const controller = new AbortController()
  let cancelled = 0
  const body: Body = {
    bytes: undefined,
    length: undefined,
    cancel: () => (cancelled += 1),
    async *[Symbol.asyncIterator]() {},
  }
  const reply = { status: 200, reason: '', fields: [], body } as unknown as CacheResponse // all that is looked at
  const arrival = Promise.resolve(reply)
  const pending = {
    poll: () => undefined,
    wait: () => arrival,
    cancel: () => undefined,
  } as unknown as PendingRequest // all that is called
  const cache = { send: () => pending } as unknown as Cache // nothing else of it is used
  const call = readArguments('http://example.com/', { signal: controller.signal })
  if (call === undefined) throw new TypeError('the cache has a part in this call')
  const response = exchange(cache, call)
  const reason = new Error('enough')
  void arrival.then(() => {
    controller.abort(reason) // after the exchange has been told of the reply, before it goes on
  })
  await expect(response).rejects.toBe(reason)
  expect(cancelled).toBe(1)
})
