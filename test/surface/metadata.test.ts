import { describe, expect, test } from '@jest/globals'
import { BackendError, type CacheResponse, type Outcome } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { fresh } from '../driver/flight-stage.ts'
import { get, interpreters, settle, stage, storeOne, textOf, type Stage } from '../driver/stage.ts'

const windows = ['Cache-Control', 'stale-while-revalidate=100, stale-if-error=100', 'Surrogate-Key', 'a b']

const told = ({ outcome, cached, stale, age, ttl, hits, waited, role }: CacheResponse) => ({
  outcome,
  cached,
  stale,
  age,
  ttl,
  hits,
  waited,
  role,
})

const none = { cached: false, stale: false, age: undefined, ttl: undefined, hits: 0, waited: false }

describe.each(interpreters)('what a response says of itself on the %s', (interpreter) => {
  const staged = async (age: number): Promise<Stage> => {
    const set = stage({ interpreter })
    await storeOne(set, ...windows)
    set.clock.advance(age * 1000)
    return set
  }

  test('of a fresh hit', async () => {
    const set = await staged(20)
    const first = await set.cache.handle(get())
    expect(told(first)).toEqual({
      outcome: 'hit.fresh',
      cached: true,
      stale: false,
      age: 20,
      ttl: 40,
      hits: 1,
      waited: false,
      role: 'client',
    })
    expect([first.surrogateKeys, first.maskedError]).toEqual([['a', 'b'], undefined])
    expect((await set.cache.handle(get())).hits).toBe(2)
  })

  test('of a stale hit', async () => {
    const set = await staged(70)
    const response = await set.cache.handle(get())
    expect(told(response)).toMatchObject({
      outcome: 'hit.stale',
      cached: true,
      stale: true,
      age: 70,
      ttl: -10,
    })
  })

  test('of a hit that masks an error, with what caused that', async () => {
    const set = await staged(70)
    const reset = new BackendError('ERR_BACKEND_RESET', 'reset', { cause: new Error('ECONNRESET') })
    set.backend.fail(reset)
    const response = await set.cache.handle(get(undefined, 'Cache-Control', 'max-age=0'))
    expect(told(response)).toMatchObject({ outcome: 'hit.masked', cached: true, stale: true, role: 'leader' })
    expect(response.maskedError).toBe(reset)
    expect(reset).toMatchObject({ cause: { message: 'ECONNRESET' } })
  })

  test('of a miss, for the one that leads and the ones that follow', async () => {
    const set = stage({ interpreter })
    const [first, second] = [set.cache.send(get()), set.cache.send(get())]
    set.backend.reply(fresh, fakeBody())
    await settle()
    const own = { cached: false, stale: false, age: 0, ttl: 60, hits: 0 }
    expect(told(await first.wait())).toEqual({
      ...own,
      outcome: 'miss.leader',
      waited: false,
      role: 'leader',
    })
    expect(told(await second.wait())).toEqual({
      ...own,
      outcome: 'miss.follower',
      waited: true,
      role: 'follower',
    })
  })

  test('of a hit that has waited for the fetch to be stored', async () => {
    const set = await staged(70)
    const ask = () => set.cache.send(get(undefined, 'Cache-Control', 'max-age=60'))
    const [, second] = [ask(), ask()]
    set.backend.reply({ status: 304 })
    await settle()
    expect(told(await second.wait())).toMatchObject({
      outcome: 'hit.fresh',
      cached: true,
      waited: true,
      role: 'follower',
    })
  })

  test('of a response that was validated', async () => {
    const set = await staged(70)
    set.backend.reply({ status: 304 })
    const response = await set.cache.handle(get(undefined, 'Cache-Control', 'max-age=60'))
    expect(told(response)).toMatchObject({
      outcome: 'revalidated',
      cached: true,
      stale: false,
      age: 0,
      hits: 1,
    })
  })

  test('of what has passed by, and of what is not stored', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Surrogate-Key', 'c'] }, 'x')
    const passed = await set.cache.handle(get(), { pass: true })
    expect([told(passed), passed.surrogateKeys]).toEqual([
      { ...none, outcome: 'pass', role: 'client' },
      ['c'],
    ])
    set.backend.reply({ fields: ['Cache-Control', 'no-store'] }, 'x')
    expect(told(await set.cache.handle(get()))).toEqual({ ...none, outcome: 'uncacheable', role: 'leader' })
    expect(told(await set.cache.handle(get(), { strategy: 'fresh' }))).toEqual({
      ...none,
      outcome: 'unsatisfied',
      role: 'client',
    })
  })
})

describe.each(interpreters)('the counters on the %s', (interpreter) => {
  test('count each request once, by how it has ended', async () => {
    const set = stage({ interpreter })
    const counted = (): { readonly [Kind in Outcome]?: number } =>
      Object.fromEntries(Object.entries(set.cache.counters()).filter(([, count]) => count > 0))
    await storeOne(set)
    await textOf(await set.cache.handle(get()))
    expect(counted()).toEqual({ 'miss.leader': 1, 'hit.fresh': 1 })
    set.backend.fail(new Error('no'))
    await set.cache.handle(get(), { pass: true }).catch(() => {})
    set.cache.send(get('http://origin.example/other')).cancel()
    set.cache.send(get(), { pass: true }).cancel()
    expect(counted()).toEqual({ 'miss.leader': 1, 'hit.fresh': 1, error: 1, abandoned: 1 })
  })

  test('count a request whose body breaks off as an error, and one whose client leaves as abandoned', async () => {
    const set = stage({ interpreter })
    const [broken, left] = [fakeBody(), fakeBody()]
    set.backend.reply(fresh, broken)
    const reading = textOf(await set.cache.handle(get())).catch(() => 'broken')
    broken.fail(new Error('no'))
    expect(await reading).toBe('broken')
    set.backend.reply(fresh, left)
    const response = await set.cache.handle(get())
    response.body.cancel()
    await settle()
    expect(set.cache.counters()).toMatchObject({ error: 1, abandoned: 1, 'miss.leader': 0 })
  })

  test('count no refresh: nobody has asked for it', async () => {
    const set = stage({ interpreter })
    await storeOne(set, ...windows)
    set.clock.advance(70_000)
    await textOf(await set.cache.handle(get()))
    set.backend.reply({ status: 304 })
    await settle()
    const counts = Object.values(set.cache.counters())
    expect(counts.reduce((sum, count) => sum + count)).toBe(2)
  })
})
