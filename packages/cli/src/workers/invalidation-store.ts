import type { Store } from '@cachechart/core'

/**
 * The same store, whose user is overheard: `tell` gets each key of which an unsafe method has removed all that was stored
 * (RFC 9111 §4.4). A purge, which asks for the same by `purge`, is not told.
 */
export const invalidationStore = (store: Store, tell: (key: string) => void): Store => ({
  get: (key) => store.get(key),
  put: (key, response) => store.put(key, response),
  freshen: (key, entry, response) => store.freshen(key, entry, response),
  delete: (key) => {
    tell(key)
    return store.delete(key)
  },
  purge: (selector, change) => store.purge(selector, change),
  close: () => store.close(),
})
