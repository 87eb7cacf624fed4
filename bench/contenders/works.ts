import type { CreateWork } from './work.ts'

/** The work of each contender that is measured by itself; only what is asked for is loaded. */
export const works: ReadonlyMap<string, () => Promise<CreateWork>> = new Map([
  ['machine-table', async () => (await import('./machine-table.ts')).machineTable],
  ['machine-actor', async () => (await import('./machine-actor.ts')).machineActor],
  ['machine-transition', async () => (await import('./machine-transition.ts')).machineTransition],
  ['cache', async () => (await import('./cache-hit.ts')).cacheHit],
  ['collapse', async () => (await import('./collapse.ts')).collapseWork],
  ['cached-fetch', async () => (await import('./cached-fetch.ts')).cachedFetchWork],
  ['undici-fetch', async () => (await import('./undici-fetch.ts')).undiciFetch],
  ['interceptor-requests', async () => (await import('./interceptor-requests.ts')).interceptorRequests],
  ['undici-cached-requests', async () => (await import('./undici-cached-requests.ts')).undiciCachedRequests],
  ['undici-requests', async () => (await import('./undici-requests.ts')).undiciRequests],
  ['undici-cached-fetch', async () => (await import('./undici-cached-fetch.ts')).undiciCachedFetch],
  ['web-handler', async () => (await import('./web-handler.ts')).webHandlerWork],
])
