import type { Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'

const table = "interpreter 'table'"
const xstate = "interpreter 'xstate'"

/** The cache in process. */
export const cacheSection: Section = {
  name: 'cache',
  about: 'a hit in process: cache.send(request).poll() over a memory store',
  comparisons: [
    {
      name: 'cache hit in process',
      about: 'cache.send(request).poll() for a response of 1 KB in a memory store.',
      operation: 'request',
      contenders: [
        { name: table, owner: 'project', start: () => startWork('cache', 'table') },
        { name: xstate, owner: 'project', start: () => startWork('cache', 'xstate') },
      ],
      baseline: xstate,
      budgets: [],
      pace: { warmUp: 500, slice: 100, slices: 6 },
    },
  ],
}
