import { describe, expect, test } from '@jest/globals'
import type { Store } from '../ports/store.ts'
import { broken, brokenLookup, failures, sound, variantsOf } from './fixtures/broken-store.ts'
import { StoreContractError } from './store-contract/expectation.ts'

/** Stores that break one promise about what is removed, or changed, together, and the case that must notice. */
const brokenPurges: Record<string, readonly [makeStore: () => Store, noticedBy: string]> = {
  'purges whole keys by a label of one variant': [
    broken((inner) => ({
      purge: (selector, change) =>
        selector.type === 'surrogateKey' && change === 'remove'
          ? ['one', 'two']
              .filter((key) =>
                variantsOf(inner, key).some(({ response }) =>
                  response.surrogateKeys.includes(selector.surrogateKey),
                ),
              )
              .reduce((sum, key) => sum + inner.delete(key), 0)
          : inner.purge(selector, change),
    })),
    'purge() removes what is selected, tells how many, and leaves all else',
  ],
  'purges, and tells nothing of it': [
    broken((inner) => ({
      purge: (selector, change) => {
        inner.purge(selector, change)
        return 0
      },
    })),
    'purge() removes what is selected, tells how many, and leaves all else',
  ],
  'removes what it should only change': [
    broken((inner) => ({ purge: (selector) => inner.purge(selector, 'remove') })),
    'purge() with a function gives what is selected another head, and keeps its body',
  ],
  'loses the labels of what it changes': [
    broken((inner) => ({
      purge: (selector, change) =>
        inner.purge(
          selector,
          change === 'remove' ? change : (response) => ({ ...change(response), surrogateKeys: [] }),
        ),
    })),
    'what purge() has changed can be purged again, by all that it could before',
  ],
  'remembers the labels of what has gone': [
    () => {
      const inner = sound()
      const labelled = new Map<string, string>()
      return {
        ...broken(() => ({}))(),
        get: (key) => inner.get(key),
        put: (key, response) => {
          for (const label of response.surrogateKeys) labelled.set(label, key)
          return inner.put(key, response)
        },
        freshen: (key, entry, response) => inner.freshen(key, entry, response),
        delete: (key) => inner.delete(key),
        purge: (selector, change) => {
          const key = selector.type === 'surrogateKey' ? labelled.get(selector.surrogateKey) : undefined
          return key === undefined ? inner.purge(selector, change) : inner.delete(key)
        },
        close: () => inner.close(),
      }
    },
    'a label, or URL, that a new response or head has not any more does not select it',
  ],
  'purges what is still being written': [
    () => {
      const inner = sound()
      let purges = 0
      return {
        ...broken(() => ({}))(),
        get: (key) => inner.get(key),
        put: (key, response) => {
          const writer = inner.put(key, response)
          const begun = purges
          return {
            write: (chunk) => writer.write(chunk),
            commit: () => (purges > begun ? 'refused' : writer.commit()),
            abort: () => writer.abort(),
          }
        },
        freshen: (key, entry, response) => inner.freshen(key, entry, response),
        delete: (key) => inner.delete(key),
        purge: (selector, change) => {
          purges += 1
          return inner.purge(selector, change)
        },
        close: () => inner.close(),
      }
    },
    'what is committed after purge() is stored, as are the labels by which it is found',
  ],
  'takes its time to delete, and then deletes what has come meanwhile': [
    broken((inner) => ({
      delete: async (key) => {
        await Promise.resolve()
        return inner.delete(key)
      },
    })),
    'calls for one key take effect in the order in which they are made, awaited or not',
  ],
  'empties the bodies that are being read': [
    brokenLookup((variants, _key) =>
      variants.map((entry) => ({
        response: entry.response,
        countUse: () => entry.countUse(),
        open: () => {
          const whole = entry.open()
          return whole instanceof Promise || whole === undefined
            ? whole
            : {
                bytes: undefined,
                length: whole.length,
                cancel() {},
                async *[Symbol.asyncIterator]() {
                  if (variants.length > 1) yield* whole
                },
              }
        },
      })),
    ),
    'a body that was opened before purge() can be read to its end',
  ],
  'counts each use twice': [
    brokenLookup((variants) =>
      variants.map((entry) => ({
        response: entry.response,
        open: () => entry.open(),
        countUse: () => entry.countUse() + entry.countUse(),
      })),
    ),
    'an entry counts its uses, or none of them',
  ],
  'purges though it was closed': [
    broken(() => ({ purge: () => 0 })),
    'a closed store fails purge() with ERR_STORE_CLOSED',
  ],
}

describe('the contract notices a store that', () => {
  test.each(Object.entries(brokenPurges))('%s', async (_, [makeStore, noticedBy]) => {
    const failed = await failures(makeStore)
    expect([...failed.keys()]).toContain(noticedBy)
    expect(failed.get(noticedBy)).toBeInstanceOf(StoreContractError)
  })
})
