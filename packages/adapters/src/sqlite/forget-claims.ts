import type { Millis } from '@cachechart/core'
import type { Tables } from './tables.ts'

/** For so long purges and leases are remembered: whoever has fetched for longer than that is refused. */
const remembered: Millis = 60 * 60 * 1000

/** And so many of them, at most. */
const mostPurges = 100_000

const atOnce = 256

/** Forgets the oldest purges and leases, and remembers which: claims from before cannot be judged any more. */
export function forgetClaims(tables: Tables, now: Millis): 'more' | 'done' {
  const { claim, state } = tables
  const [, purges = 0] = state.state.first() ?? []
  const isOld = ([, , number, at]: readonly [unknown, unknown, number, number]) =>
    at < now - remembered || number < purges - mostPurges
  const old = claim.oldPurges.all(atOnce).filter(isOld)
  const hasOldFences = claim.oldestFence.first(now - remembered) !== undefined
  if (old.length === 0 && !hasOldFences) return 'done'
  tables.transaction(() => {
    for (const [type, name] of old) claim.dropPurge.run(type, name)
    claim.forget.run(Math.max(0, ...old.map(([, , number]) => number)))
    claim.dropFences.run(now - remembered, atOnce)
  })
  return 'more'
}
