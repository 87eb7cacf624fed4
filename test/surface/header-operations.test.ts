import { describe, expect, test } from '@jest/globals'
import { BackendError, CompletedError, MisuseError, type Cache, type PendingRequest } from '@cachechart/core'
import { expectNothingLeft, fresh } from '../driver/flight-stage.ts'
import { fieldOf, get, interpreters, settle, stage, storeOne, textOf, type Stage } from '../driver/stage.ts'

const url = 'http://origin.example/page'

const marked = (pending: PendingRequest): PendingRequest => {
  pending.setResponseHeader('X-Any', 'any')
  pending.setResponseHeader('X-Response', 'response', 'response')
  pending.setResponseHeader('X-Error', 'error', 'error')
  pending.appendResponseHeader('X-Twice', '1')
  pending.appendResponseHeader('X-Twice', '2')
  pending.removeResponseHeader('ETag', 'response')
  return pending
}

const marksOf = (fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap((name, index) =>
      index % 2 === 0 && name.startsWith('X-') ? [[name, fields[index + 1] ?? '']] : [],
    ),
  )

const ofResponse = { 'X-Any': 'any', 'X-Response': 'response', 'X-Twice': '2' }
const ofError = { 'X-Any': 'any', 'X-Error': 'error', 'X-Twice': '2' }

/** How a request comes to a response, for one who has stored nothing yet. */
const ways: readonly [string, (set: Stage) => Promise<PendingRequest>][] = [
  ['a hit', async (set) => (await storeOne(set), marked(set.cache.send(get())))],
  [
    'a hit that is a 304',
    async (set) => (await storeOne(set), marked(set.cache.send(get(url, 'If-None-Match', '"1"')))),
  ],
  [
    'a stale hit',
    async (set) => {
      await storeOne(set, 'Cache-Control', 'stale-while-revalidate=100')
      set.clock.advance(70_000)
      const pending = marked(set.cache.send(get()))
      set.backend.reply({ status: 304 })
      return pending
    },
  ],
  [
    'a masked error',
    async (set) => {
      await storeOne(set, 'Cache-Control', 'stale-if-error=100')
      set.clock.advance(70_000)
      set.backend.fail(new BackendError('ERR_BACKEND_RESET', 'reset'))
      return marked(set.cache.send(get()))
    },
  ],
  [
    'a miss',
    (set) => (
      set.backend.reply({ ...fresh, fields: [...fresh.fields, 'ETag', '"1"'] }, 'x'),
      Promise.resolve(marked(set.cache.send(get())))
    ),
  ],
  [
    'a response that was validated',
    async (set) => {
      await storeOne(set)
      set.clock.advance(70_000)
      set.backend.reply({ status: 304 })
      return marked(set.cache.send(get()))
    },
  ],
  [
    'another\u2019s fetch',
    (set) => {
      set.cache.send(get())
      const pending = marked(set.cache.send(get()))
      set.backend.reply({ fields: [...fresh.fields, 'ETag', '"1"'] }, 'x')
      return Promise.resolve(pending)
    },
  ],
  [
    'a pass',
    (set) => (
      set.backend.reply({ fields: ['ETag', '"1"'] }, 'x'),
      Promise.resolve(marked(set.cache.send(get(), { pass: true })))
    ),
  ],
  [
    'what is uncacheable',
    (set) => (
      set.backend.reply({ fields: ['Cache-Control', 'no-store', 'ETag', '"1"'] }, 'x'),
      Promise.resolve(marked(set.cache.send(get())))
    ),
  ],
]

/** How a request fails. */
const failures: readonly [string, (set: Stage) => PendingRequest | Promise<PendingRequest>][] = [
  ['while it leads', (set) => (set.backend.fail(new Error('no')), marked(set.cache.send(get())))],
  ['on a pass', (set) => (set.backend.fail(new Error('no')), marked(set.cache.send(get(), { pass: true })))],
  [
    'in the store',
    (set) => (set.store.failNext('get'), marked(set.cache.send(get(), { strategy: 'fresh' }))),
  ],
  [
    'by its deadline',
    (set) => {
      const pending = marked(set.cache.send(get()))
      set.clock.advance(30_000)
      return pending
    },
  ],
  [
    'in a hook',
    (set) => marked(set.cache.send(get(), { beforeSend: () => Promise.reject(new Error('no')) })),
  ],
  [
    'because it was cancelled',
    (set) => {
      const pending = marked(set.cache.send(get()))
      pending.cancel()
      return pending
    },
  ],
  [
    'while it follows',
    (set) => {
      set.cache.send(get(), { deadlines: { reply: 60_000 } })
      const pending = marked(set.cache.send(get()))
      set.clock.advance(30_000)
      return pending
    },
  ],
]

describe.each(interpreters)('header operations on the %s', (interpreter) => {
  test.each(ways)('are applied to %s, in order, once', async (_way, send) => {
    const set = stage({ interpreter })
    const response = await (await send(set)).wait()
    expect(marksOf(response.fields)).toEqual(ofResponse)
    expect(response.fields.filter((name) => name === 'X-Twice')).toHaveLength(2)
    expect(fieldOf(response, 'etag')).toBeUndefined()
    await textOf(response)
    await settle()
  })

  test.each(ways)('on %s are never stored, nor given to others', async (_way, send) => {
    const set = stage({ interpreter })
    await textOf(await (await send(set)).wait())
    await settle()
    set.backend.reply({ fields: ['ETag', '"1"'] }, 'x')
    const other = await set.cache.handle(get())
    expect([marksOf(other.fields), fieldOf(other, 'etag')]).toEqual([{}, '"1"'])
  })

  test.each(failures)('for errors are there for whoever makes a response of one: %s', async (_way, send) => {
    const set = stage({ interpreter, collapse: { onTimeout: 'fail' } })
    const pending = await send(set)
    await expect(pending.wait()).rejects.toBeDefined()
    const fields = pending.errorFields(['Content-Type', 'text/plain'])
    expect(marksOf(fields)).toEqual(ofError)
    expect(fields.slice(0, 2)).toEqual(['Content-Type', 'text/plain'])
    expect(fields.filter((name) => name === 'X-Twice')).toHaveLength(2)
  })

  test('for errors are applied to the 504 that the cache makes where nothing is stored', async () => {
    const set = stage({ interpreter })
    const response = await marked(set.cache.send(get(), { strategy: 'fresh' })).wait()
    expect([response.outcome, marksOf(response.fields)]).toEqual(['unsatisfied', ofError])
  })

  test('stay with the client when a refresh begins: the refresh takes none along', async () => {
    const set = stage({ interpreter })
    await storeOne(set, 'Cache-Control', 'stale-while-revalidate=100')
    set.clock.advance(70_000)
    const pending = set.cache.send(get())
    pending.setResponseHeader('X-Any', 'any')
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"2"'] }, 'two')
    await settle()
    expect(marksOf(pending.poll()?.fields ?? [])).toEqual({ 'X-Any': 'any' })
    expect(marksOf((await set.cache.handle(get())).fields)).toEqual({})
    expectNothingLeft(set)
  })

  test('are refused when they are given, if they could not be written', () => {
    const { cache } = stage({ interpreter })
    const pending = cache.send(get())
    expect(() => pending.setResponseHeader('a b', 'c')).toThrow(MisuseError)
    expect(() => pending.appendResponseHeader('a', 'b\r\nc')).toThrow(MisuseError)
    expect(() => pending.removeResponseHeader('Content-Length')).toThrow(MisuseError)
  })

  test('come too late once the response was taken, and say so', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    const pending = set.cache.send(get())
    pending.poll()
    expect(() => pending.setResponseHeader('X', 'y')).toThrow(CompletedError)
    expect(() => pending.appendResponseHeader('X', 'y')).toThrow(CompletedError)
    expect(() => pending.removeResponseHeader('X')).toThrow(CompletedError)
  })

  test('may be given for every request by the cache\u2019s own option', async () => {
    const set = stage({
      interpreter,
      onSend: (pending, request) => pending.setResponseHeader('X-For', request.url),
    })
    await storeOne(set)
    expect(marksOf((await set.cache.handle(get())).fields)).toEqual({ 'X-For': url })
  })
})

describe('whoever is told of every request', () => {
  test('fails it by throwing, before anything has begun', async () => {
    const set = stage({
      onSend: () => {
        throw new Error('not today')
      },
    })
    expect(() => set.cache.send(get())).toThrow('not today')
    await expect(set.cache.handle(get())).rejects.toThrow('not today')
    expect([set.cache.ledger().clients.taken, set.backend.calls.length]).toEqual([0, 0])
  })
})

describe('a pending request', () => {
  const cacheOf = (set: Stage): Cache => set.cache

  test('is handed over with all its operations, while it waits, and takes no more', async () => {
    const set = stage()
    const pending = cacheOf(set).send(get())
    pending.setResponseHeader('X-Any', 'any')
    const handed = pending.sendTo({ accept: (given) => given.wait() })
    expect(() => pending.setResponseHeader('X-Late', 'late')).toThrow(CompletedError)
    set.backend.reply(fresh, 'one')
    expect(marksOf((await handed).fields)).toEqual({ 'X-Any': 'any' })
  })

  test('gives the same again to all who ask', async () => {
    const set = stage()
    set.backend.reply(fresh, 'one')
    const pending = marked(set.cache.send(get()))
    const response = await pending.wait()
    expect([pending.poll(), await pending.wait()]).toEqual([response, response])
    expect(pending.poll()).toBe(response)
  })
})
