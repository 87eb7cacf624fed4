import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { MaybePromise } from '../ports/body.ts'
import type { Store, StoredEntry, StoreWriter } from '../ports/store.ts'
import { broken, brokenEntries, brokenWriter, failures, variantsOf } from './fixtures/broken-store.ts'
import { StoreContractError } from './store-contract/expectation.ts'

/** Does the work when those who have called are done with their turn. */
async function late<Answer>(work: () => MaybePromise<Answer>): Promise<Answer> {
  await Promise.resolve()
  return work()
}

const lateToDelete = broken((inner) => ({ delete: (key) => late(() => inner.delete(key)) }))

const lateToPurgeBy = (type: string): (() => Store) =>
  broken((inner) => ({
    purge: (selector, change) => {
      const work = () => inner.purge(selector, change)
      return selector.type === type ? late(work) : work()
    },
  }))

/** Takes a commit that follows a deletion for its opposite, and does nothing. */
const doingNeither = broken((inner) => {
  let deleting: 'nothing' | 'a key' = 'nothing'
  return {
    delete: () => {
      deleting = 'a key'
      return 1
    },
    put: (key, response) => {
      const writer = inner.put(key, response)
      const commit = (): ReturnType<StoreWriter['commit']> => {
        if (deleting === 'nothing') return writer.commit()
        deleting = 'nothing'
        return 'stored'
      }
      return { write: (chunk) => writer.write(chunk), commit, abort: () => writer.abort() }
    },
  }
})

/** Counts by something else than a body. */
const countingBy = (nameOf: (entry: StoredEntry, key: string) => object | string): (() => Store) =>
  brokenEntries(() => {
    const counts = new Map<object | string, number>()
    return (entry, key) => ({
      countUse: () => {
        const count = (counts.get(nameOf(entry, key)) ?? 0) + 1
        counts.set(nameOf(entry, key), count)
        return count
      },
    })
  })

const countingWith = (count: (entry: StoredEntry) => number): (() => Store) =>
  brokenEntries(() => (entry) => ({ countUse: () => count(entry) }))

/** What was found before a head has changed is not what is stored any more: to use it says nothing. */
const countingApartOnce = (isChanged: (head: StoredResponse) => boolean): (() => Store) =>
  brokenEntries((inner) => (entry, key) => ({
    countUse: () => {
      const variants = variantsOf(inner, key)
      const apart = !variants.includes(entry) && variants.some(({ response }) => isChanged(response))
      return apart ? 1 : entry.countUse()
    },
  }))

const committedAfter = 'what is committed after delete() or purge() is stored, though these were not awaited'
const putAfter =
  'what is put and committed after delete() or purge() is stored, though these were not awaited'
const counting = 'an entry counts its uses from 1 on, or answers 0 each time'
const countingOn = 'uses are counted on when a head has changed, also through an entry that was found before'

const countingApartAll = 'what takes the place of an entry, and what another key has, counts its own uses'
const freshenedBefore = 'what was freshened before purge() is changed by it, though it was not awaited'
const removedBefore = 'what was removed before freshen() is gone, though the removal was not awaited'

/** Stores that take calls in another order, or count otherwise, and the case that must notice. */
const brokenStores: Record<string, readonly [makeStore: () => Store, noticedBy: string]> = {
  'deletes what was committed meanwhile': [lateToDelete, committedAfter],
  'deletes what was put meanwhile': [lateToDelete, putAfter],
  'neither deletes nor commits when it is told to do both': [doingNeither, committedAfter],
  'neither deletes nor puts when it is told to do both': [doingNeither, putAfter],
  'purges by key what was committed meanwhile': [lateToPurgeBy('key'), committedAfter],
  'purges by a label what was put meanwhile': [lateToPurgeBy('surrogateKey'), putAfter],
  'purges by URL what was committed meanwhile': [lateToPurgeBy('url'), committedAfter],
  'purges, with all else, what was put meanwhile': [lateToPurgeBy('all'), putAfter],
  'commits after what was to remove it': [
    brokenWriter((writer) => ({ commit: () => late(() => writer.commit()) })),
    'what was committed before delete() or purge() is removed, though it was not awaited',
  ],
  'finds what is about to be removed': [
    lateToDelete,
    'what was removed before get() is not found, though the removal was not awaited',
  ],
  'freshens what was purged meanwhile': [
    broken((inner) => ({
      freshen: (key, entry, response) => late(() => inner.freshen(key, entry, response)),
    })),
    freshenedBefore,
  ],
  'tells nothing of what it has changed': [
    broken((inner) => ({
      purge: (selector, change) => {
        const purged = inner.purge(selector, change)
        return change === 'remove' ? purged : 0
      },
    })),
    freshenedBefore,
  ],
  'freshens what is about to be removed': [lateToDelete, removedBefore],
  'says that it has freshened what was removed': [
    broken((inner) => ({
      freshen: (key, entry, response) => {
        inner.freshen(key, entry, response)
        return 'freshened'
      },
    })),
    removedBefore,
  ],
  'counts each use twice': [countingWith((entry) => entry.countUse() + entry.countUse()), counting],
  'counts too much at first': [
    countingWith((entry) => {
      const count = entry.countUse()
      return count === 1 ? 7 : count
    }),
    counting,
  ],
  'counts from 0 on': [countingWith((entry) => entry.countUse() - 1), counting],
  'counts now and then': [
    countingWith((entry) => {
      const count = entry.countUse()
      return count % 2 === 0 ? count : 0
    }),
    counting,
  ],
  'begins to count again with a new head': [countingBy((entry) => entry), countingOn],
  'counts apart what was found before it was freshened': [
    countingApartOnce(({ lifetime }) => lifetime > 0),
    countingOn,
  ],
  'counts apart what was found before a purge': [
    countingApartOnce(({ lifetime }) => lifetime === 0),
    countingOn,
  ],
  'counts by key': [countingBy((_, key) => key), countingApartAll],
  'counts by what is stored': [countingBy(({ response }) => JSON.stringify(response)), countingApartAll],
}

describe('the contract notices a store that', () => {
  test.each(Object.entries(brokenStores))('%s', async (_, [makeStore, noticedBy]) => {
    const failed = await failures(makeStore)
    expect([...failed.keys()]).toContain(noticedBy)
    expect(failed.get(noticedBy)).toBeInstanceOf(StoreContractError)
  })
})
