import { describe, expect, test } from '@jest/globals'
import { BackendError } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { fieldOf, get, interpreters, settle, stage, storeOne, storyOf, textOf, type Stage } from './stage.ts'

const swr = ['Cache-Control', 'max-age=60, stale-while-revalidate=600']
const sie = ['Cache-Control', 'max-age=60, stale-if-error=600']

const staleStage = async (
  interpreter: 'table' | 'xstate',
  fields: string[],
  options = {},
): Promise<Stage> => {
  const set = stage({ interpreter, ...options })
  set.backend.reply({ fields: [...fields, 'ETag', '"1"'] }, 'one')
  await textOf(await set.cache.handle(get()))
  set.clock.advance(61_000)
  return set
}

describe.each(interpreters)('stale-while-revalidate on the %s', (interpreter) => {
  test('answers at once, and one of many starts the one refresh', async () => {
    const { cache, backend } = await staleStage(interpreter, swr)
    const answers = Array.from({ length: 20 }, () => cache.send(get()).poll())
    expect(answers.map((response) => response?.source)).toEqual(Array(20).fill('stored'))
    expect(answers.map((response) => response && fieldOf(response, 'cache-status'))).toContain(
      'cachechart; hit; ttl=-1',
    )
    expect(backend.calls).toHaveLength(2)
    expect(cache.inFlight()).toMatchObject([
      { role: 'background', method: 'GET', state: 'awaitBackend.detached' },
    ])
    backend.reply({ fields: [...swr, 'ETag', '"2"'] }, 'two')
    await settle()
    const renewed = cache.send(get()).poll()
    expect(renewed && [await textOf(renewed), fieldOf(renewed, 'cache-status')]).toEqual([
      'two',
      'cachechart; hit; ttl=60',
    ])
    expect(cache.inFlight()).toEqual([])
  })

  test('is renewed by a 304 as well, and HEAD starts a refresh with GET', async () => {
    const { cache, backend } = await staleStage(interpreter, swr)
    expect(cache.send({ ...get(), method: 'HEAD' }).poll()?.source).toBe('stored')
    expect(backend.requests[1]).toMatchObject({ method: 'GET', fields: ['If-None-Match', '"1"'] })
    backend.reply({ status: 304, fields: swr })
    await settle()
    expect(storyOf(cache)).toEqual(['refresh.begin', 'reply.freshen'])
    expect(fieldOf(await cache.handle(get()), 'cache-status')).toBe('cachechart; hit; ttl=60')
  })

  test.each([
    ['an error status', (set: Stage) => set.backend.reply({ status: 503 }, 'sorry')],
    ['a broken connection', (set: Stage) => set.backend.fail(new BackendError('ERR_BACKEND_RESET', 'reset'))],
    ['silence', (set: Stage) => set.clock.advance(30_000)],
  ])(
    'keeps the entry when the refresh fails by %s, tells of it, and leaves the key alone for a while',
    async (_how, fail) => {
      const set = await staleStage(interpreter, swr)
      set.cache.send(get())
      fail(set)
      await settle()
      expect(set.tolerated).toMatchObject([{ during: 'refresh' }])
      expect(set.cache.tolerated().refresh).toBe(1)
      expect([set.cache.send(get()).poll()?.source, set.backend.calls.length]).toEqual(['stored', 2])
      set.clock.advance(1_000)
      expect([set.cache.send(get()).poll()?.source, set.backend.calls.length]).toEqual(['stored', 3])
      const drained = set.cache.drain({ timeout: 1 })
      set.clock.advance(1)
      expect(await drained).toEqual({ stopped: 1 })
    },
  )

  test('counts a refresh whose body breaks off as failed, and keeps the old response', async () => {
    const { cache, backend, tolerated } = await staleStage(interpreter, swr)
    cache.send(get())
    const body = fakeBody()
    backend.reply({ fields: swr }, body)
    await settle()
    body.push('tw')
    body.fail(new BackendError('ERR_BACKEND_RESET', 'reset'))
    await settle()
    expect(tolerated).toMatchObject([{ during: 'refresh', error: { code: 'ERR_BACKEND_RESET' } }])
    expect(await textOf(await cache.handle(get()))).toBe('one')
    expect(backend.calls).toHaveLength(2)
  })

  test('tells the runtime what it has to wait for', async () => {
    const work: Promise<unknown>[] = []
    const { cache, backend } = await staleStage(interpreter, swr, {
      background: { waitUntil: (each: Promise<unknown>) => work.push(each) },
    })
    expect(work).toHaveLength(1)
    cache.send(get())
    expect(work).toHaveLength(2)
    backend.reply({ fields: swr }, 'two')
    await Promise.all(work)
    expect(cache.inFlight()).toEqual([])
  })
})

describe.each(interpreters)('stale-if-error on the %s', (interpreter) => {
  test.each([
    [
      'an error status',
      (set: Stage) => set.backend.reply({ status: 503 }, 'sorry'),
      '; fwd-status=503',
      'ERR_REPLY_STATUS',
    ],
    [
      'a refused connection',
      (set: Stage) => set.backend.fail(new BackendError('ERR_BACKEND_UNREACHABLE', 'refused')),
      '',
      'ERR_BACKEND_UNREACHABLE',
    ],
    ['silence', (set: Stage) => set.clock.advance(30_000), '', 'ERR_DEADLINE'],
  ])('lets the stored response stand in for %s, and says so', async (_how, fail, status, code) => {
    const set = await staleStage(interpreter, sie)
    const pending = set.cache.send(get())
    fail(set)
    const response = await pending.wait()
    expect([response.status, response.source, await textOf(response)]).toEqual([200, 'stored', 'one'])
    expect(response.maskedError).toMatchObject({ code })
    expect(fieldOf(response, 'cache-status')).toBe(`cachechart; fwd=stale${status}; detail=stale-if-error`)
    await settle()
    expect([set.cache.inFlight(), set.clock.pending()]).toEqual([[], 0])
  })

  test('holds no longer than its window, and never against must-revalidate', async () => {
    const late = await staleStage(interpreter, sie)
    late.clock.advance(600_000)
    late.backend.fail(new BackendError('ERR_BACKEND_RESET', 'reset'))
    await expect(late.cache.handle(get())).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    const vetoed = await staleStage(interpreter, [
      'Cache-Control',
      'max-age=60, stale-if-error=600, must-revalidate',
    ])
    vetoed.backend.reply({ status: 503 }, 'sorry')
    expect((await vetoed.cache.handle(get())).status).toBe(503)
  })
})

describe.each(interpreters)('a reload on the %s', (interpreter) => {
  test('is never answered with what is stored, not even when the origin fails', async () => {
    const set = await staleStage(interpreter, sie)
    set.backend.reply({ status: 503 }, 'sorry')
    expect((await set.cache.handle(get(), { cacheMode: 'reload' })).status).toBe(503)
    set.backend.fail(new BackendError('ERR_BACKEND_RESET', 'reset'))
    await expect(set.cache.handle(get(), { cacheMode: 'reload' })).rejects.toMatchObject({
      code: 'ERR_BACKEND_RESET',
    })
    set.backend.reply({ status: 503 }, 'sorry')
    expect((await set.cache.handle(get())).source).toBe('stored')
  })
})

describe.each(interpreters)('a failing origin on the %s', (interpreter) => {
  test('fails the request with its own error, or one that wraps whatever the backend threw', async () => {
    const { cache, backend } = stage({ interpreter })
    const own = new BackendError('ERR_BACKEND_RESET', 'reset')
    backend.fail(own)
    await expect(cache.handle(get())).rejects.toBe(own)
    const foreign = new TypeError('boom')
    backend.fail(foreign)
    await expect(cache.handle(get())).rejects.toMatchObject({ code: 'ERR_BACKEND_FAILED', cause: foreign })
    backend.fail(own)
    await expect(cache.handle({ ...get(), method: 'POST' })).rejects.toBe(own)
    backend.reply({ fields: ['Content-Length', '10'] }, 'short')
    await expect(cache.handle(get())).rejects.toMatchObject({ code: 'ERR_BACKEND_SHORT_BODY' })
    backend.reply({ status: 100 })
    await expect(cache.handle(get())).rejects.toMatchObject({ code: 'ERR_BACKEND_PROTOCOL' })
    expect(cache.inFlight()).toEqual([])
  })

  test.each(['GET', 'POST'])(
    'that is silent fails %s at the deadline, and is told to stop',
    async (method) => {
      const { cache, backend, clock } = stage({ interpreter })
      const pending = cache.send({ ...get(), method })
      clock.advance(29_999)
      expect(cache.inFlight()).toHaveLength(1)
      clock.advance(1)
      await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', status: 504 })
      expect(() => pending.poll()).toThrow('30 s')
      expect([backend.cancelled, cache.inFlight()]).toEqual([1, []])
    },
  )

  test('whose answer comes after the deadline changes nothing any more', async () => {
    const { cache, backend, clock, tolerated } = stage({ interpreter })
    const pending = cache.send(get())
    clock.advance(30_000)
    backend.calls[0]?.answer({ status: 200, reason: 'OK', fields: [], body: null })
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
    await settle()
    expect(tolerated).toEqual([])
  })

  test.each([
    ['breaks off', (body: ReturnType<typeof fakeBody>) => body.fail(new Error('reset')), 'reset'],
    ['is short', (body: ReturnType<typeof fakeBody>) => body.end(), 'Content-Length'],
  ])('whose body %s gives the client an error and the store nothing', async (_how, end, message) => {
    const set = stage({ interpreter })
    const body = fakeBody()
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'Content-Length', '10'] }, body)
    const response = await set.cache.handle(get())
    body.push('12345')
    end(body)
    await expect(textOf(response)).rejects.toThrow(message)
    expect(storyOf(set.cache).at(-1)).toBe('delivery.failed')
    await storeOne(set)
    expect(set.backend.calls).toHaveLength(2)
  })
})
