import type { Store, StoredResponse } from '@cachechart/core'

/** The same store, which tells of every change that it makes; of a response that is there from now on, with which. */
export const watchedStore = (store: Store, changed: (stored?: StoredResponse) => void): Store => {
  const telling = <Answer>(answer: Answer, stored?: StoredResponse): Answer => {
    changed(stored)
    return answer
  }
  return {
    get: (key) => store.get(key),
    put: (key, response) => {
      const writer = store.put(key, response)
      return {
        write: (chunk) => writer.write(chunk),
        commit: () => telling(writer.commit(), response),
        abort: () => writer.abort(),
      }
    },
    freshen: (key, entry, response) => telling(store.freshen(key, entry, response)),
    delete: (key) => telling(store.delete(key)),
    purge: (selector, change) => telling(store.purge(selector, change)),
    close: () => store.close(),
  }
}
