import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { PurgeChange, PurgeSelector, Store } from '../ports/store.ts'
import type { MemoryStore } from '../stores/memory-store.ts'
import { broken, brokenLookup, failures, variantsOf } from './fixtures/broken-store.ts'
import { StoreContractError } from './store-contract/expectation.ts'

type Purge = (inner: MemoryStore, selector: PurgeSelector, change: PurgeChange) => ReturnType<Store['purge']>

const brokenPurge = (purge: Purge): (() => Store) =>
  broken((inner) => ({ purge: (selector, change) => purge(inner, selector, change) }))

/** What a purge makes of a head is changed once more. */
const changingMore = (more: (head: StoredResponse) => StoredResponse): (() => Store) =>
  brokenPurge((inner, selector, change) =>
    inner.purge(selector, change === 'remove' ? change : (response) => more(change(response))),
  )

/** Purges a key that once had the label, or URL, as a whole. */
const rememberingFrom = (namesOf: (response: StoredResponse) => readonly (string | null)[]): (() => Store) =>
  broken((inner) => {
    const keys = new Map<string | null, string>()
    const remember = (key: string, response: StoredResponse): void => {
      for (const name of namesOf(response)) keys.set(name, key)
    }
    return {
      put: (key, response) => {
        remember(key, response)
        return inner.put(key, response)
      },
      freshen: (key, entry, response) => {
        remember(key, response)
        return inner.freshen(key, entry, response)
      },
      purge: (selector, change) => {
        const name =
          'url' in selector ? selector.url : 'surrogateKey' in selector ? selector.surrogateKey : ''
        const key = keys.get(name)
        return key === undefined ? inner.purge(selector, change) : inner.delete(key)
      },
    }
  })

/** Tells of its purges, so that something else can break by them. */
const countingPurges = (
  breakIt: (inner: MemoryStore, purges: () => number) => Partial<Store>,
): (() => Store) =>
  broken((inner) => {
    let purges = 0
    return {
      ...breakIt(inner, () => purges),
      purge: (selector, change) => {
        purges += 1
        return inner.purge(selector, change)
      },
    }
  })

/** A purge ends the bodies that were opened before it. */
const emptyingBodies = countingPurges((inner, purges) => ({
  get: (key) => {
    const variants = variantsOf(inner, key).map((entry) => ({
      response: entry.response,
      countUse: () => entry.countUse(),
      open: async () => {
        const whole = await entry.open()
        const opened = purges()
        async function* read(): AsyncGenerator<Uint8Array> {
          if (whole !== undefined && purges() === opened) yield* whole
        }
        return { bytes: undefined, length: whole?.length, cancel() {}, [Symbol.asyncIterator]: read }
      },
    }))
    return variants.length === 0 ? { type: 'miss' } : { type: 'hit', variants }
  },
}))

const removing = 'purge() removes what is selected, tells how many, and leaves all else'
const changing = 'purge() with a function gives what is selected another head, and keeps its body'
const findable = 'what purge() has changed can be purged again, by all that it could before'
const forgotten = 'a label, or URL, that a new response or head has not any more does not select it'
const throwing = 'purge() passes on what its function throws, and leaves what that was about'

/** Stores that break one promise about what is removed, or changed, together, and the case that must notice. */
const brokenStores: Record<string, readonly [makeStore: () => Store, noticedBy: string]> = {
  'purges whole keys by a label of one variant': [
    brokenPurge((inner, selector, change) => {
      if (selector.type !== 'surrogateKey' || change !== 'remove') return inner.purge(selector, change)
      const { surrogateKey } = selector
      return ['one', 'two']
        .filter((key) =>
          variantsOf(inner, key).some(({ response }) => response.surrogateKeys.includes(surrogateKey)),
        )
        .reduce((sum, key) => sum + inner.delete(key), 0)
    }),
    removing,
  ],
  'takes keys for equal whatever their case': [
    brokenPurge((inner, selector, change) =>
      inner.purge(
        selector.type === 'key' ? { ...selector, key: selector.key.toLowerCase() } : selector,
        change,
      ),
    ),
    removing,
  ],
  'purges, and tells nothing of it': [
    brokenPurge((inner, selector, change) => {
      inner.purge(selector, change)
      return 0
    }),
    removing,
  ],
  'tells of what it does not purge': [
    brokenPurge((inner, selector) => inner.purge(selector, (response) => response)),
    removing,
  ],
  'removes what it should only change': [
    brokenPurge((inner, selector) => inner.purge(selector, 'remove')),
    changing,
  ],
  'changes all that is there, whatever is selected': [
    brokenPurge((inner, selector, change) => {
      const selected = inner.purge(selector, change)
      if (change !== 'remove') inner.purge({ type: 'all' }, change)
      return selected
    }),
    changing,
  ],
  'loses the labels of what it changes': [changingMore((head) => ({ ...head, surrogateKeys: [] })), findable],
  'loses the URL of what it changes': [changingMore((head) => ({ ...head, url: null })), findable],
  'leaves a head in the place that its old date had': [
    brokenLookup((variants) => variants.toSorted(({ response }) => (response.varied[0] === 'de' ? -1 : 1))),
    'a head that purge() has made is in its place among the variants: newest first',
  ],
  'keeps quiet about a function that throws': [
    brokenPurge((inner, selector, change) => {
      try {
        return inner.purge(selector, change)
      } catch {
        return 0
      }
    }),
    throwing,
  ],
  'loses what a function that throws was about': [
    brokenPurge((inner, selector, change) => {
      try {
        return inner.purge(selector, change)
      } catch (error) {
        inner.purge(selector, 'remove')
        throw error
      }
    }),
    throwing,
  ],
  'remembers the labels of what has gone': [rememberingFrom(({ surrogateKeys }) => surrogateKeys), forgotten],
  'remembers the URLs of what has gone': [rememberingFrom(({ url }) => [url]), forgotten],
  'does not learn the labels of a new head': [
    broken((inner) => ({
      freshen: (key, entry, response) =>
        inner.freshen(key, entry, { ...response, surrogateKeys: [], url: null }),
    })),
    forgotten,
  ],
  'purges what is still being written': [
    countingPurges((inner, purges) => ({
      put: (key, response) => {
        const writer = inner.put(key, response)
        const begun = purges()
        return {
          write: (chunk) => writer.write(chunk),
          commit: () => (purges() > begun ? 'refused' : writer.commit()),
          abort: () => writer.abort(),
        }
      },
    })),
    'what is committed after purge() is stored, as are the labels by which it is found',
  ],
  'empties the bodies that are being read': [
    emptyingBodies,
    'a body that was opened before purge() can be read to its end',
  ],
  'purges though it was closed': [
    broken(() => ({ purge: () => 0 })),
    'a closed store fails purge() with ERR_STORE_CLOSED',
  ],
}

describe('the contract notices a store that', () => {
  test.each(Object.entries(brokenStores))('%s', async (_, [makeStore, noticedBy]) => {
    const failed = await failures(makeStore)
    expect([...failed.keys()]).toContain(noticedBy)
    expect(failed.get(noticedBy)).toBeInstanceOf(StoreContractError)
  })
})
