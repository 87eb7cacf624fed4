import { identityOf } from '../engine/flight-identity.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Seeker } from './seeker.ts'

/** Whether a transaction that is to ask the origin asks for a lease first: what it gets may be for other processes, too. */
export const needsLease = (run: Seeker, stored: StoredResponse | null): boolean => {
  const { environment, collapse, transaction } = run
  if (environment.lease === undefined) return false // the common case, on every hit
  if (collapse === 'alone' || transaction.request.method !== 'GET') return false
  run.identity ??= identityOf(transaction, { stored, vary: run.knownVary })
  return run.identity !== null
}
