import type { MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult, PurgeSelector, Store } from '../ports/store.ts'
import { FakeEntry, type FakeEntryPlace } from './fake-entry.ts'
import { FakeWriter } from './fake-writer.ts'
import type { Gate } from './gate.ts'

/** A store whose calls, those of its writers, entries and bodies included, pass through a gate. */
export function gatedStore(
  store: Store,
  { gate, chunkBytes }: { readonly gate: Gate; readonly chunkBytes: number | undefined },
): Store {
  return {
    get: (key) => lookUp(store, { gate, key, chunkBytes }),
    put: (key, response, claim) =>
      gate.passAtOnce(
        { operation: 'put', key },
        () => new FakeWriter(store.put(key, response, claim), { gate, key }),
      ),
    freshen: (...[key, entry, response, claim]: Parameters<Store['freshen']>) =>
      gate.pass({ operation: 'freshen', key }, () =>
        store.freshen(key, entry instanceof FakeEntry ? entry.inner : entry, response, claim),
      ),
    delete: (key) => gate.pass({ operation: 'delete', key }, () => store.delete(key)),
    purge: (selector, change) =>
      gate.pass({ operation: 'purge', key: nameOf(selector) }, () => store.purge(selector, change)),
    close: () => gate.pass({ operation: 'close', key: '' }, () => store.close()),
  }
}

const nameOf = (selector: PurgeSelector): string => {
  switch (selector.type) {
    case 'key':
      return selector.key
    case 'surrogateKey':
      return selector.surrogateKey
    case 'url':
      return selector.url
    case 'all':
      return ''
  }
}

function lookUp(store: Store, place: FakeEntryPlace): MaybePromise<LookupResult> {
  const wrap = (result: LookupResult): LookupResult =>
    result.type === 'hit'
      ? { type: 'hit', variants: result.variants.map((inner) => new FakeEntry(inner, place)) }
      : result
  try {
    const answer = place.gate.pass({ operation: 'get', key: place.key }, () => {
      const result = store.get(place.key)
      return result instanceof Promise ? result.then(wrap) : wrap(result)
    })
    return answer instanceof Promise ? answer.catch(answerError) : answer
  } catch (error) {
    return answerError(error)
  }
}

/** A lookup is three-valued: what went wrong is its result. */
function answerError(error: unknown): LookupResult {
  if (error instanceof StoreError && error.code !== 'ERR_STORE_CLOSED') return { type: 'error', error }
  throw error
}
