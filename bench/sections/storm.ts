import type { Comparison, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { plainly } from './exchange.ts'
import { collapsingProxy, gateway, serverContender } from './server-contender.ts'

const connections = 1_000
const storm = 'gateway, a cold key each time'
const hits = 'gateway, hits'

const cold = { exchange: plainly(paths.unique), connections, rhythm: 'waves' } as const
const warm = { exchange: plainly(paths.fresh), connections, rhythm: 'waves' } as const

const comparison: Comparison = {
  name: 'storm on a cold key',
  about: `${connections} clients ask at once for a response of 1 KB that is not stored, and when all have it, for another; against the same for one that is stored. Of each ${connections} requests exactly one reaches the origin.`,
  operation: 'request',
  contenders: [
    serverContender(gateway, { ...cold, as: storm, forwarded: 'one a wave' }),
    serverContender(gateway, { ...warm, as: hits, forwarded: 'none' }),
    serverContender(collapsingProxy, { ...cold, forwarded: 'some' }),
  ],
  baseline: hits,
  budgets: [{ subject: storm, against: hits, kind: 'cost', limit: 2 }],
  pace: { warmUp: 600, slice: 1_000, slices: 2 },
}

/** Many clients that want the same, which is not stored. */
export const stormSection: Section = {
  name: 'storm',
  about: 'a thousand clients at once on a cold key through the gateway, against a thousand hits',
  comparisons: [comparison],
}
