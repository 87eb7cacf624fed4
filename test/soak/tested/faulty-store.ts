import type { LookupResult, Store, StoredEntry, StoreWriter } from '@cachechart/core'
import type { Mishaps } from './mishap.ts'

/** A store whose calls go wrong now and then. */
export interface FaultyStore extends Store {
  /** How many writers were neither committed nor aborted so far. */
  openWriters(): number
}

export function faultyStore(store: Store, mishaps: Mishaps): FaultyStore {
  const open = new Set<StoreWriter>()
  const originals = new WeakMap<StoredEntry, StoredEntry>()

  const breakable = (entry: StoredEntry): StoredEntry => {
    const stand: StoredEntry = {
      response: entry.response,
      open: () => mishaps.around(() => entry.open()),
      countUse: () => entry.countUse(),
    }
    originals.set(stand, entry)
    return stand
  }
  const breakableHit = async (call: () => ReturnType<Store['get']>): Promise<LookupResult> => {
    const result = await call()
    return result.type === 'hit' ? { ...result, variants: result.variants.map(breakable) } : result
  }

  return {
    get: (key) => {
      const result = mishaps.around(() => store.get(key))
      // Where the store answers at once its entries stay what they are, so that most hits are those of memory.
      return 'then' in result ? breakableHit(() => result) : result
    },
    put: (key, response, claim) => faultyWriter(store.put(key, response, claim), { open, mishaps }),
    freshen: (key, entry, response, claim) =>
      mishaps.aroundChange(() => store.freshen(key, originals.get(entry) ?? entry, response, claim)),
    delete: (key) => mishaps.aroundChange(() => store.delete(key)),
    purge: (selector, change) => {
      // Calls take effect in the order in which they are made, and a purge is about all that was committed before.
      mishaps.hurry()
      return mishaps.around(() => store.purge(selector, change))
    },
    close: () => store.close(),
    openWriters: () => open.size,
  }
}

interface WriterOptions {
  readonly open: Set<StoreWriter>
  readonly mishaps: Mishaps
}

function faultyWriter(writer: StoreWriter, { open, mishaps }: WriterOptions): StoreWriter {
  open.add(writer)
  return {
    write: (chunk) => mishaps.around(() => noteRefusal(writer.write(chunk), () => open.delete(writer))),
    commit: () =>
      mishaps.aroundChange(() => {
        const result = writer.commit()
        open.delete(writer)
        return result
      }),
    abort: () => {
      open.delete(writer)
      writer.abort()
    },
  }
}

/** A refused writer is closed. */
function noteRefusal<Result>(result: Result, close: () => void): Result {
  if (result === 'refused') close()
  return result
}
