import type { CreateWork } from './work.ts'

/** The work of each contender that is measured by itself; only what is asked for is loaded. */
export const works: ReadonlyMap<string, () => Promise<CreateWork>> = new Map([
  ['machine-table', async () => (await import('./machine-table.ts')).machineTable],
  ['machine-actor', async () => (await import('./machine-actor.ts')).machineActor],
  ['machine-transition', async () => (await import('./machine-transition.ts')).machineTransition],
  ['cache', async () => (await import('./cache-hit.ts')).cacheHit],
  ['policy-verdict', async () => (await import('./policy-verdict.ts')).policyVerdict],
  ['semantics-verdict', async () => (await import('./http-cache-semantics.ts')).semanticsVerdict],
  ['policy-storing', async () => (await import('./policy-storing.ts')).policyStoring],
  ['semantics-storing', async () => (await import('./policy-storing.ts')).semanticsStoring],
  ['store', async () => (await import('./store-work.ts')).storeWork],
  ['stored-bodies', async () => (await import('./stored-bodies.ts')).storedBodies],
  ['leased-miss', async () => (await import('./leased-miss.ts')).leasedMiss],
  ['collapse', async () => (await import('./collapse.ts')).collapseWork],
  ['cached-fetch', async () => (await import('./cached-fetch.ts')).cachedFetchWork],
  ['undici-fetch', async () => (await import('./undici-fetch.ts')).undiciFetch],
  ['interceptor-requests', async () => (await import('./interceptor-requests.ts')).interceptorRequests],
  ['instant-requests', async () => (await import('./instant-requests.ts')).instantRequests],
  ['undici-cached-requests', async () => (await import('./undici-cached-requests.ts')).undiciCachedRequests],
  ['undici-requests', async () => (await import('./undici-requests.ts')).undiciRequests],
  ['undici-cached-fetch', async () => (await import('./undici-cached-fetch.ts')).undiciCachedFetch],
  ['new-response', async () => (await import('./new-response.ts')).newResponse],
  ['make-fetch-happen', async () => (await import('./make-fetch-happen.ts')).makeFetchHappenWork],
  ['cacheable-request', async () => (await import('./cacheable-request.ts')).cacheableRequestWork],
  ['storm-requests', async () => (await import('./storm-requests.ts')).stormRequests],
  ['web-handler', async () => (await import('./web-handler.ts')).webHandlerWork],
])
