export { cachedHandler } from './cached-handler.ts'
export type { CachedHandler, CachedHandlerOptions, WebHandler } from './handler-options.ts'
export { webResponse } from './web-response.ts'
export type { WebResponseOptions } from './web-response.ts'
