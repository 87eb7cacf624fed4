export { cachedFetch } from './cached-fetch.ts'
export type { CachedFetch, CachedFetchInit, CachedFetchOptions } from './fetch-options.ts'
export { NotStoredError } from './not-stored-error.ts'
export { OpaqueRedirectError } from './opaque-redirect-error.ts'
