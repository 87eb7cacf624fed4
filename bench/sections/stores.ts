import type { Comparison, Contender, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'
import { missingRedis } from './missing-redis.ts'

const memory = 'memoryStore'
const file = 'sqliteStore'
const server = 'redisStore'
const undici = 'undici SqliteCacheStore'
const nearHit = 'two tiers, near'
const nearMiss = 'two tiers, not near'
const tiers = 'two tiers'

const stores = new Map([
  [memory, 'memory'],
  [file, 'sqlite'],
  [server, 'redis'],
  [undici, 'undici'],
  [nearHit, 'near-hit'],
  [nearMiss, 'near-miss'],
  [tiers, 'tiered'],
])

const needRedis: ReadonlySet<string> = new Set([server, nearHit, nearMiss, tiers])

const sizes = new Map([
  ['1 KB', 1024],
  ['100 KB', 100 * 1024],
  ['10 MB', 10 * 1024 * 1024],
])

const pace = { warmUp: 150, slice: 80, slices: 3 }

const contender = (name: string, call: string, size: string): Contender => ({
  name,
  ...(name === undici ? {} : { owner: 'project' as const }),
  ...(needRedis.has(name) ? { missing: missingRedis } : {}),
  start: () => startWork('stored-bodies', `${stores.get(name) ?? ''} ${call} ${sizes.get(size) ?? 0}`),
})

const fair =
  "Both files lie in the same folder, with synchronous = NORMAL and a write-ahead log, hold the same number of responses, and neither compresses (undici's is told not to)"

const common = { operation: 'call', baseline: undici, pace, preparation: 400 }

const get = (size: string, names: readonly string[]): Comparison => ({
  ...common,
  name: `stores, get of ${size}`,
  about: `A response is found, and its body of ${size} read to the end; eight at a time where there is something to wait for. ${fair}. Processor time is that of the caller, without the Redis server's. ${size === '10 MB' ? 'What is longer than 256 KB is never near.' : 'What is near is answered out of memory; what is not comes from Redis each time.'}`,
  contenders: names.map((name) => contender(name, 'get', size)),
  budgets: [{ subject: file, against: undici, kind: 'speed', limit: 2 }],
})

const put = (size: string, names: readonly string[]): Comparison => ({
  ...common,
  name: `stores, put of ${size}`,
  about: `A response with a body of ${size} replaces another; eight at a time where there is something to wait for. ${fair}. Processor time is that of the caller, without the Redis server's.`,
  contenders: names.map((name) => contender(name, 'put', size)),
  budgets: [{ subject: file, against: undici, kind: 'speed', limit: 2 }],
})

const add = (size: string, names: readonly string[]): Comparison => ({
  ...common,
  name: `stores, put of ${size} under a new key`,
  about: `A response with a body of ${size} is stored under a key that was not there; eight at a time where there is something to wait for. ${fair}. Processor time is that of the caller, without the Redis server's.`,
  contenders: names.map((name) => contender(name, 'add', size)),
  budgets: [{ subject: file, against: undici, kind: 'speed', limit: 2 }],
})

const far = [memory, file, server, undici]

/** What each store takes, body and all. */
export const storesSection: Section = {
  name: 'stores',
  about: "get and put by size: memory, SQLite, Redis and two tiers, against undici's SqliteCacheStore",
  comparisons: [
    get('1 KB', [...far, nearHit, nearMiss]),
    get('100 KB', [...far, nearHit, nearMiss]),
    get('10 MB', far),
    add('1 KB', far),
    put('1 KB', [...far, tiers]),
    put('100 KB', [...far, tiers]),
    put('10 MB', far),
  ],
}
