import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial } from '../processes/start-server-trial.ts'
import { startWork } from '../processes/start-work.ts'
import { answerOfCache, plainly } from './exchange.ts'
import { missingProcessFiles } from './missing-program.ts'

const connections = 32
const exchange = plainly(paths.fresh)
const untold = 'not recorded'

const inProcess = (name: string, how: string): Contender => ({
  name,
  owner: 'project',
  start: () => startWork('recorded-hit', how),
})

const hit: Comparison = {
  name: 'recorded hit',
  about:
    'A hit in memory, in process: by itself, told to `onRecord`, told and written as redacted JSON, and read and decided again from those lines.',
  operation: 'request',
  contenders: [
    inProcess(untold, 'plain'),
    inProcess('onRecord', 'recorded'),
    inProcess('onRecord, JSON', 'written'),
    inProcess('parsed, replayed', 'replayed'),
  ],
  baseline: untold,
  budgets: [],
  pace: { warmUp: 400, slice: 200, slices: 4 },
}

const gateway = (name: string, server: string): Contender => ({
  name,
  owner: 'project',
  missing: missingProcessFiles,
  start: () =>
    startServerTrial({
      ...{ server, path: exchange.path, connections, forwarded: 'none' },
      argument: (origin) => `1 ${origin}`,
      verify: async (url) => {
        await answerOfCache(url, exchange)
      },
    }),
})

const plain = 'gateway'
const traced: Comparison = {
  name: 'gateway hit with --trace',
  about: `A response of 1 KB that is stored, over ${connections} keep-alive connections, from \`cachechart gateway\`, with a trace and without one.`,
  operation: 'request',
  contenders: [gateway(plain, 'gateway-command'), gateway('gateway --trace', 'traced-gateway-command')],
  baseline: plain,
  budgets: [],
  pace: { warmUp: 800, slice: 1_000, slices: 2 },
}

/** What it costs to write down what happens, and to decide it again. */
export const recordingSection: Section = {
  name: 'recording',
  about: 'hits that are recorded, written and replayed against plain ones; the gateway with --trace',
  comparisons: [hit, traced],
}
