import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startWork } from '../processes/start-work.ts'
import { startClientWork, type ClientTrial } from './start-client-work.ts'

const cached = 'cachedFetch'
const plain = 'undici fetch'
const undiciCached = 'undici fetch with its cache'
const response = 'new Response'

const pace = { warmUp: 2_000, slice: 250, slices: 4 }

type Asked = Pick<ClientTrial, 'path' | 'forwarded'>

const contender = (name: string, work: string, asked: Asked): Contender => ({
  name,
  ...(name === cached ? { owner: 'project' as const } : {}),
  start: () => startClientWork({ work, ...asked }),
})

const fresh: Asked = { path: paths.fresh, forwarded: 'none' }

const hit: Comparison = {
  name: 'fetch hit',
  about:
    'A response of 1 KB that is stored, its body read with arrayBuffer(). `new Response` is of bytes at hand, with the same fields: the least that a hit can do. make-fetch-happen keeps what it stores on disk; cacheable-request wraps node:http, and is asked without fetch.',
  operation: 'call',
  contenders: [
    contender(cached, 'cached-fetch', fresh),
    contender(undiciCached, 'undici-cached-fetch', fresh),
    { name: response, start: () => startWork('new-response', '') },
    contender('cacheable-request', 'cacheable-request', fresh),
    contender('make-fetch-happen', 'make-fetch-happen', fresh),
    contender(plain, 'undici-fetch', { ...fresh, forwarded: 'all' }),
  ],
  baseline: undiciCached,
  budgets: [
    { subject: cached, against: undiciCached, kind: 'speed', limit: 4 },
    { subject: cached, against: response, kind: 'cost', limit: 1.5 },
  ],
  pace,
}

const miss = (name: string, about: string, path: string): Comparison => {
  const asked: Asked = { path, forwarded: 'all' }
  return {
    name,
    about,
    operation: 'call',
    contenders: [
      contender(cached, 'cached-fetch', asked),
      contender(undiciCached, 'undici-cached-fetch', asked),
      contender(plain, 'undici-fetch', asked),
    ],
    baseline: plain,
    budgets: [{ subject: cached, against: plain, kind: 'cost', limit: 1.1 }],
    pace,
  }
}

/** The caching `fetch`. */
export const fetchSection: Section = {
  name: 'fetch',
  about:
    'cachedFetch against undici fetch with and without its cache, new Response and other caching clients',
  comparisons: [
    hit,
    miss('fetch miss, not stored', 'A response of 1 KB that may not be stored.', paths.uncacheable),
    miss('fetch miss, stored', 'Ever new responses of 1 KB, each stored on its way.', paths.unique),
  ],
}
