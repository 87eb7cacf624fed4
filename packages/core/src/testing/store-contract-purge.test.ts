import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { PurgeChange, PurgeSelector, Store, StoreWriter } from '../ports/store.ts'
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

/** Purges a key that once had the label, or URL, as a whole; only one of the ways to replace a head ends that. */
const rememberingFrom = (
  namesOf: (response: StoredResponse) => readonly (string | null)[],
  ended: 'put' | 'freshen',
): (() => Store) =>
  broken((inner) => {
    const keys = new Map<string | null, string>()
    const remember = (by: 'put' | 'freshen', key: string, response: StoredResponse): void => {
      if (by === ended) keys.clear()
      for (const name of namesOf(response)) keys.set(name, key)
    }
    return {
      put: (key, response) => {
        remember('put', key, response)
        return inner.put(key, response)
      },
      freshen: (key, entry, response) => {
        remember('freshen', key, response)
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

/** Gives heads that are to be changed an empty body. */
const emptied = (inner: MemoryStore, isMeant: (response: StoredResponse) => boolean): void => {
  for (const key of ['one', 'two']) {
    for (const { response } of variantsOf(inner, key)) {
      if (isMeant(response)) inner.put(key, response).commit()
    }
  }
}

/** Does something to what a function that throws was about. */
const brokenByThrowing = (breakIt: (inner: MemoryStore, selector: PurgeSelector) => void): (() => Store) =>
  brokenPurge((inner, selector, change) => {
    try {
      return inner.purge(selector, change)
    } catch (error) {
      breakIt(inner, selector)
      throw error
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

/** Commits otherwise what was begun before a purge. */
const committingAfterPurge = (
  commit: (unlabelled: StoreWriter) => ReturnType<StoreWriter['commit']>,
): (() => Store) =>
  countingPurges((inner, purges) => ({
    put: (key, response) => {
      const writer = inner.put(key, response)
      const unlabelled = inner.put(key, { ...response, surrogateKeys: [] })
      const begun = purges()
      return {
        write: (chunk) => {
          unlabelled.write(chunk)
          return writer.write(chunk)
        },
        commit: () => (purges() > begun ? commit(unlabelled) : writer.commit()),
        abort: () => writer.abort(),
      }
    },
  }))

const purgingOnlyAtRest = broken((inner) => {
  let writing = 0
  return {
    put: (key, response) => {
      const writer = inner.put(key, response)
      writing += 1
      const commit = () => {
        writing -= 1
        return writer.commit()
      }
      return { write: (chunk) => writer.write(chunk), commit, abort: () => writer.abort() }
    },
    purge: (selector, change) => (writing > 0 ? 0 : inner.purge(selector, change)),
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

const labelsOf = ({ surrogateKeys }: StoredResponse) => surrogateKeys
const urlsOf = ({ url }: StoredResponse) => [url]

const removing = 'purge() removes what is selected, tells how many, and leaves all else'
const changing = 'purge() with a function gives what is selected another head, and keeps its body'
const findable = 'what purge() has changed can be purged again, by all that it could before'
const forgotten = 'a label, or URL, that a new response or head has not any more does not select it'
const written = 'what is committed after purge() is stored, as are the labels by which it is found'
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
  'removes more than is selected': [
    brokenPurge((inner, selector, change) => {
      const selected = inner.purge(selector, change)
      if (change === 'remove') inner.purge({ type: 'all' }, change)
      return selected
    }),
    removing,
  ],
  'tells again of what it has removed before': [
    broken((inner) => {
      const told = new Map<string, number>()
      return {
        purge: (selector, change) => {
          const name = JSON.stringify(selector)
          const count = inner.purge(selector, change) || (told.get(name) ?? 0)
          told.set(name, count)
          return count
        },
      }
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
  'loses the bodies of what it changes': [
    brokenPurge((inner, selector, change) => {
      const selected = inner.purge(selector, change)
      emptied(inner, ({ lifetime }) => lifetime === 0)
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
    brokenByThrowing((inner, selector) => inner.purge(selector, 'remove')),
    throwing,
  ],
  'changes what a function that throws was about': [
    brokenByThrowing((inner, selector) => inner.purge(selector, (head) => ({ ...head, lifetime: 0 }))),
    throwing,
  ],
  'loses the body of what a function that throws was about': [
    brokenByThrowing((inner) => emptied(inner, () => true)),
    throwing,
  ],
  'loses the way to what a function that throws was about': [
    broken((inner) => {
      let purges = 0
      return { purge: (selector, change) => ((purges += 1) > 1 ? 0 : inner.purge(selector, change)) }
    }),
    throwing,
  ],
  'remembers the labels of what was replaced': [rememberingFrom(labelsOf, 'freshen'), forgotten],
  'remembers the labels of an old head': [rememberingFrom(labelsOf, 'put'), forgotten],
  'remembers the URL of what was replaced': [rememberingFrom(urlsOf, 'freshen'), forgotten],
  'remembers the URL of an old head': [rememberingFrom(urlsOf, 'put'), forgotten],
  'does not learn the labels of a new head': [
    broken((inner) => ({
      freshen: (key, entry, response) =>
        inner.freshen(key, entry, { ...response, surrogateKeys: [], url: null }),
    })),
    forgotten,
  ],
  'refuses what was being written when it purged': [committingAfterPurge(() => 'refused'), written],
  'drops what was being written when it purged': [committingAfterPurge(() => 'stored'), written],
  'does not purge while something is being written': [purgingOnlyAtRest, written],
  'loses the labels of what was being written when it purged': [
    committingAfterPurge((unlabelled) => unlabelled.commit()),
    written,
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
