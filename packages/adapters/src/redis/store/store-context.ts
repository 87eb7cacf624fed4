import { StoreError } from '@cachechart/core'
import type { RedisLink } from '../client/redis-client.ts'
import type { RedisNames } from '../client/redis-names.ts'
import type { KeyQueue } from './key-queue.ts'
import type { PendingPurges } from './pending-purges.ts'
import type { PurgeLedger } from './purge-ledger.ts'
import type { RedisStoreLimits } from './redis-store-options.ts'

/** What the parts of one store share. */
export interface StoreContext {
  readonly link: RedisLink
  readonly names: RedisNames
  readonly limits: RedisStoreLimits
  readonly ledger: PurgeLedger
  readonly queue: KeyQueue
  readonly purges: PendingPurges
  /** Throws when the store is closed. */
  readonly checkOpen: () => void
  /** Counts and tells what was not believed. */
  readonly reject: (key: string, reason: string) => void
}

export function closedError(): StoreError {
  return new StoreError('ERR_STORE_CLOSED', 'the Redis store was used after close()')
}

/**
 * For how long a body stays that is no longer that of a variant: who reads it, reads on. And for how long, without news of its
 * writer, one that is not that of a variant yet.
 */
export const bodyGrace = 60_000
