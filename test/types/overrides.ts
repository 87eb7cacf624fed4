/** What may be said of a request, and what may not. */
import type {
  CacheMode,
  Candidate,
  Hooks,
  KeyRule,
  Overrides,
  OverridesFor,
  PolicyOptions,
  RequestHead,
  StorageAction,
  StorageOverrides,
  Strategy,
} from '@cachechart/core'
import type { Equal, Expect } from './assert-types.ts'

export type Claims = [
  Expect<Equal<Strategy, 'fresh' | 'refresh' | 'invalidate' | 'bypass'>>,
  Expect<Equal<StorageAction, 'insert' | 'update' | 'doNotStore' | 'recordUncacheable'>>,
  Expect<Equal<Candidate['action'], StorageAction>>,
  Expect<Equal<Overrides['strategy'], Strategy | undefined>>,
  Expect<Equal<Overrides['cacheMode'], CacheMode | undefined>>,
  Expect<Equal<Overrides['ttl'], number | undefined>>,
  Expect<Equal<Overrides['surrogateKeys'], readonly string[] | undefined>>,
  Expect<Equal<OverridesFor, Overrides | ((request: RequestHead) => Overrides | undefined)>>,
  Expect<Overrides extends StorageOverrides & Hooks ? true : false>,
  Expect<Equal<Exclude<keyof Overrides, keyof StorageOverrides | keyof Hooks>, Own>>,
]
type Own = 'cacheMode' | 'strategy' | 'pass' | 'cacheKey' | 'collapse' | 'deadlines' | 'abort'

export const everything: Overrides = {
  ttl: 0,
  staleWhileRevalidate: 0,
  staleIfError: 60,
  surrogateKeys: ['a'],
  vary: ['Accept'],
  sensitive: true,
  strategy: 'refresh',
  cacheKey: 'k',
  collapse: false,
  deadlines: { reply: 5_000, flight: Infinity },
  abort: { leader: { awaitBackend: 'stop' } },
}
// A value that may be missing can be handed on as it is.
export const unset: Overrides = { ttl: undefined, strategy: undefined, pass: undefined, afterSend: undefined }
export const nothing: Overrides = {}

export const rules: OverridesFor[] = [
  everything,
  () => undefined,
  ({ url }) => (url.endsWith('.css') ? { ttl: 60 } : undefined),
  // @ts-expect-error a promise comes too late
  () => Promise.resolve({ ttl: 60 }),
  // @ts-expect-error null is not undefined
  () => null,
]
export const keyRules: readonly NonNullable<PolicyOptions['key']>[] = [
  ({ url }) => url satisfies ReturnType<KeyRule>,
  { sortQuery: true, ignoreParameters: ['utm_*'] },
  // @ts-expect-error a key is a string
  () => 7,
]

export const mistakes: readonly Overrides[] = [
  // @ts-expect-error seconds are a number
  { ttl: '60' },
  // @ts-expect-error null is not undefined
  { ttl: null },
  // @ts-expect-error there is no such override
  { timeToLive: 60 },
  // @ts-expect-error a list, not a header value
  { surrogateKeys: 'a b' },
  // @ts-expect-error a strategy has a name
  { strategy: true },
  // @ts-expect-error there is no such strategy
  { strategy: 'stale' },
  // @ts-expect-error only-if-cached is a cache mode
  { strategy: 'only-if-cached' },
  // @ts-expect-error true or false
  { pass: 'yes' },
  // @ts-expect-error true or false
  { collapse: 0 },
  // @ts-expect-error a function of the request is an option of the cache, not an override
  { cacheKey: (request: RequestHead) => request.url },
  // @ts-expect-error there is no such deadline
  { deadlines: { origin: 5 } },
  // @ts-expect-error milliseconds are a number
  { deadlines: { reply: '5s' } },
  // @ts-expect-error there is no such role
  { abort: { everyone: { delivering: 'stop' } } },
]

// @ts-expect-error what was given stays as it was
everything.ttl = 5
// @ts-expect-error and so does what it holds
everything.surrogateKeys?.push('b')
