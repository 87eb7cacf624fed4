import type { Comparison, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'
import { missingRedis } from './missing-redis.ts'

const alone = 'no lease'
const leased = 'redisLease'

const comparison: Comparison = {
  name: 'cold miss with a lease',
  about:
    'Ever new keys, one after the other, in process: the origin answers at once, and the response is kept in memory. With a lease each miss waits for one answer of a Redis server on the same machine before it asks the origin; what is released is not waited for. No other process wants the same.',
  operation: 'request',
  contenders: [
    { name: alone, owner: 'project', start: () => startWork('leased-miss', 'alone') },
    {
      name: leased,
      owner: 'project',
      missing: missingRedis,
      start: () => startWork('leased-miss', 'lease'),
    },
  ],
  baseline: alone,
  budgets: [],
  pace: { warmUp: 500, slice: 200, slices: 4 },
}

/** What collapsing across processes costs. */
export const leaseSection: Section = {
  name: 'lease',
  about: 'a cold miss with a lease from a local Redis server against one without',
  comparisons: [comparison],
}
