import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Body, MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { bodyAtHand, deferred, settled } from '../testing/relay-scene.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { reopenStored } from './reopen-stored.ts'
import { StoreBreaker } from './store-breaker.ts'

const stored = sampleResponse()

/** A leader that has stored a response, in a store that answers lookups as the test says. */
const setUp = (get: () => MaybePromise<LookupResult>, by: StoredResponse | null = stored) => {
  const clock = fakeClock()
  const breaker = new StoreBreaker({ clock, random: () => 0.5 }, { failures: 2 })
  const store = { ...memoryStore(), get }
  const reopen = (): MaybePromise<Body | undefined> =>
    reopenStored({
      environment: { store, clock, breaker },
      settings: { deadlines: { store: 2_000 } },
      key: 'key',
      flight: { shared: by === null ? undefined : { stored: by } },
    })
  return { clock, breaker, reopen }
}

/** One that comes piece by piece, or never. */
const silent = () => {
  const body = {
    bytes: undefined,
    length: undefined,
    cancels: 0,
    cancel: () => void (body.cancels += 1),
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<Uint8Array>>(() => {}) }),
  }
  return body
}

const hit = (body: Body, response = stored): LookupResult => ({
  type: 'hit',
  variants: [{ response, open: () => body, countUse: () => 0 }],
})

const tooLate = { name: 'StoreError', code: 'ERR_STORE_TIMEOUT' }

describe('the body that a leader has stored, opened for one who fell behind', () => {
  test('is there at once in a store that answers at once', () => {
    const body = bodyAtHand(new Uint8Array(3))
    const { breaker, reopen } = setUp(() => hit(body))
    breaker.failed()
    expect([reopen(), breaker.health.failures]).toEqual([body, 0])
  })

  test.each([
    ['nothing was stored', () => hit(silent()), null],
    ['it is gone', (): LookupResult => ({ type: 'miss' }), stored],
    ['another has taken its place', () => hit(silent(), sampleResponse({ etag: '"other"' })), stored],
  ] as const)('is not there when %s', (_why, get, by) => {
    expect(setUp(get, by).reopen()).toBeUndefined()
  })

  test.each(['answers an error', 'rejects'] as const)('cannot be had when the store %s', async (how) => {
    const error = new StoreError('ERR_STORE_FAILED', 'down')
    const { breaker, reopen } = setUp(async () => {
      if (how === 'rejects') throw error
      return Promise.resolve({ type: 'error', error })
    })
    await expect(reopen()).rejects.toBe(error)
    expect(breaker.health.failures).toBe(1)
  })

  test('cannot be had when the store answers an error at once', () => {
    const error = new StoreError('ERR_STORE_FAILED', 'down')
    const { breaker, reopen } = setUp(() => ({ type: 'error', error }))
    expect(reopen).toThrow(error)
    expect(breaker.health.failures).toBe(1)
  })

  test('is not asked for while the store is left alone', () => {
    const { breaker, reopen } = setUp(() => hit(silent()))
    breaker.failed()
    breaker.failed()
    expect(reopen).toThrow(expect.objectContaining({ code: 'ERR_STORE_UNAVAILABLE' }))
  })

  test('is waited for as long as the store may take, and given back unread when it comes later', async () => {
    const { promise, resolve } = deferred<LookupResult>()
    const { clock, breaker, reopen } = setUp(() => promise)
    const opening = reopen()
    clock.advance(2_000)
    await expect(opening).rejects.toMatchObject(tooLate)
    const body = silent()
    resolve(hit(body))
    await settled()
    expect([body.cancels, breaker.health.failures, clock.pending()]).toEqual([1, 1, 0])
  })

  test('is read within what the opening has left', async () => {
    const { promise, resolve } = deferred<LookupResult>()
    const { clock, reopen } = setUp(() => promise)
    const opening = reopen()
    clock.advance(1_500)
    resolve(hit(silent()))
    const body = await opening
    let failure: unknown
    body?.[Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => (failure = error))
    clock.advance(499)
    await settled()
    expect(failure).toBeUndefined()
    clock.advance(1)
    await settled()
    expect(failure).toMatchObject(tooLate)
  })
})
