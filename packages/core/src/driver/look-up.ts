import { DeadlineError } from '../engine/engine-errors.ts'
import { selectEntry } from '../engine/select-entry.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { isPromise, type Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult, Store, StoredEntry } from '../ports/store.ts'
import type { TransactionRun } from './transaction-run.ts'

/** What selects a response that is not known. */
export const noFields: readonly string[] = []

/** Asks the store for the key, selects the variant, and opens its body; at once when the store answers at once. */
export const lookUp = (run: TransactionRun): void => {
  const obstacle = run.environment.breaker.obstacle()
  if (obstacle !== undefined) return tellFailure(run, obstacle)
  run.lookup = 'asked'
  attempt(ask, run, run.environment.store)
}

const ask = (run: TransactionRun, store: Store): void => {
  const result = store.get(run.key)
  // Of whatever library the promise is: it settles once, and not before this has returned.
  if (isPromise(result)) Promise.resolve(result).then((answer) => attempt(select, run, answer), failed(run))
  else select(run, result)
}

const select = (run: TransactionRun, result: LookupResult): void => {
  if (run.lookup === 'cancelled') return
  if (result.type === 'error') return failed(run)(result.error)
  noteAnswer(run)
  // A transaction that has waited for another's fetch looks again, and may find something else.
  run.storedBody?.cancel()
  run.storedBody = undefined
  run.entry = undefined
  run.knownVary = noFields
  run.identity = null
  if (result.type === 'miss') return tell(run, null, 'none')
  const { variants } = result
  run.knownVary = variants[0]?.response.vary ?? noFields
  const entry = selectEntry(run.transaction, variants)
  if (entry === undefined) return tell(run, null, 'some')
  const body = entry.open()
  if (isPromise(body))
    Promise.resolve(body).then(
      (opened) => attempt((each, given) => found(each, entry, given), run, opened),
      failed(run),
    )
  else found(run, entry, body)
}

/** What the store has answered, together with what goes on for the key just now. */
const tell = (run: TransactionRun, stored: StoredResponse | null, variants: 'none' | 'some'): void => {
  const { flights, marks, supervisor } = run.environment
  const mark = marks.of(run.key)
  if (mark === 'miss') run.collapse = 'alone'
  const candidate = flights.find(run, stored)
  run.candidate = candidate
  const flight = candidate === undefined ? 'none' : 'joinable'
  // Who leads brings it up to date for everyone.
  const refresh = stored === null || candidate !== undefined ? 'taken' : supervisor.opening(run.key)
  run.feed({ type: 'lookup', stored, variants, refresh, flight, mark })
}

const found = (run: TransactionRun, entry: StoredEntry, body: Body | undefined): void => {
  if (run.lookup === 'cancelled') return body?.cancel()
  if (body === undefined) return tell(run, null, 'none')
  run.entry = entry
  run.storedBody = body
  tell(run, entry.response, 'some')
}

/** Others' code, which may throw. What it is given is passed on as it is: a closure for each hit would be a waste. */
const attempt = <Given>(
  work: (run: TransactionRun, given: Given) => void,
  run: TransactionRun,
  given: Given,
): void => {
  try {
    work(run, given)
  } catch (error) {
    failed(run)(error)
  }
}

const failed =
  (run: TransactionRun) =>
  (cause: unknown): void => {
    if (run.lookup === 'cancelled') return
    run.lookup = 'wanted'
    run.environment.breaker.failed()
    const error =
      cause instanceof StoreError
        ? cause
        : new StoreError('ERR_STORE_FAILED', 'the store could not be read', { cause })
    tellFailure(run, error)
  }

/** The transaction goes on first: whoever is told of the failure may end it. */
const tellFailure = (run: TransactionRun, error: StoreError): void => {
  run.feed({ type: 'lookupError', error })
  run.environment.tolerate({ transaction: run.id, key: run.key, during: 'lookup', error })
}

const noteAnswer = (run: TransactionRun): void => {
  run.lookup = 'wanted'
  run.environment.breaker.succeeded()
}

/** Its answer is not wanted any more. That it took too long says something of the store; that the client left does not. */
export const cancelLookup = (run: TransactionRun, verdict: Verdict): void => {
  const { breaker } = run.environment
  if (run.lookup === 'asked') {
    if ('error' in verdict && verdict.error instanceof DeadlineError && verdict.error.of === 'own')
      breaker.failed()
    else breaker.gaveUp()
  }
  run.lookup = 'cancelled'
}
