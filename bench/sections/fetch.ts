import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startWorkWithOrigin } from '../processes/start-work.ts'

const cached = 'cachedFetch'
const plain = 'undici fetch'
const undiciCached = 'undici fetch with its cache'

const pace = { warmUp: 1_000, slice: 250, slices: 6 }

const contender = (name: string, work: string, path: string): Contender => ({
  name,
  start: () => startWorkWithOrigin(work, path),
})

const contenders = (path: string): readonly Contender[] => [
  contender(cached, 'cached-fetch', path),
  contender(undiciCached, 'undici-cached-fetch', path),
  contender(plain, 'undici-fetch', path),
]

const hit: Comparison = {
  name: 'fetch hit',
  about: 'A response of 1 KB that is stored, its body read with arrayBuffer().',
  operation: 'call',
  contenders: contenders(paths.fresh),
  baseline: undiciCached,
  budgets: [{ subject: cached, against: undiciCached, kind: 'speed', limit: 3 }],
  pace,
}

const miss = (name: string, about: string, path: string): Comparison => ({
  name,
  about,
  operation: 'call',
  contenders: contenders(path),
  baseline: plain,
  budgets: [{ subject: cached, against: plain, kind: 'cost', limit: 1.15 }],
  pace,
})

/** The caching `fetch`. */
export const fetchSection: Section = {
  name: 'fetch',
  about: 'cachedFetch against undici fetch with and without its cache',
  comparisons: [
    hit,
    miss('fetch miss, not stored', 'A response of 1 KB that may not be stored.', paths.uncacheable),
    miss('fetch miss, stored', 'Ever new responses of 1 KB, each stored on its way.', paths.unique),
  ],
}
