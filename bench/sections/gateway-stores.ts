import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial } from '../processes/start-server-trial.ts'
import { answerOfCache, plainly } from './exchange.ts'
import { missingRedis } from './missing-redis.ts'
import { bare, serverContender } from './server-contender.ts'

const connections = 32
const exchange = plainly(paths.fresh)

const memory = 'gateway, memoryStore'
const tiers = 'gateway, two tiers'
const needsRedis = { missing: missingRedis }

const gatewayOn = (name: string, store: string): Contender => ({
  name,
  owner: 'project',
  start: () =>
    startServerTrial({
      ...{ server: 'gateway-on-store', path: exchange.path, connections, forwarded: 'none' },
      argument: (origin) => `${store} ${origin}`,
      verify: async (url) => {
        await answerOfCache(url, exchange)
      },
    }),
})

const comparison: Comparison = {
  name: 'gateway hit by store',
  about: `A response of 1 KB that is stored, over ${connections} keep-alive connections. The bare server sends the bytes that the gateway sends. Two tiers are memory before Redis, as \`cachechart gateway --store redis://…\` has them. Processor time is the gateway's own, without the Redis server's.`,
  operation: 'request',
  contenders: [
    serverContender(bare, { exchange, connections, forwarded: 'none' }),
    gatewayOn(memory, 'memory'),
    gatewayOn('gateway, sqliteStore', 'sqlite'),
    { ...gatewayOn('gateway, redisStore', 'redis'), ...needsRedis },
    { ...gatewayOn(tiers, 'tiered'), ...needsRedis },
  ],
  baseline: bare,
  budgets: [{ subject: tiers, against: memory, kind: 'cost', limit: 1.1 }],
  pace: { warmUp: 800, slice: 1_000, slices: 2 },
}

/** Hits through the gateway, by where they are kept. */
export const gatewayStoresSection: Section = {
  name: 'gateway-stores',
  about: 'gateway hits out of memory, SQLite, Redis and two tiers, against bare node:http',
  comparisons: [comparison],
}
