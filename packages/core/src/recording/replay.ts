import type { CacheRecord } from '../engine/record.ts'
import { createReplayer, type ReplayOptions } from './create-replayer.ts'
import type { ReplayResult } from './replay-result.ts'

/**
 * Replays a recording that is at hand as a whole: what `createReplayer` does, record by record.
 *
 * @throws CompileError when a variant of a machine cannot be used; TypeError or RangeError when the policy makes no sense
 * @example
 * import { createCache, memoryStore, type CacheRecord } from '@cachechart/core'
 * import { replay } from '@cachechart/core/recording'
 *
 * const records: CacheRecord[] = []
 * const backend = { send: () => ({ status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body: null }) }
 * const cache = createCache({ store: memoryStore(), backend, onRecord: (record) => void records.push(record) })
 * await cache.handle({ method: 'GET', url: 'https://example.com/', fields: [] })
 * console.log(replay(records).difference) // null
 */
export const replay = (records: Iterable<CacheRecord>, options?: ReplayOptions): ReplayResult => {
  const replayer = createReplayer(options)
  for (const record of records) replayer.take(record)
  return replayer.end()
}
