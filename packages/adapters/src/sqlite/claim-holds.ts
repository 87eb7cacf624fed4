import type { WriteClaim } from '@cachechart/core'
import type { Change } from './change.ts'
import { keyText } from './key-text.ts'

/** What is to be written, by all that it could be purged by. */
export interface ClaimSubject {
  /** As it is kept, like the others. */
  readonly key: string
  readonly labels: readonly string[]
  readonly urls: readonly (string | null)[]
}

/** Whether something may still be written: nobody has purged it since, and nobody else was given the lease. */
export function claimHolds(change: Change, claim: WriteClaim, subject: ClaimSubject): boolean {
  return momentHolds(change, claim.moment, subject) && leaseHolds(change, claim)
}

function momentHolds({ tables, before }: Change, moment: WriteClaim['moment'], subject: ClaimSubject) {
  // Unset: that of this very call. Nothing can have come in between.
  if (moment === undefined || moment === before.purges) return true
  // Of purges before `forgotten` nothing is known; one that is still to come was never this store's.
  if (typeof moment !== 'number' || !(moment >= before.forgotten && moment <= before.purges)) return false
  const isPurged = (type: string, name: string) =>
    tables.claim.purgedSince.first(type, name, moment) !== undefined
  return !(
    isPurged('all', '') ||
    isPurged('key', subject.key) ||
    subject.labels.some((label) => isPurged('surrogateKey', label)) ||
    subject.urls.some((url) => url !== null && isPurged('url', url))
  )
}

/** Remembers the greatest token for each subject (M. Kleppmann, How to do distributed locking, 2016). */
function leaseHolds({ tables, now }: Change, { lease }: WriteClaim): boolean {
  if (lease === undefined) return true
  const subject = [keyText(lease.key), keyText(lease.variant)] as const
  const [greatest = -1] = tables.claim.token.first(...subject) ?? []
  if (lease.token > greatest) tables.claim.noteToken.run(...subject, lease.token, now)
  return lease.token >= greatest
}
