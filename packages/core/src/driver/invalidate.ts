import type { Verdict } from '../engine/verdict.ts'
import { changeStore } from './change-store.ts'
import type { TransactionRun } from './transaction-run.ts'

/** An unsafe method has succeeded: what is stored under the URIs that it may have changed goes. RFC 9111 §4.4 */
export const invalidate = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.invalidating' && verdict.type !== 'reply.replacing')
    throw new TypeError(`nothing to invalidate after ${verdict.type}`)
  const { store, flights } = run.environment
  // What was asked for before the change may show what was there before it.
  for (const key of verdict.keys) flights.purge(key)
  for (const key of verdict.keys)
    changeStore(run, { during: 'invalidate', key, work: () => store.delete(key) })
}
