export { cacheInterceptor } from './cache-interceptor.ts'
export type { CacheInterceptor, CacheInterceptorOptions } from './interceptor-options.ts'
export type { InterceptorOrigin } from './read-target.ts'
