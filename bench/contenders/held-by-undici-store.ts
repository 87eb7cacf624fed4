import { setImmediate as nextTurn } from 'node:timers/promises'
import { cacheStores } from 'undici'
import { bytesOf, heldCount, heldEntry, heldRequestFields, type HeldEntry } from './held-entries.ts'
import type { CreateHolding } from './holding.ts'
import { headersOf } from './policy-samples.ts'

/** Streams tidy up in the next turn of the event loop. */
const entriesInTurn = 256

/** undici's memory store, given what its cache interceptor gives it: the request's headers are among that. */
export const heldByUndiciStore: CreateHolding = () => {
  const most = 8 * heldCount * 1024
  const store = new cacheStores.MemoryCacheStore({ maxCount: 2 * heldCount, maxSize: most })
  return {
    async fill() {
      let given = 0
      for (let number = 0; number < heldCount; number += 1) {
        const entry = heldEntry(number)
        given += bytesOf(entry)
        keep(store, entry)
        if (store.get(keyOf(entry)) === undefined) throw new Error(`${entry.url} is not there`)
        if (number % entriesInTurn === 0) await nextTurn()
      }
      return { count: heldCount, given }
    },
  }
}

const day = 86_400_000

const keyOf = ({ url }: HeldEntry) => {
  const { origin } = new URL(url)
  return { origin, method: 'GET', path: url.slice(origin.length), headers: headersOf(heldRequestFields()) }
}

type UndiciStore = InstanceType<typeof cacheStores.MemoryCacheStore>

function keep(store: UndiciStore, entry: HeldEntry): void {
  const { fields, body } = entry
  const now = Date.now()
  const headers = headersOf(fields)
  const writing = store.createWriteStream(keyOf(entry), {
    ...{ statusCode: 200, statusMessage: 'OK', headers, etag: headers['etag'] ?? '' },
    ...{ cacheControlDirectives: { public: true, 'max-age': 86_400 } },
    ...{ cachedAt: now, staleAt: now + day, deleteAt: now + 2 * day },
  })
  writing?.write(body)
  writing?.end()
}
