export { cachedHandler } from './cached-handler.ts'
export type { CachedHandler, CachedHandlerOptions, WebHandler } from './handler-options.ts'
