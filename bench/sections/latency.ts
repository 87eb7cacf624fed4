import type { Section } from '../comparison.ts'
import type { LatencyComparison } from '../latency-comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { plainly } from './exchange.ts'
import { missingProgram } from './missing-program.ts'
import { bare, cachingProxy, gateway, nginx, serverContender } from './server-contender.ts'

const hit = { exchange: plainly(paths.fresh), connections: 64, forwarded: 'none' } as const

const comparison: LatencyComparison = {
  kind: 'latency',
  name: 'latency of gateway hits',
  about:
    'A response of 1 KB that is stored, asked for at a fixed rate that is half of what the slower of gateway and bare node:http can bear, over 64 keep-alive connections. A proxy that cannot bear that rate falls behind, and its latency says so.',
  contenders: [
    ...[gateway, bare, cachingProxy].map((name) => serverContender(name, hit)),
    { ...serverContender(nginx, hit), missing: missingProgram('nginx') },
  ],
  baseline: bare,
  share: 0.5,
  budgets: [{ kind: 'latency', subject: gateway, against: bare, percentile: 'p99', limit: 2 }],
  pace: { warmUp: 600, slice: 1_500, slices: 2 },
}

/** How long a client waits when the gateway is not saturated. */
export const latencySection: Section = {
  name: 'latency',
  about: 'percentiles of the time that hits take at a fixed rate, half of what can be borne',
  comparisons: [comparison],
}
