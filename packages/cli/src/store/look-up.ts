import type { Store, StoredEntry } from '@cachechart/core'

/** The variants that are stored under a key, newest first. Rejects with a `StoreError`. */
export async function lookUp(store: Store, key: string): Promise<readonly StoredEntry[]> {
  const found = await store.get(key)
  switch (found.type) {
    case 'hit':
      return found.variants
    case 'miss':
      return []
    case 'error':
      throw found.error
  }
}
