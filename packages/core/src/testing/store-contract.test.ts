import { describe, expect, test } from '@jest/globals'
import type { Store, StoredEntry, StoreWriter } from '../ports/store.ts'
import { fakeStore } from './fake-store.ts'
import {
  broken,
  brokenBody,
  brokenLookup,
  brokenWriter,
  failures,
  sizes,
  sound,
  variantsOf,
  maxBodyBytes,
} from './fixtures/broken-store.ts'
import { storeContract } from './store-contract.ts'
import { StoreContractError } from './store-contract/expectation.ts'

/** Stores that break one promise each, and the case that must notice. */
const brokenStores: Record<string, readonly [makeStore: () => Store, noticedBy: string]> = {
  'shows what is not committed': [
    broken((inner) => ({
      put: (key, response) => {
        inner.put(key, response).commit()
        return inner.put(key, response)
      },
    })),
    'nothing of a response is found before it is committed',
  ],
  'keeps what was aborted': [
    brokenWriter((writer) => ({ abort: () => void writer.commit() })),
    'an aborted response leaves nothing behind',
  ],
  'forgets what was stored when a writer is aborted': [
    broken((inner) => ({
      put: (key, response) => {
        const writer = inner.put(key, response)
        const abort = () => void inner.delete(key)
        return { write: (chunk) => writer.write(chunk), commit: () => writer.commit(), abort }
      },
    })),
    'abort() after commit() changes nothing',
  ],
  'loses all chunks but the first': [
    brokenWriter((writer) => {
      let chunks = 0
      return { write: (chunk) => ((chunks += 1) === 1 ? writer.write(chunk) : 'accepted') }
    }),
    'chunks of any size become one body, in order',
  ],
  'believes the announced length': [
    brokenWriter((writer, { fields }) => ({
      write: (chunk) =>
        writer.write(/length/i.test(fields[0] ?? '') ? chunk.subarray(0, Number(fields[1])) : chunk),
    })),
    'an announced length that is not true does no harm',
  ],
  'cuts off what is too long': [
    brokenWriter((writer) => ({
      write: (chunk) => writer.write(chunk.subarray(0, chunk.length < maxBodyBytes ? 1 : maxBodyBytes)),
    })),
    'a refused body leaves what was stored before, and the store goes on',
  ],
  'has one writer for each key': [
    broken((inner) => {
      const writers = new Map<string, StoreWriter>()
      return {
        put: (key, response) => {
          const writer = writers.get(key) ?? inner.put(key, response)
          writers.set(key, writer)
          return writer
        },
      }
    }),
    'writers of one key do not mix; the last that commits is found',
  ],
  'keeps one variant of each key': [
    broken((inner) => ({
      put: (key, response) => {
        inner.delete(key)
        return inner.put(key, response)
      },
    })),
    'responses that other requests select are kept side by side',
  ],
  'lists the oldest variant first': [
    brokenLookup((variants) => variants.toReversed()),
    'variants are listed newest first, by date, then the last that was committed first',
  ],
  'never replaces a variant': [
    broken((inner) => {
      let commits = 0
      return {
        put: (key, response) => inner.put(`${key} ${(commits += 1)}`, response),
        get: (key) => inner.get(`${key} 1`),
      }
    }),
    'a commit replaces the variant of the same selection, and no other',
  ],
  'changes the list that a reader holds': [
    broken((inner) => {
      const lists = new Map<string, StoredEntry[]>()
      return {
        get: (key) => {
          const list = lists.get(key) ?? []
          list.splice(0, list.length, ...variantsOf(inner, key))
          lists.set(key, list)
          return list.length > 0 ? { type: 'hit', variants: list } : { type: 'miss' }
        },
        delete: (key) => {
          lists.get(key)?.splice(0)
          return inner.delete(key)
        },
      }
    }),
    'a lookup result does not change in the hands of its reader',
  ],
  'writes field names in lower case': [
    broken((inner) => ({
      put: (key, response) => {
        const fields = response.fields.map((text, index) => (index % 2 === 0 ? text.toLowerCase() : text))
        return inner.put(key, { ...response, fields })
      },
    })),
    'every member of a head survives as it is, odd field lines too',
  ],
  'does not tell keys apart by case': [
    broken((inner) => ({
      put: (key, response) => inner.put(key.toLowerCase(), response),
      get: (key) => inner.get(key.toLowerCase()),
    })),
    'keys of every kind are kept apart',
  ],
  'finds what every object has': [
    broken((inner) => ({
      get: (key) => (key in {} ? { type: 'hit', variants: [] } : inner.get(key)),
    })),
    'a key that was never written is a miss',
  ],
  'freshens what is gone': [
    broken((inner) => ({
      freshen: (key, entry, response) => {
        inner.freshen(key, entry, response)
        return 'freshened'
      },
    })),
    'an entry that was deleted is gone, and does not come back',
  ],
  'freshens whatever is in the place of the entry': [
    broken((inner) => ({
      freshen: (key, entry, response) => {
        const current = variantsOf(inner, key).find(
          (other) => other.response.varied[0] === entry.response.varied[0],
        )
        return current === undefined ? 'gone' : inner.freshen(key, current, response)
      },
    })),
    'an entry whose body was replaced is gone: its head does not get another body',
  ],
  'knows only the entry that it gave out last': [
    broken((inner) => ({
      freshen: (key, entry, response) =>
        variantsOf(inner, key).includes(entry) ? inner.freshen(key, entry, response) : 'gone',
    })),
    'an entry that was freshened meanwhile can be freshened again',
  ],
  'loses the body when it freshens': [
    broken((inner) => ({
      freshen: (key, entry, response) => {
        if (inner.freshen(key, entry, response) === 'gone') return 'gone'
        inner.put(key, response).commit()
        return 'freshened'
      },
    })),
    'a freshened entry has the new head and the old body',
  ],
  'counts keys where it deletes variants': [
    broken((inner) => ({ delete: (key) => Math.min(1, inner.delete(key)) })),
    'delete() removes all variants of its key, and tells how many',
  ],
  'deletes more than it was asked to': [
    broken((inner) => ({ delete: (key) => inner.delete(key.toLowerCase()) })),
    'delete() leaves other keys alone, and an unknown key is no error',
  ],
  'goes on after it was closed': [
    broken(() => ({ close: () => {} })),
    'a closed store fails every call with ERR_STORE_CLOSED',
  ],
  'opens what is stored now, not what was found': [
    broken((inner) => ({
      get: (key) => {
        const variants = variantsOf(inner, key).map(({ response }) => ({
          response,
          open: () => variantsOf(inner, key)[0]?.open(),
          countUse: () => 0,
        }))
        return variants.length > 0 ? { type: 'hit', variants } : { type: 'miss' }
      },
    })),
    'an entry whose place was taken opens its own body or none',
  ],
  'tells a wrong length': [
    brokenBody((bytes) => ({
      bytes,
      length: bytes.length + 1,
      cancel() {},
      async *[Symbol.asyncIterator]() {
        yield bytes
      },
    })),
    'a body tells the truth about its bytes and its length',
  ],
  'gives all readers the same body, to be read once': [
    brokenBody((bytes) => {
      const once = [bytes].values()
      return {
        bytes: undefined,
        length: undefined,
        cancel: () => void once.next(),
        async *[Symbol.asyncIterator]() {
          yield* once
        },
      }
    }),
    'several readers each read the whole body',
  ],
}

describe('the contract is kept by a store that answers with promises:', () => {
  const makeStore = () =>
    Promise.resolve(fakeStore({ store: sound(), delay: 'microtask', chunkBytes: 50_000 }))
  test.each(storeContract(makeStore, sizes))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contract notices a store that', () => {
  test.each(Object.entries(brokenStores))('%s', async (_, [makeStore, noticedBy]) => {
    const failed = await failures(makeStore)
    expect([...failed.keys()]).toContain(noticedBy)
    expect(failed.get(noticedBy)).toBeInstanceOf(StoreContractError)
  })

  test('breaks its port otherwise, by throwing, which is passed on', async () => {
    const bug = new TypeError('a bug in a store')
    const makeStore = () => {
      const store = fakeStore({ store: sound() })
      store.failNext('get', bug)
      return store
    }
    expect((await failures(makeStore)).get('a key that was never written is a miss')).toBe(bug)
  })
})

test('the cases about limits are there only for stores whose limit is known', () => {
  const names = (options: Parameters<typeof storeContract>[1]) =>
    storeContract(sound, options).map(({ name }) => name)
  expect(names({}).filter((name) => name.includes('limit'))).toEqual([])
  expect(names(sizes).filter((name) => name.includes('limit'))).toHaveLength(2)
  expect(new Set(names(sizes)).size).toBe(names(sizes).length)
})

describe('a store that keeps responses outside of the memory', () => {
  const cases = (makeStore: () => Store) => storeContract(makeStore, { ...sizes, keeps: 'elsewhere' })
  const name = 'a sensitive response is refused, and what was stored before is left'

  test('has one promise more to keep', () => {
    const more = cases(sound).map((one) => one.name)
    const others = storeContract(sound, sizes).map((one) => one.name)
    expect(more.filter((one) => !others.includes(one))).toEqual([name])
  })

  test('keeps it by refusing what is sensitive', async () => {
    const run = (makeStore: () => Store) =>
      cases(makeStore)
        .find((one) => one.name === name)
        ?.run()
    const refusing = brokenWriter((_, { sensitive }) =>
      sensitive ? { write: () => 'refused', commit: () => 'refused' } : {},
    )
    await expect(run(sound)).rejects.toThrow('the outcome: expected "refused", seen "stored"')
    await expect(run(refusing)).resolves.toBeUndefined()
  })
})

test('every case closes the store that it has made', async () => {
  let open = 0
  const makeStore = () => {
    open += 1
    const fake = fakeStore({ store: sound() })
    return { ...fake, close: () => void (open -= 1) }
  }
  const cases = storeContract(makeStore, sizes).filter(({ name }) => !name.startsWith('a closed store'))
  for (const { run } of cases) await run()
  expect(open).toBe(0)
})
