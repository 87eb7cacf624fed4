import type { Verdict } from '../engine/verdict.ts'
import { detach } from './follow.ts'
import type { TransactionRun } from './transaction-run.ts'

/** The error that a verdict carries: the reason why the client gets none of the responses it hoped for. */
const errorOf = (verdict: Verdict): unknown => {
  if ('error' in verdict) return verdict.error
  throw new TypeError(`the verdict ${verdict.type} carries no error`)
}

/** The client gets an error instead of a response. */
export const failClient = (run: TransactionRun, verdict: Verdict): void => {
  run.outcome.settle({ type: 'error', error: errorOf(verdict) })
}

/** The client has a response head already: its body ends in an error. */
export const abortDelivery = (run: TransactionRun, verdict: Verdict): void => {
  run.delivery?.abort(errorOf(verdict))
  detach(run)
}
