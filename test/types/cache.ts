/** The cache, its pending requests, its responses, and what is purged. */
import {
  createCache,
  memoryStore,
  select,
  type Backend,
  type Cache,
  type CacheOptions,
  type CacheRequest,
  type CacheResponse,
  type Counters,
  type HeaderTarget,
  type Outcome,
  type PendingRequest,
  type PurgeTarget,
  type Recipient,
  type ResponseOutcome,
  type Role,
  type Selection,
  type Store,
} from '@cachechart/core'
import type { Equal, Expect } from './assert-types.ts'

export type Claims = [
  Expect<Equal<HeaderTarget, 'response' | 'error' | 'any'>>,
  Expect<Equal<ReturnType<PendingRequest['poll']>, CacheResponse | undefined>>,
  Expect<Equal<ReturnType<PendingRequest['wait']>, Promise<CacheResponse>>>,
  Expect<Equal<CacheResponse['maskedError'], unknown>>,
  Expect<Equal<CacheResponse['age'], number | undefined>>,
  Expect<Equal<CacheResponse['surrogateKeys'], readonly string[]>>,
  Expect<Equal<CacheResponse['outcome'], ResponseOutcome>>,
  Expect<Equal<CacheResponse['role'], Role>>,
  Expect<Equal<Outcome, ResponseOutcome | 'abandoned'>>,
  Expect<Equal<keyof Counters, Outcome>>,
  Expect<Equal<ReturnType<Cache['purge']>, Promise<{ readonly purged: number }>>>,
  Expect<Equal<ReturnType<typeof createCache>, Cache>>,
  Expect<Equal<CacheRequest['context'], unknown>>,
]

declare const backend: Backend
declare const store: Store
declare const pending: PendingRequest & { readonly name: string }
declare const response: CacheResponse

export const options: CacheOptions = {
  store,
  backend,
  overrides: ({ method }) => (method === 'GET' ? { ttl: 60 } : undefined),
  onSend: (request) => {
    request.setResponseHeader('X-Served-By', 'me', 'any')
  },
}
export const cache: Cache = createCache({ store: memoryStore(), backend })
export const asked: CacheRequest = { method: 'GET', url: 'http://example.com/', fields: ['Accept', '*/*'] }

export const targets: PurgeTarget[] = [
  { key: 'k' },
  { url: 'http://example.com/', soft: true },
  { surrogateKey: 'news', soft: false },
  { all: true },
  // A value that may be missing can be handed on as it is.
  { key: undefined, url: 'http://example.com/' },
  // @ts-expect-error one selector
  { key: 'k', url: 'http://example.com/' },
  // @ts-expect-error one selector
  { surrogateKey: 'news', all: true },
  // @ts-expect-error everything is true, or is not said
  { all: false },
  // @ts-expect-error nothing is selected
  {},
  // @ts-expect-error nothing is selected
  { soft: true },
  // @ts-expect-error one label at a time
  { surrogateKey: ['a', 'b'] },
  // @ts-expect-error there is no such selector
  { tag: 'news' },
  // @ts-expect-error a URL is written out
  { url: new URL('http://example.com/') },
  // @ts-expect-error soft or not
  { key: 'k', soft: 'yes' },
]

export function mistakes(): readonly unknown[] {
  // @ts-expect-error a cache has a store
  createCache({ backend })
  // @ts-expect-error there is no such option
  createCache({ store, backend, ttl: 60 })
  // @ts-expect-error overrides are asked for, not awaited
  createCache({ store, backend, overrides: async () => Promise.resolve({ ttl: 60 }) })
  // @ts-expect-error there is no such target
  pending.setResponseHeader('A', 'b', 'success')
  // @ts-expect-error a value is a string
  pending.appendResponseHeader('A', 1)
  // @ts-expect-error a header that is removed has no value
  pending.removeResponseHeader('A', 'b')
  // @ts-expect-error the identity is the cache's
  pending.id = 7
  // @ts-expect-error a response is read, not changed
  response.status = 500
  // @ts-expect-error its fields as well
  response.fields.push('A', 'b')
  // @ts-expect-error nobody knows what the error is before it was looked at
  void response.maskedError.message
  // @ts-expect-error fields are a list of names and values
  void cache.send({ method: 'GET', url: 'http://example.com/', fields: { Accept: '*/*' } })
  // @ts-expect-error overrides are the second argument
  void cache.send({ ...asked, ttl: 60 })
  // @ts-expect-error a request, not its URL
  void cache.handle('http://example.com/')
  // @ts-expect-error counters are read
  cache.counters()['hit.fresh'] = 0
  return []
}

/** A hand-over gives what the recipient makes of it, and a selection what was selected from. */
export async function inferred(): Promise<readonly [number, string, Selection<typeof pending>]> {
  const toLength: Recipient<Promise<number>> = {
    accept: async (request) => (await request.wait()).fields.length,
  }
  const selection = await select([pending])
  return [await pending.sendTo(toLength), selection.pending.name, selection]
}
