import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startWorkWithOrigin } from '../processes/start-work.ts'

const ours = 'cacheInterceptor'
const undiciCached = 'undici interceptors.cache()'
const plain = 'undici without a cache'

const pace = { warmUp: 1_000, slice: 250, slices: 6 }

const contender = (name: string, work: string, path: string): Contender => ({
  name,
  start: () => startWorkWithOrigin(work, path),
})

const contenders = (path: string): readonly Contender[] => [
  contender(ours, 'interceptor-requests', path),
  contender(undiciCached, 'undici-cached-requests', path),
  contender(plain, 'undici-requests', path),
]

const hit: Comparison = {
  name: 'interceptor hit',
  about: 'agent.request for a response of 1 KB that is stored, its body read with arrayBuffer().',
  operation: 'request',
  contenders: contenders(paths.fresh),
  baseline: undiciCached,
  budgets: [{ subject: ours, against: undiciCached, kind: 'speed', limit: 2 }],
  pace,
}

const miss = (name: string, about: string, path: string): Comparison => ({
  name,
  about,
  operation: 'request',
  contenders: contenders(path),
  baseline: plain,
  budgets: [],
  pace,
})

/** The interceptor for undici. */
export const undiciSection: Section = {
  name: 'undici',
  about: "cacheInterceptor against undici's own cache interceptor, and undici without a cache",
  comparisons: [
    hit,
    miss('interceptor miss, not stored', 'A response of 1 KB that may not be stored.', paths.uncacheable),
    miss('interceptor miss, stored', 'Ever new responses of 1 KB, each stored on its way.', paths.unique),
  ],
}
