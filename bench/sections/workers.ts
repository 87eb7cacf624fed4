import { availableParallelism } from 'node:os'
import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial } from '../processes/start-server-trial.ts'
import { answerOfCache, plainly } from './exchange.ts'
import { missingProcessFiles } from './missing-program.ts'

const connections = 64
const exchange = plainly(paths.fresh)

const contender = (name: string, workers: number): Contender => ({
  name,
  owner: 'project',
  missing: missingProcessFiles,
  start: () =>
    startServerTrial({
      ...{ server: 'gateway-command', path: exchange.path, connections, forwarded: 'none' },
      argument: (origin) => `${workers} ${origin}`,
      verify: async (url) => {
        await answerOfCache(url, exchange)
      },
    }),
})

const one = 'one process'
const cores = availableParallelism()

const comparison: Comparison = {
  name: 'gateway --workers',
  about: `Hits of 1 KB over ${connections} keep-alive connections. This machine has ${cores} cores, and the load takes one of them while it can: what a second worker may gain in time depends on how many are left. Processor time is that of all processes of the command together.`,
  operation: 'request',
  contenders: [contender(one, 1), contender('two workers', 2)],
  baseline: one,
  budgets: [],
  pace: { warmUp: 800, slice: 1_000, slices: 2 },
}

/** The gateway on several cores. */
export const workersSection: Section = {
  name: 'workers',
  about: 'cachechart gateway with one process and with two workers',
  comparisons: [comparison],
}
