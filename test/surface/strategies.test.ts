import { describe, expect, test } from '@jest/globals'
import { BackendError, type CacheResponse, type Strategy } from '@cachechart/core'
import { expectNothingLeft, fresh } from '../driver/flight-stage.ts'
import { get, interpreters, settle, stage, storeOne, textOf, type Stage } from '../driver/stage.ts'

const down = new BackendError('ERR_BACKEND_UNREACHABLE', 'refused')

/** What became of a request: the body and how, or the code of the error. */
const asked = async (set: Stage, strategy: Strategy): Promise<readonly [string, string]> => {
  const result = await set.cache.handle(get(), { strategy }).catch((error: unknown) => error)
  if (result instanceof Error) return ['error', 'code' in result ? String(result.code) : result.message]
  const response = result as CacheResponse // what is no error is a response
  return [response.outcome, await textOf(response)]
}

const stored = async (interpreter: 'table' | 'xstate', age = 0, ...fields: string[]): Promise<Stage> => {
  const set = stage({ interpreter })
  await storeOne(set, ...fields)
  set.clock.advance(age * 1000)
  return set
}

describe.each(interpreters)('the strategy on the %s', (interpreter) => {
  describe('fresh', () => {
    test('reads the cache', async () => {
      const set = await stored(interpreter)
      expect(await asked(set, 'fresh')).toEqual(['hit.fresh', 'one'])
    })

    test('never asks the origin: what is not stored, or stale, is a 504', async () => {
      const empty = stage({ interpreter })
      expect(await asked(empty, 'fresh')).toEqual(['unsatisfied', ''])
      const stale = await stored(interpreter, 70)
      expect(await asked(stale, 'fresh')).toEqual(['unsatisfied', ''])
      expect([empty.backend.calls.length, stale.backend.calls.length]).toEqual([0, 1])
    })

    test('serves what may be stale, and starts no refresh', async () => {
      const set = await stored(interpreter, 70, 'Cache-Control', 'stale-while-revalidate=100')
      expect([await asked(set, 'fresh'), set.backend.calls.length]).toEqual([['hit.stale', 'one'], 1])
      expectNothingLeft(set)
    })

    test('with the store down fails with an error of its own', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      expect(await asked(set, 'fresh')).toEqual(['error', 'ERR_STORE_FAILED'])
      expect([set.backend.calls.length, set.cache.tolerated().lookup]).toEqual([1, 1])
    })

    test('with the origin down serves what is stored', async () => {
      const set = await stored(interpreter)
      set.backend.fail(down)
      expect(await asked(set, 'fresh')).toEqual(['hit.fresh', 'one'])
    })

    test('with both down fails with an error of its own', async () => {
      const set = await stored(interpreter)
      set.backend.fail(down)
      set.store.failNext('get')
      expect(await asked(set, 'fresh')).toEqual(['error', 'ERR_STORE_FAILED'])
    })
  })

  describe('refresh', () => {
    test('reads the cache', async () => {
      const set = await stored(interpreter)
      expect([await asked(set, 'refresh'), set.backend.calls.length]).toEqual([['hit.fresh', 'one'], 1])
    })

    test('asks the origin on a miss, and when what is stored is stale', async () => {
      const set = stage({ interpreter })
      set.backend.reply(fresh, 'one')
      expect(await asked(set, 'refresh')).toEqual(['miss.leader', 'one'])
      set.clock.advance(70_000)
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'refresh')).toEqual(['miss.leader', 'two'])
    })

    test('with the store down is answered from the origin, and that is counted, not as a miss', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'refresh')).toEqual(['pass', 'two'])
      expect([set.cache.tolerated().lookup, set.cache.counters()]).toMatchObject([
        1,
        { 'miss.leader': 1, pass: 1 },
      ])
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'one'])
    })

    test('with the store down for longer leaves it alone: the breaker opens, and closes when it answers again', async () => {
      const set = await stored(interpreter)
      for (let count = 0; count < 5; count++) {
        set.store.failNext('get')
        set.backend.reply(fresh, 'two')
        expect(await asked(set, 'refresh')).toEqual(['pass', 'two'])
      }
      const lookups = () => set.store.calls.filter(({ operation }) => operation === 'get').length
      const before = lookups()
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'refresh')).toEqual(['pass', 'two'])
      expect([set.cache.storeBreaker(), lookups() - before]).toEqual(['open', 0])
      expect(await asked(set, 'fresh')).toEqual(['error', 'ERR_STORE_UNAVAILABLE'])
      set.clock.advance(1_000)
      expect([await asked(set, 'refresh'), set.cache.storeBreaker()]).toEqual([
        ['hit.fresh', 'one'],
        'closed',
      ])
      expect(set.cache.tolerated().lookup).toBe(7)
    })

    test('with a store that does not answer leaves it alone as well', async () => {
      const set = await stored(interpreter)
      set.store.setDelay('manual')
      const pending = Array.from({ length: 5 }, () => set.cache.send(get()))
      set.clock.advance(2_000)
      expect(set.cache.storeBreaker()).toBe('open')
      expect(set.cache.inFlight().map(({ state }) => state)).toEqual([
        'awaitBackend.attached',
        ...Array<string>(4).fill('awaitFlight'),
      ])
      for (const each of pending) each.cancel()
    })

    test('takes no client that leaves for a failure of the store', async () => {
      const set = await stored(interpreter)
      set.store.setDelay('manual')
      for (let count = 0; count < 9; count++) set.cache.send(get()).cancel()
      expect(set.cache.storeBreaker()).toBe('closed')
    })

    test('with the origin down serves what is stored and fresh', async () => {
      const set = await stored(interpreter)
      set.backend.fail(down)
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'one'])
    })

    test('with the origin down serves what is stale, where stale-if-error allows it', async () => {
      const set = await stored(interpreter, 70, 'Cache-Control', 'stale-if-error=100')
      set.backend.fail(down)
      expect(await asked(set, 'refresh')).toEqual(['hit.masked', 'one'])
      const strict = await stored(interpreter, 70)
      strict.backend.fail(down)
      expect(await asked(strict, 'refresh')).toEqual(['error', 'ERR_BACKEND_UNREACHABLE'])
    })

    test('with both down fails with the origin\u2019s error, which says 502', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.fail(down)
      const failed = set.cache.handle(get())
      await expect(failed).rejects.toMatchObject({ code: 'ERR_BACKEND_UNREACHABLE', status: 502 })
      set.store.failNext('get')
      const late = set.cache.send(get())
      set.clock.advance(30_000)
      await expect(late.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', status: 504 })
    })
  })

  describe('invalidate', () => {
    test('does not read the cache, and always asks the origin', async () => {
      const set = await stored(interpreter)
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'invalidate')).toEqual(['miss.leader', 'two'])
      expect(set.backend.requests[1]?.fields).toEqual([])
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'two'])
      expectNothingLeft(set)
    })

    test('leaves none of the variants that were stored before, once the origin has succeeded', async () => {
      const set = stage({ interpreter })
      const vary = { fields: [...fresh.fields, 'Vary', 'Accept'] }
      const one = get('http://origin.example/page', 'Accept', 'one')
      set.backend.reply(vary, 'one')
      await textOf(await set.cache.handle(one))
      set.backend.reply(vary, 'other')
      const other = get('http://origin.example/page', 'Accept', 'other')
      await textOf(await set.cache.handle(other, { strategy: 'invalidate' }))
      expect(set.cache.send(one).poll()).toBeUndefined()
      expect(set.cache.send(other).poll()?.outcome).toBe('hit.fresh')
    })

    test('leaves nothing where the new reply may not be stored', async () => {
      const set = await stored(interpreter)
      set.backend.reply({ status: 404, fields: ['Cache-Control', 'no-store'] }, 'gone')
      expect(await asked(set, 'invalidate')).toEqual(['uncacheable', 'gone'])
      expect(set.cache.send(get()).poll()).toBeUndefined()
    })

    test('keeps what was asked for before from being stored after', async () => {
      const set = stage({ interpreter })
      const early = set.cache.send(get())
      const invalidating = set.cache.send(get(), { strategy: 'invalidate' })
      set.backend.calls[1]?.answer({
        status: 200,
        reason: '',
        fields: fresh.fields,
        body: new TextEncoder().encode('new'),
      })
      expect(await textOf(await invalidating.wait())).toBe('new')
      set.backend.calls[0]?.answer({
        status: 200,
        reason: '',
        fields: fresh.fields,
        body: new TextEncoder().encode('old'),
      })
      expect(await textOf(await early.wait())).toBe('old')
      await settle()
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'new'])
      expectNothingLeft(set)
    })

    test('with the store down is answered from the origin', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'invalidate')).toEqual(['pass', 'two'])
    })

    test.each<[string, (set: Stage) => void, readonly [string, string]]>([
      ['is not there', (set) => set.backend.fail(down), ['error', 'ERR_BACKEND_UNREACHABLE']],
      ['answers 503', (set) => set.backend.reply({ status: 503 }, 'sorry'), ['uncacheable', 'sorry']],
      [
        'answers a 500 that could be stored',
        (set) => set.backend.reply({ status: 500, ...fresh }, 'sorry'),
        ['uncacheable', 'sorry'],
      ],
    ])(
      'with an origin that %s gives the error, and the stored copy survives',
      async (_how, fail, expected) => {
        const set = await stored(interpreter, 0, 'Cache-Control', 'stale-if-error=100')
        fail(set)
        expect(await asked(set, 'invalidate')).toEqual(expected)
        expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'one'])
        expectNothingLeft(set)
      },
    )

    test('with both down fails with the origin\u2019s error', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.fail(down)
      expect(await asked(set, 'invalidate')).toEqual(['error', 'ERR_BACKEND_UNREACHABLE'])
    })
  })

  describe('bypass', () => {
    test('does not read the cache, always asks the origin, and stores the reply', async () => {
      const set = await stored(interpreter)
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'bypass')).toEqual(['miss.leader', 'two'])
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'two'])
    })

    test('leaves the other variants', async () => {
      const set = stage({ interpreter })
      const vary = { fields: [...fresh.fields, 'Vary', 'Accept'] }
      const one = get('http://origin.example/page', 'Accept', 'one')
      set.backend.reply(vary, 'one')
      await textOf(await set.cache.handle(one))
      set.backend.reply(vary, 'other')
      await textOf(await set.cache.handle(get(undefined, 'Accept', 'other'), { strategy: 'bypass' }))
      expect(set.cache.send(one).poll()?.outcome).toBe('hit.fresh')
    })

    test('with the store down is answered from the origin', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.reply(fresh, 'two')
      expect(await asked(set, 'bypass')).toEqual(['pass', 'two'])
      set.backend.reply(fresh, 'three')
      set.store.failNext('commit')
      expect(await asked(set, 'bypass')).toEqual(['miss.leader', 'three'])
      expect(set.cache.tolerated()).toMatchObject({ lookup: 1, write: 1 })
    })

    test('with the origin down gives the error, whatever is stored', async () => {
      const set = await stored(interpreter, 0, 'Cache-Control', 'stale-if-error=100')
      set.backend.fail(down)
      expect(await asked(set, 'bypass')).toEqual(['error', 'ERR_BACKEND_UNREACHABLE'])
      expect(await asked(set, 'refresh')).toEqual(['hit.fresh', 'one'])
    })

    test('with both down fails with the origin\u2019s error', async () => {
      const set = await stored(interpreter)
      set.store.failNext('get')
      set.backend.fail(down)
      expect(await asked(set, 'bypass')).toEqual(['error', 'ERR_BACKEND_UNREACHABLE'])
    })
  })
})
