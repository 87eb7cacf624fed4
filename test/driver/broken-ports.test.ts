import { describe, expect, test } from '@jest/globals'
import {
  StoreError,
  type Backend,
  type BackendReply,
  type LookupResult,
  type Store,
  type StoreWriter,
} from '@cachechart/core'
import { fakeStore, type FakeStore } from '@cachechart/core/testing'
import { get, interpreters, settle, stage, storeOne, textOf } from './stage.ts'

const cacheable = { status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'] }

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function* pieces<Piece>(...all: Piece[]): AsyncGenerator<Piece> {
  yield* all
}

/** A port that breaks its contract is what these tests are about. */
const asIfWhole = (body: unknown): BackendReply['body'] => body as BackendReply['body']

const backendOf = (reply: Partial<BackendReply>): Backend => ({
  send: () => ({ ...cacheable, body: null, ...reply }),
})

/** The fake, with some of its operations replaced. */
const storeWith = (changes: Partial<Store>): FakeStore => Object.assign(fakeStore(), changes)

/** Settles twice, at once, and has neither `catch` nor `finally`. */
const settlesTwice = <Result>(result: Result): Promise<Result> => {
  const thenable = {
    // eslint-disable-next-line unicorn/no-thenable -- a promise of another, and bad, library
    then: (resolve: (result: Result) => void) => {
      resolve(result)
      resolve(result)
    },
  }
  return thenable as Promise<Result> // all of it that is looked at
}

describe.each(interpreters)('a cache on the interpreter "%s"', (interpreter) => {
  test.each([
    [
      'cannot be read at all',
      {
        [Symbol.asyncIterator]() {
          throw new Error('broken')
        },
      },
    ],
    [
      'throws instead of rejecting',
      {
        [Symbol.asyncIterator]: () => ({
          next() {
            throw new Error('broken')
          },
        }),
      },
    ],
  ])('leaves nothing open after a body that %s, read or not', async (_how, body) => {
    const { cache } = stage({ interpreter, backend: backendOf({ body: asIfWhole(body) }) })
    await expect(cache.handle(get()).then(textOf)).rejects.toThrow('broken')
    await cache.handle(get())
    await settle()
    expect(cache.inFlight()).toEqual([])
  })

  test.each([
    ['text', 'abc'],
    ['numbers', 3],
    ['nothing', undefined],
    ['bytes in another unit', new Uint16Array(2)],
  ])('stores no body that comes as %s', async (_what, chunk) => {
    const { cache, store } = stage({ interpreter, backend: backendOf({ body: asIfWhole(pieces(chunk)) }) })
    await expect(cache.handle(get()).then(textOf)).rejects.toThrow('a chunk of a body is a Uint8Array')
    expect(await store.get(get().url)).toEqual({ type: 'miss' })
  })

  test('lets nothing through that is more than Content-Length announced', async () => {
    const fields = [...cacheable.fields, 'Content-Length', '3']
    const body = pieces(bytes('abc'), bytes('HTTP/1.1 200 OK'))
    const { cache } = stage({ interpreter, backend: backendOf({ fields, body }) })
    const response = await cache.handle(get())
    const seen: string[] = []
    const read = async (): Promise<void> => {
      for await (const chunk of response.body) seen.push(new TextDecoder().decode(chunk))
    }
    await expect(read()).rejects.toMatchObject({ code: 'ERR_BACKEND_SHORT_BODY' })
    expect(seen.join('')).toBe('abc')
  })

  test('gives the client the whole body though the store can neither write nor give up', async () => {
    const broken = (): never => {
      throw new Error('broken')
    }
    const writer: StoreWriter = { write: broken, commit: broken, abort: broken }
    const backend = backendOf({ body: pieces(bytes('whole')) })
    const set = stage({ interpreter, backend, store: storeWith({ put: () => writer }) })
    expect(await textOf(await set.cache.handle(get()))).toBe('whole')
    expect([set.cache.inFlight(), set.cache.tolerated().write]).toEqual([[], 2])
    expect(await set.cache.drain()).toEqual({ stopped: 0 })
  })

  test('answers once, though the store and the origin do so twice', async () => {
    const miss: LookupResult = { type: 'miss' }
    const backend: Backend = { send: () => settlesTwice({ ...cacheable, body: bytes('once') }) }
    const store = storeWith({ get: () => settlesTwice(miss), delete: () => settlesTwice(0) })
    const { cache, tolerated } = stage({ interpreter, backend, store })
    expect(await textOf(await cache.handle(get()))).toBe('once')
    expect(await textOf(await cache.handle({ ...get(), method: 'POST' }))).toBe('once')
    await settle()
    expect([cache.inFlight(), tolerated]).toEqual([[], []])
  })

  test('serves what is stored though the store throws when it is let go', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    const found = await set.store.get(get().url)
    if (found.type !== 'hit') throw new Error('it was not stored')
    const variants = found.variants.map(({ response }) => ({
      response,
      countUse: () => 0,
      open: () => ({
        bytes: bytes('one'),
        length: 3,
        cancel() {
          throw new Error('broken')
        },
        [Symbol.asyncIterator]: () => pieces(bytes('one')),
      }),
    }))
    const store = storeWith({ get: () => ({ type: 'hit', variants }) })
    const { cache } = stage({ interpreter, clock: set.clock, store })
    expect(await textOf(await cache.handle(get()))).toBe('one')
    expect(cache.tolerated().run).toBe(0) // the body is the client's
    expect((await cache.handle({ ...get(), method: 'HEAD' })).status).toBe(200)
    expect([cache.inFlight(), cache.tolerated().run]).toEqual([[], 1])
  })

  test('keeps a response to a request with content out of the cache, whatever mode was asked for', async () => {
    const { cache, backend } = stage({ interpreter })
    for (const cacheMode of ['default', 'force-cache', 'reload', 'no-cache'] as const) {
      backend.reply(cacheable, 'to evil content')
      await textOf(await cache.handle({ ...get(), body: bytes('evil') }, { cacheMode }))
      backend.reply({ fields: ['Cache-Control', 'no-store'] }, 'to none')
      expect(await textOf(await cache.handle(get()))).toBe('to none')
    }
  })
})

describe.each(interpreters)('an invalidation on the interpreter "%s"', (interpreter) => {
  test('leaves no rejection unheard though the store rejects, and throws when it is asked once more', async () => {
    const unheard: unknown[] = []
    const hear = (error: unknown): void => void unheard.push(error)
    process.on('unhandledRejection', hear)
    const store = storeWith({
      delete: () => Promise.reject(new StoreError('ERR_STORE_FAILED', 'no delete')),
      purge: () => {
        throw new StoreError('ERR_STORE_FAILED', 'no purge')
      },
    })
    const set = stage({ interpreter, store })
    set.backend.reply({ status: 204 })
    expect((await set.cache.handle({ ...get(), method: 'POST' })).status).toBe(204)
    await settle()
    set.clock.advance(2_000)
    await settle()
    process.off('unhandledRejection', hear)
    expect([unheard, set.cache.storeHealth().owedInvalidations]).toEqual([[], 1])
  })
})

describe.each(interpreters)('background work on the interpreter "%s"', (interpreter) => {
  const broken = (): never => {
    throw new Error('broken')
  }

  const staleFields = ['Cache-Control', 'max-age=10, stale-while-revalidate=600']

  test('goes on, and holds nothing, though waitUntil throws', async () => {
    const set = stage({ interpreter, background: { waitUntil: broken } })
    for (const text of ['one', 'two', 'three']) {
      set.backend.reply({ fields: staleFields }, text)
      await textOf(await set.cache.handle(get()))
      await settle()
      set.clock.advance(11_000)
    }
    expect([set.cache.inFlight(), await set.cache.drain()]).toEqual([[], { stopped: 0 }])
    expect([set.backend.calls.length, set.cache.tolerated().run]).toEqual([3, 0])
    expect(set.cache.tolerated().observe).toBeGreaterThan(0)
  })

  test('does not take a key for busy for ever though random throws', async () => {
    const set = stage({ interpreter, random: broken })
    set.backend.reply({ fields: staleFields }, 'one')
    await textOf(await set.cache.handle(get()))
    set.clock.advance(11_000)
    for (const attempt of [2, 3]) {
      set.backend.fail(new Error('down'))
      await textOf(await set.cache.handle(get()))
      await settle()
      expect(set.backend.calls).toHaveLength(attempt)
    }
    expect(set.cache.tolerated().run).toBe(2)
  })
})
