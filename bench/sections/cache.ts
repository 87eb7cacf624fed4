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
        { name: table, start: () => startWork('cache', 'table') },
        { name: xstate, start: () => startWork('cache', 'xstate') },
      ],
      baseline: xstate,
      budgets: [],
      pace: { warmUp: 1_000, slice: 100, slices: 8 },
    },
  ],
}
