import { describe, expect, test } from '@jest/globals'
import { isPromise } from '../ports/body.ts'
import type { Store, StoredEntry } from '../ports/store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeStore } from '../testing/fake-store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { memoryStore } from './memory-store.ts'
import { findEntries, findText, writeText } from './tiered/fixtures/stub-store.ts'
import { tieredStore, type TieredStoreOptions } from './tiered-store.ts'

/** Two tiers in the time that sample responses are of, and a far tier that answers at once. */
function makeTiers(options: Partial<TieredStoreOptions> = {}) {
  const [far, near, clock] = [options.far ?? memoryStore(), memoryStore(), fakeClock(1_700_000_001_000)]
  return { far, near, clock, store: tieredStore({ near, clock, ...options, far }) }
}

const putText = (store: Store, key: string, text: string, response = sampleResponse()) =>
  writeText(store, key, { text, response })

describe('lookups for one key at the same time', () => {
  test('ask the far tier once', async () => {
    const far = fakeStore({ delay: 'manual' })
    const { store } = makeTiers({ far })
    const asked = [store.get('key'), store.get('key'), store.get('other')].map(async (answer) => answer)
    expect(far.held).toHaveLength(2)
    far.release()
    expect(await Promise.all(asked)).toHaveLength(3)
    void store.get('key')
    expect(far.held).toHaveLength(1)
  })

  test('do not wait for the answer to one that was made before a change, or long ago', async () => {
    const far = fakeStore({ delay: 'manual' })
    const { store, clock } = makeTiers({ far, staleness: 5000 })
    void store.get('key')
    void store.delete('key')
    void store.get('key')
    expect(far.held).toHaveLength(3)
    clock.advance(1000)
    void store.get('key')
    expect(far.held).toHaveLength(4)
  })
})

describe('freshening a copy', () => {
  const head = sampleResponse({ reason: 'Fresh' })
  const nearEntry = async (store: Store): Promise<StoredEntry> => {
    await putText(store, 'key', 'hello')
    await findText(store, 'key')
    const found = store.get('key')
    if (isPromise(found) || found.type !== 'hit' || found.variants[0] === undefined)
      throw new Error('it is not near')
    return found.variants[0]
  }

  test('freshens its original, again and again', async () => {
    const { store, far } = makeTiers()
    const entry = await nearEntry(store)
    for (const reason of ['one', 'two']) {
      expect(await store.freshen('key', entry, sampleResponse({ reason }))).toBe('freshened')
      expect((await findEntries(far, 'key'))[0]?.response.reason).toBe(reason)
      expect((await findEntries(store, 'key'))[0]?.response.reason).toBe(reason)
    }
    // What comes later does not wait for it any more.
    expect(store.delete('key')).toBe(1)
  })

  test('finds it gone where others have replaced, changed or removed it', async () => {
    const changes: ((far: Store) => unknown)[] = [
      (far) => putText(far, 'key', 'other', sampleResponse({ etag: '"2"' })),
      (far) => far.purge({ type: 'all' }, (old) => ({ ...old, lifetime: 0 })),
      (far) => far.delete('key'),
    ]
    for (const change of changes) {
      const { store, far } = makeTiers()
      const entry = await nearEntry(store)
      await change(far)
      const before = (await findEntries(far, 'key')).map(({ response }) => response)
      expect(await store.freshen('key', entry, head)).toBe('gone')
      expect((await findEntries(far, 'key')).map(({ response }) => response)).toEqual(before)
    }
  })

  test('takes effect before what is called after it, though it was not awaited', async () => {
    const { store } = makeTiers({ far: fakeStore({ delay: 'microtask' }) })
    const entry = await nearEntry(store)
    const freshened = store.freshen('key', entry, head)
    const softened = store.purge({ type: 'all' }, (old) => ({ ...old, lifetime: 0 }))
    const found = store.get('key')
    expect(await Promise.all([freshened, softened])).toEqual(['freshened', 1])
    const heads = await found
    const response = heads.type === 'hit' ? heads.variants[0]?.response : undefined
    expect(response).toMatchObject({ reason: 'Fresh', lifetime: 0 })
    const again = await nearEntry(store)
    const answers = [store.freshen('key', again, head), store.delete('key'), store.get('key')]
    expect(await Promise.all(answers.map(async (answer) => answer))).toEqual([
      'freshened',
      1,
      { type: 'miss' },
    ])
  })

  test('fails where the far tier cannot be asked', async () => {
    const far = fakeStore()
    const { store } = makeTiers({ far })
    const entry = await nearEntry(store)
    far.failNext('get')
    await expect(store.freshen('key', entry, head)).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
  })
})
