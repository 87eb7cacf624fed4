import {
  createCache,
  memoryStore,
  type Backend,
  type BackendRequest,
  type ResponseHead,
} from '@cachechart/core'
import { fakeClock, fakeReply } from '@cachechart/core/testing'
import { describe, expect, test } from '@jest/globals'
import { fieldOf, get, interpreters, settle, textOf } from './stage.ts'

const hints: ResponseHead = {
  status: 103,
  reason: 'Early Hints',
  fields: ['Link', '</a.css>', 'Connection', 'X-A', 'X-A', '1'],
}

/** An origin that sends hints with each call, and answers when it is told to. */
function hintingOrigin() {
  const calls: { readonly request: BackendRequest; readonly answer: () => void }[] = []
  const backend: Backend = {
    send: (request) =>
      new Promise((resolve) => {
        const reply = fakeReply(
          { fields: ['Cache-Control', 'max-age=1, stale-while-revalidate=60', 'X-B', '2'] },
          'final',
        )
        calls.push({ request, answer: () => resolve(reply) })
        request.onInformation?.(hints)
      }),
  }
  return { backend, calls }
}

describe.each(interpreters)('a cache on the %s', (interpreter) => {
  const stage = () => {
    const { backend, calls } = hintingOrigin()
    const clock = fakeClock()
    return { cache: createCache({ store: memoryStore(), backend, clock, interpreter }), calls, clock }
  }

  test('passes interim responses on as they come, without what is meant for the connection', async () => {
    const { cache, calls } = stage()
    const told: ResponseHead[] = []
    const pending = cache.send({ ...get(), onInformation: (head) => told.push(head) })
    expect(told).toEqual([{ status: 103, reason: 'Early Hints', fields: ['Link', '</a.css>'] }])
    calls[0]?.answer()
    const response = await pending.wait()
    expect([fieldOf(response, 'link'), fieldOf(response, 'x-b'), await textOf(response)]).toEqual([
      undefined,
      '2',
      'final',
    ])
  })

  test('tells of none when it answers from what is stored, nor of those of a refresh', async () => {
    const { cache, calls, clock } = stage()
    const first = cache.handle(get())
    calls[0]?.answer()
    await textOf(await first)
    await settle()
    const told: ResponseHead[] = []
    const asked = { ...get(), onInformation: (head: ResponseHead) => told.push(head) }
    await textOf(await cache.handle(asked))
    clock.advance(5_000)
    await textOf(await cache.handle(asked))
    await settle()
    expect([told, calls.length]).toEqual([[], 2])
  })

  test('tells nobody who has left, and nothing after the final response', async () => {
    const { cache, calls } = stage()
    const told: ResponseHead[] = []
    const asked = { ...get(), onInformation: (head: ResponseHead) => told.push(head) }
    const pending = cache.send(asked)
    calls[0]?.answer()
    await textOf(await pending.wait())
    calls[0]?.request.onInformation?.(hints)
    const other = cache.send({ ...asked, url: 'http://origin.example/other' })
    other.cancel()
    calls[1]?.request.onInformation?.(hints)
    await expect(other.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
    expect(told).toHaveLength(2)
  })

  test('goes on when whoever is told throws, and counts it', async () => {
    const { cache, calls } = stage()
    const pending = cache.send({
      ...get(),
      onInformation: () => {
        throw new Error('no hints, please')
      },
    })
    calls[0]?.answer()
    expect(await textOf(await pending.wait())).toBe('final')
    expect(cache.tolerated().observe).toBe(1)
  })
})
