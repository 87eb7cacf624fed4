import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startClientWork, type ClientTrial } from './start-client-work.ts'

const ours = 'cacheInterceptor'
const undiciCached = 'undici interceptors.cache()'
const plain = 'undici without a cache'
const instant = 'an answer at once'

const pace = { warmUp: 2_000, slice: 250, slices: 4 }

const contender = (name: string, trial: ClientTrial): Contender => ({
  name,
  ...(name === ours ? { owner: 'project' as const } : {}),
  start: () => startClientWork(trial),
})

const contenders = (path: string, forwarded: ClientTrial['forwarded']): readonly Contender[] => [
  contender(ours, { work: 'interceptor-requests', path, forwarded }),
  contender(undiciCached, { work: 'undici-cached-requests', path, forwarded }),
  contender(plain, { work: 'undici-requests', path, forwarded: 'all' }),
]

const hit: Comparison = {
  name: 'interceptor hit',
  about:
    'agent.request for a response of 1 KB that is stored, its body read with arrayBuffer(). An interceptor that answers at once shows what the call costs by itself, which no cache can go below.',
  operation: 'request',
  contenders: [
    ...contenders(paths.fresh, 'none'),
    contender(instant, { work: 'instant-requests', path: paths.fresh, forwarded: 'none' }),
  ],
  baseline: undiciCached,
  budgets: [{ subject: ours, against: undiciCached, kind: 'speed', limit: 3 }],
  pace,
}

const miss = (name: string, about: string, path: string): Comparison => ({
  name,
  about,
  operation: 'request',
  contenders: contenders(path, 'all'),
  baseline: plain,
  budgets: [{ subject: ours, against: plain, kind: 'cost', limit: 1.1 }],
  pace,
})

const deduplicating = 'undici cache() and deduplicate()'
const crowd = { work: 'storm-requests', path: paths.unique } as const

const storm: Comparison = {
  name: 'interceptor storm',
  about:
    'Ever new responses of 1 KB, each asked for by 64 at once: one request to the origin, or 64. undici has an interceptor of its own for that, put before its cache.',
  operation: 'request',
  contenders: [
    contender(ours, { ...crowd, prefix: 'ours ', forwarded: 'some' }),
    contender(deduplicating, { ...crowd, prefix: 'undici ', forwarded: 'some' }),
    contender(plain, { ...crowd, prefix: 'plain ', forwarded: 'all' }),
  ],
  baseline: deduplicating,
  budgets: [],
  pace,
}

/** The interceptor for undici. */
export const undiciSection: Section = {
  name: 'undici',
  about: "cacheInterceptor against undici's own cache interceptor, and undici without a cache",
  comparisons: [
    hit,
    miss('interceptor miss, not stored', 'A response of 1 KB that may not be stored.', paths.uncacheable),
    miss('interceptor miss, stored', 'Ever new responses of 1 KB, each stored on its way.', paths.unique),
    storm,
  ],
}
