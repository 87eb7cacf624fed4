import type { Millis, WriteClaim } from '@cachechart/core'
import { digestOf } from '../client/redis-names.ts'
import type { LedgerState } from './purge-ledger.ts'
import { horizonOf, sequenceOf } from './purge-horizon.ts'

/** A claim, as scripts compare it. */
export interface CheckedClaim {
  /** What was purged after this number is refused. */
  readonly moment: number
  readonly barrier: number
  /** The field of the fence, and the lease's token; both empty without a lease. */
  readonly fence: readonly [field: string, token: string]
}

/**
 * What a claim is worth as the purges stand; `undefined` when it does not hold any more. Without a moment: that of the call,
 * which is this one.
 */
export function checkClaim(
  claim: WriteClaim | undefined,
  { sequence, floor, barrier, checkpoints }: LedgerState,
  now: Millis,
): CheckedClaim | undefined {
  const { moment: given, lease } = claim ?? {}
  const moment = given === undefined ? sequence : sequenceOf(given)
  const least = Math.max(floor, horizonOf(checkpoints, sequence, now))
  // A number that is ahead of the ledger was given by one that is lost.
  if (moment === undefined || moment < least || moment > sequence) return undefined
  if (lease === undefined) return { moment, barrier, fence: ['', ''] }
  if (!Number.isSafeInteger(lease.token) || lease.token < 0) return undefined
  const field = digestOf(JSON.stringify([lease.key, lease.variant]))
  return { moment, barrier, fence: [field, String(lease.token)] }
}
