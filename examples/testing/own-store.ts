import {
  StoreError,
  type Body,
  type PurgeSelector,
  type Store,
  type StoredEntry,
  type StoreWriter,
} from '@cachechart/core'

type Kept = StoredEntry & { readonly key: string; readonly bytes: Uint8Array }

/** A store in an array. Of each variant of a key it has one. */
export function ownStore(): Store {
  let all: Kept[] | undefined = []
  const where = (isMeant: (kept: Kept) => boolean): Kept[] => {
    if (all === undefined) throw new StoreError('ERR_STORE_CLOSED', 'the store is closed')
    return all.filter(isMeant)
  }
  const remove = (old: Kept[]): number => {
    all = where((kept) => !old.includes(kept))
    return old.length
  }
  const add = (key: string, { response, bytes }: Pick<Kept, 'response' | 'bytes'>): 'stored' => {
    const added = { key, response, bytes, open: () => bodyOf(bytes), countUse: () => 0 }
    const others = where((kept) => variantOf(kept) !== variantOf(added))
    all = [added, ...others].toSorted((one, other) => other.response.date - one.response.date)
    return 'stored'
  }
  return {
    get(key) {
      const variants = where((kept) => kept.key === key)
      return variants.length === 0 ? { type: 'miss' } : { type: 'hit', variants }
    },
    put: (key, response) => writer((bytes) => add(key, { response, bytes })),
    freshen(key, { bytes }: Kept, response) {
      if (remove(where((kept) => kept.key === key && kept.bytes === bytes)) === 0) return 'gone'
      add(key, { response, bytes })
      return 'freshened'
    },
    delete: (key) => remove(where((kept) => kept.key === key)),
    purge(selector, change) {
      const old = where((kept) => isSelected(kept, selector))
      if (change === 'remove') return remove(old)
      for (const { key, response, bytes } of old) add(key, { response: change(response), bytes })
      return old.length
    },
    close: () => (all = undefined),
  }
}

const writer = (commit: (bytes: Uint8Array) => 'stored'): StoreWriter => {
  const chunks: Uint8Array[] = []
  return {
    write: (chunk) => (chunks.push(chunk) > 0 ? 'accepted' : 'refused'),
    commit: () => commit(Buffer.concat(chunks)),
    abort: () => undefined,
  }
}

const variantOf = ({ key, response }: Kept) => JSON.stringify([key, response.vary, response.varied])

const bodyOf = (bytes: Uint8Array): Body => ({
  ...{ bytes, length: bytes.length, cancel: () => undefined },
  async *[Symbol.asyncIterator]() {
    yield bytes
  },
})

const isSelected = ({ key, response }: Kept, by: PurgeSelector): boolean =>
  by.type === 'all' ||
  (by.type === 'key' && by.key === key) ||
  (by.type === 'url' && by.url === response.url) ||
  (by.type === 'surrogateKey' && response.surrogateKeys.includes(by.surrogateKey))
