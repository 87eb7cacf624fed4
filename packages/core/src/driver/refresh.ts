import type { Environment } from './environment.ts'
import { needsLease } from './needs-lease.ts'
import { TransactionRun } from './transaction-run.ts'

/** Starts the background transaction that brings the stored response up to date. RFC 5861 §3 */
export const startRefresh = (environment: Environment, stale: TransactionRun): void => {
  const { clock, engine, supervisor, waitUntil } = environment
  const { key } = stale
  const refresh = engine.beginRefresh(stale.transaction, { id: environment.nextId(), now: clock.now() })
  const request = { ...refresh.request, context: stale.request.context }
  const run = new TransactionRun(environment, refresh, { request, settings: stale.settings })
  run.entry = stale.entry
  run.knownVary = stale.knownVary
  run.moment = stale.moment
  environment.recorder?.begin(run, stale)
  supervisor.started(key)
  const ended = new Promise<void>((resolve) => {
    run.onEnd = (failure) => {
      resolve()
      if (failure === undefined) supervisor.succeeded(key)
      else supervisor.failed(key)
    }
  })
  waitUntil?.(ended, run)
  run.feed(needsLease(run, refresh.stored) ? { type: 'refresh', lease: 'wanted' } : { type: 'refresh' })
}
