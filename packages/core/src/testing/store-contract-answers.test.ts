import { describe, expect, test } from '@jest/globals'
import type { Store } from '../ports/store.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'
import { fakeStore } from './fake-store.ts'
import { broken, brokenBody, brokenWriter } from './fixtures/broken-store.ts'
import { storeContract } from './store-contract.ts'
import { StoreContractError } from './store-contract/expectation.ts'

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

/** Runs a case while time passes, a second at a time, until it has its outcome; the message of its failure. */
async function failureOf(makeStore: (clock: FakeClock) => Store, name: string): Promise<string> {
  const clock = fakeClock()
  const found = storeContract(() => makeStore(clock), { clock }).find((one) => one.name === name)
  const outcome = found?.run().then(
    () => 'passed',
    (error: unknown) => error,
  )
  for (let second = 0; second < 10; second += 1) {
    await turns()
    clock.advance(1_000)
  }
  expect(clock.pending()).toBe(0)
  const failure = await outcome
  expect(failure).toBeInstanceOf(StoreContractError)
  return failure instanceof StoreContractError ? failure.message : String(failure)
}

const after = <Answer>(clock: FakeClock, delay: number, work: () => Answer): Promise<Answer> =>
  new Promise((resolve) => {
    clock.setTimer(() => {
      resolve(work())
    }, delay)
  })

const never = (): Promise<never> => new Promise(() => undefined)
const found = 'a committed response is found, again and again'

describe('an answer that never comes is named by its call:', () => {
  const silent: Record<string, readonly [call: string, makeStore: () => Store]> = {
    get: ['get("key") never answered: not within 4000 ms', broken(() => ({ get: never }))],
    write: [
      'write(5 bytes) for "key" never answered: not within 4000 ms',
      brokenWriter(() => ({ write: never })),
    ],
    commit: [
      'commit() for "key" never answered: not within 4000 ms',
      brokenWriter(() => ({ commit: never })),
    ],
    'the next chunk': [
      'the next chunk of a body never answered: not within 4000 ms',
      brokenBody(() => ({
        bytes: undefined,
        length: undefined,
        cancel: () => undefined,
        [Symbol.asyncIterator]: () => ({ next: never }),
      })),
    ],
  }
  test.each(Object.entries(silent))('%s', async (_, [fault, makeStore]) => {
    expect((await failureOf(makeStore, found)).split('\n')[0]).toBe(fault)
  })
})

test('an answer that comes too late is told apart from one that never comes', async () => {
  const makeStore = (clock: FakeClock) =>
    broken((inner) => ({ get: (key) => after(clock, 3_000, () => inner.get(key)) }))()
  const [fault] = (await failureOf(makeStore, found)).split('\n')
  expect(fault).toBe('get("key") answered late: after 3000 ms, and 2000 ms are allowed')
})

test('an answer may take as long as is allowed', async () => {
  const clock = fakeClock()
  const makeStore = broken((inner) => ({ get: (key) => after(clock, 2_000, () => inner.get(key)) }))
  const [miss] = storeContract(makeStore, { clock })
  const running = miss?.run()
  for (let second = 0; second < 8; second += 1) {
    await turns()
    clock.advance(1_000)
  }
  await expect(running).resolves.toBeUndefined()
})

test('a store that has stopped to answer is not waited for when it is closed', async () => {
  const clock = fakeClock()
  const makeStore = broken(() => ({ get: never, close: never }))
  const [miss] = storeContract(makeStore, { clock })
  const failing = miss?.run().catch(() => clock.now() - fakeClock().now())
  for (let second = 0; second < 10; second += 1) {
    await turns()
    clock.advance(1_000)
  }
  expect(await failing).toBe(4_000)
})

test('an answer in time leaves no timer behind', async () => {
  const clock = fakeClock()
  const makeStore = () => fakeStore({ delay: 'microtask' })
  for (const { run } of storeContract(makeStore, { clock })) await run()
  expect(clock.pending()).toBe(0)
})

test('a failure tells the fault, the promise that is broken, and the calls that led to it', async () => {
  const forgetting = broken(() => ({ delete: () => 3 }))
  expect(await failureOf(forgetting, 'delete() removes all variants of its key, and tells how many')).toBe(
    [
      'get("key") finds what was deleted: 3 variants',
      '  the promise: delete() removes all variants of its key, and tells how many',
      '  the calls:',
      ...['', '', ''].flatMap(() => [
        '    put("key") → a writer',
        '    write(5 bytes) for "key" → accepted',
        '    commit() for "key" → stored',
      ]),
      '    delete("key") → 3',
      '    get("key") → hit, 3 variants',
    ].join('\n'),
  )
})
