import { describe, expect, test } from '@jest/globals'
import type { Store } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeClock } from './fake-clock.ts'
import { faultyStore } from './faulty-store.ts'
import { sampleResponse } from './sample-response.ts'
import { seededRandom } from './seeded-random.ts'
import { storeContract } from './store-contract.ts'

const seed = 20_231_114

describe(`a store that is only late keeps the contract (seed ${seed}):`, () => {
  const clock = { ...fakeClock(), setTimer: queueMicrotask }
  const makeStore = () => faultyStore(memoryStore(), { seed, failing: 0, late: 0.5, clock })
  test.each(storeContract(makeStore))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const askedOften = async (options: Partial<Parameters<typeof faultyStore>[1]>) => {
  const store = faultyStore(memoryStore(), { seed, late: 0, failing: 0, ...options })
  const types: string[] = []
  for (let call = 0; call < 1_000; call += 1) types.push((await store.get(`${call}`)).type)
  return { store, types }
}

test('the same seed has the same faults, and another seed others', async () => {
  const [one, same, other] = [
    await askedOften({ failing: 0.5 }),
    await askedOften({ failing: 0.5 }),
    await askedOften({ failing: 0.5, seed: seed + 1 }),
  ]
  expect(one.store.faults).toEqual(same.store.faults)
  expect(one.store.faults).not.toEqual(other.store.faults)
})

test('as many calls fail as were asked for, and are told', async () => {
  const { store, types } = await askedOften({ failing: 0.1 })
  const failed = types.filter((type) => type === 'error').length
  expect(failed).toBe(store.faults.length)
  expect(failed).toBeGreaterThan(60)
  expect(failed).toBeLessThan(140)
})

test('a late answer is there when its time has come, and what was asked for is done before', async () => {
  const clock = fakeClock()
  const inner = memoryStore()
  inner.put('key', sampleResponse()).commit()
  const store = faultyStore(inner, { seed, failing: 0, late: 1, latest: 20, clock })
  const answers: unknown[] = []
  const removed = Promise.resolve(store.delete('key')).then((count) => answers.push(count))
  expect(inner.get('key')).toEqual({ type: 'miss' })
  await Promise.resolve()
  expect(answers).toEqual([])
  clock.advance(20)
  await removed
  expect(answers).toEqual([1])
})

test('a silent store takes what it is given and never answers', async () => {
  const inner = memoryStore()
  const store = faultyStore(inner, { seed, failing: 0, late: 0, silent: 1 })
  const writer = store.put('key', sampleResponse())
  const answer = await Promise.race([writer.commit(), Promise.resolve('nothing yet')])
  expect(answer).toBe('nothing yet')
  expect(store.faults).toEqual([{ operation: 'commit', key: 'key', fault: 'silent', after: Infinity }])
  expect(inner.get('key')).toMatchObject({ type: 'hit' })
})

test('by what right is written, the store behind it is told', async () => {
  const claims: unknown[] = []
  const inner = memoryStore()
  const told: Store = {
    get: (key) => inner.get(key),
    put: (key, response, claim) => {
      claims.push(claim)
      return inner.put(key, response)
    },
    freshen: (...[key, entry, response, claim]) => {
      claims.push(claim)
      return inner.freshen(key, entry, response)
    },
    delete: (key) => inner.delete(key),
    purge: (...given) => inner.purge(...given),
    close: () => {
      inner.close()
    },
  }
  const store = faultyStore(told, { seed, failing: 0, late: 0 })
  await store.put('key', sampleResponse(), { moment: 1 }).commit()
  const found = await store.get('key')
  const entry = found.type === 'hit' ? found.variants[0] : undefined
  if (entry !== undefined) await store.freshen('key', entry, sampleResponse(), { moment: 2 })
  expect(claims).toEqual([{ moment: 1 }, { moment: 2 }])
})

test('close is spared', () => {
  const store = faultyStore(memoryStore(), { seed, failing: 1 })
  expect(() => store.close()).not.toThrow()
})

test('seeded numbers are spread over [0, 1)', () => {
  const random = seededRandom(seed)
  const tenths = Array.from({ length: 1_000 }, () => Math.floor(random() * 10))
  expect(new Set(tenths)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
})
