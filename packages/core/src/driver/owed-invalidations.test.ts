import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeStore } from '../testing/fake-store.ts'
import { settled } from '../testing/relay-scene.ts'
import { OwedInvalidations } from './owed-invalidations.ts'
import { Roster } from './roster.ts'
import { StoreBreaker } from './store-breaker.ts'

const setUp = (most = 100) => {
  const clock = fakeClock()
  const store = fakeStore()
  const breaker = new StoreBreaker({ clock, random: () => 0.5 }, { failures: 3 })
  const changes = new Roster<unknown>()
  let ends = 0
  const owed = new OwedInvalidations({
    store,
    clock,
    breaker,
    storeDeadline: 2_000,
    changes,
    noteEnd: () => void (ends += 1),
    most,
  })
  const calls = (): string[] => store.calls.map(({ operation, key }) => `${operation} ${key}`)
  return { clock, store, breaker, changes, owed, calls, ends: () => ends }
}

const url = 'http://e.example/a'
const a = { key: 'a', url }
const b = { key: 'b', url: undefined }

describe('invalidations that the store could not be told', () => {
  test('hide what they are about, by its key and by its URL, until the store has heard of them', async () => {
    const { clock, owed, calls, changes, ends } = setUp()
    expect([owed.size, owed.hides('a', url)]).toEqual([0, false])
    owed.add(a)
    owed.add(b)
    expect([owed.size, owed.hides('a', 'other'), owed.hides('other', url), owed.hides('c', 'c')]).toEqual([
      2,
      true,
      true,
      false,
    ])
    clock.advance(999)
    expect(calls()).toEqual([])
    clock.advance(1)
    await settled()
    expect(calls()).toEqual(['delete a', `purge ${url}`, 'delete b'])
    expect([owed.size, owed.hides('a', url), owed.hides('b', 'b')]).toEqual([0, false, false])
    expect([changes.size, ends(), clock.pending()]).toEqual([0, 1, 0])
  })

  test.each(['fails', 'is silent'] as const)('are told again when the store %s, one first', async (how) => {
    const { clock, store, breaker, owed, calls, changes } = setUp()
    owed.add(a)
    owed.add(b)
    if (how === 'fails') store.failNext('purge')
    else store.setDelay('manual')
    clock.advance(1_000)
    await settled()
    expect(changes.size).toBe(how === 'fails' ? 0 : 1)
    if (how === 'is silent') clock.advance(2_000)
    await settled()
    expect(calls()).toEqual(['delete a', `purge ${url}`])
    expect([owed.size, owed.hides('a', 'a'), breaker.health.failures]).toEqual([2, true, 1])
    store.setDelay('sync')
    clock.advance(1_000)
    await settled()
    expect([owed.size, breaker.health.failures, clock.pending()]).toEqual([0, 0, 0])
  })

  test('wait for the breaker, and show it that the store is back', async () => {
    const { clock, breaker, owed, calls } = setUp()
    for (let failures = 0; failures < 3; failures += 1) breaker.failed()
    breaker.gaveUp()
    clock.advance(1_000)
    breaker.obstacle()
    breaker.failed()
    owed.add(b)
    clock.advance(1_999)
    await settled()
    expect(calls()).toEqual([])
    clock.advance(1)
    await settled()
    expect([calls(), breaker.state]).toEqual([['delete b'], 'closed'])
  })

  test('wait on when another tries already whether the store is back', async () => {
    const { clock, breaker, owed, calls } = setUp()
    for (let failures = 0; failures < 3; failures += 1) breaker.failed()
    owed.add(b)
    clock.advance(999)
    clock.jump(1)
    expect(breaker.obstacle()).toBeUndefined()
    clock.advance(1)
    await settled()
    expect([calls(), clock.pending()]).toEqual([[], 1])
  })

  test('are told at once when the store is back, and no more of them at the same time than it can bear', async () => {
    const { store, owed } = setUp()
    for (let count = 0; count < 40; count += 1) owed.add({ key: `k${count}`, url: undefined })
    store.setDelay('manual')
    owed.tell()
    owed.tell()
    expect(store.held).toHaveLength(1)
    store.release()
    await settled()
    expect(store.held).toHaveLength(16)
    store.release()
    await settled()
    store.release()
    await settled()
    expect(store.held).toHaveLength(7)
    store.release()
    await settled()
    expect(owed.size).toBe(0)
  })

  test('are owed on where the same was changed once more while it was told', async () => {
    const { store, owed } = setUp()
    owed.add(a)
    store.setDelay('manual')
    owed.tell()
    owed.add({ ...a })
    store.release()
    await settled()
    expect([owed.size, owed.hides('a', url)]).toEqual([1, true])
    store.release()
    await settled()
    expect([owed.size, owed.hides('a', url)]).toEqual([0, false])
  })

  test('are all owed where the same key was changed together with several URLs, or with none', async () => {
    const { clock, owed, calls } = setUp()
    for (const each of [url, 'http://e.example/b', undefined]) owed.add({ key: 'a', url: each })
    expect([owed.size, owed.hides('other', url), owed.hides('other', 'http://e.example/b')]).toEqual([
      1,
      true,
      true,
    ])
    clock.advance(1_000)
    await settled()
    expect(calls()).toEqual(['delete a', `purge ${url}`, 'purge http://e.example/b'])
    expect([owed.size, owed.hides('other', url)]).toEqual([0, false])
  })

  test('hide everything when there are too many, and everything is removed then', async () => {
    const { clock, owed, calls, store } = setUp(2)
    for (const key of ['a', 'b', 'c', 'd']) owed.add({ key, url: undefined })
    expect([owed.size, owed.hides('x', 'y')]).toEqual([1, true])
    store.failNext('purge')
    clock.advance(1_000)
    await settled()
    expect([calls(), owed.size]).toEqual([['purge '], 1])
    clock.advance(1_000)
    await settled()
    expect([calls(), owed.size, owed.hides('x', 'y')]).toEqual([['purge ', 'purge '], 0, false])
  })

  test('hide everything on where one more came while all was being removed', async () => {
    const { store, owed } = setUp(1)
    owed.add(a)
    owed.add(b)
    store.setDelay('manual')
    owed.tell()
    owed.add({ key: 'c', url: undefined })
    store.release()
    await settled()
    expect([owed.size, owed.hides('x', 'y')]).toEqual([1, true])
  })

  test('are told at once while the cache comes to rest, and once', async () => {
    const { clock, owed, calls, store, changes } = setUp()
    owed.hurry()
    store.failNext('delete')
    owed.add(b)
    expect(changes.size).toBe(1)
    await settled()
    expect([calls(), owed.size, clock.pending()]).toEqual([['delete b'], 1, 0])
    owed.calm()
    expect(clock.pending()).toBe(1)
    clock.advance(1_000)
    await settled()
    expect(owed.size).toBe(0)
  })

  test('are not remembered where that is not wanted', () => {
    const { clock, owed } = setUp(0)
    owed.add(a)
    expect([owed.size, owed.hides('a', url), clock.pending()]).toEqual([0, false, 0])
  })
})
