import type { BytesComparison, BytesContender } from '../bytes-comparison.ts'
import type { Section } from '../comparison.ts'
import { measureStream } from '../processes/measure-stream.ts'
import { missingRedis } from './missing-redis.ts'

const mebibytes = 1024
/** Less than a sixth of the body: what a stream may take before the garbage of its chunks is collected. */
const most = 160 * 1024 * 1024

const memory = 'memoryStore of 64 MB'
const stores = ['sqliteStore', 'redisStore', 'two tiers']

const contender = (name: string, store: string): BytesContender => ({
  name,
  owner: 'project',
  measure: (share) => measureStream(store, Math.ceil(mebibytes * share)),
})
const needsRedis = { missing: missingRedis }

const comparison: BytesComparison = {
  kind: 'bytes',
  name: 'memory while 1 GB streams through a store',
  about:
    'One body of 1 GB is put in chunks of 64 KB, each made when the one before was taken, and then read to its end; through the store in memory go 64 bodies of 16 MB, as it holds no more. What the process had from the system at most, above what it had before, and of that V8 held at most in its heap and in buffers. The Redis server is a process of its own.',
  unit: 'GB',
  columns: ['resident memory at most', 'heap and buffers at most'],
  contenders: [
    contender(memory, 'memory'),
    contender('sqliteStore', 'sqlite'),
    { ...contender('redisStore', 'redis'), ...needsRedis },
    { ...contender('two tiers', 'tiered'), ...needsRedis },
  ],
  baseline: memory,
  budgets: stores.map((subject) => ({ kind: 'bytes', subject, limit: most })),
  duration: 8_000,
}

/** Whether a long body is ever in memory as a whole. */
export const streamingSection: Section = {
  name: 'streaming',
  about: 'memory that a process takes while 1 GB goes into each store and out again',
  comparisons: [comparison],
}
