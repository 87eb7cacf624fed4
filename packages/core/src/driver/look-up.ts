import { selectEntry } from '../engine/select-entry.ts'
import type { Company, Input } from '../engine/input.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { isPromise, type Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult, Store, StoredEntry } from '../ports/store.ts'
import { hasRunOut } from './has-run-out.ts'
import { needsLease } from './needs-lease.ts'
import { budgetedBody } from './store-budget-body.ts'
import type { Seeker } from './seeker.ts'
import type { TransactionRun } from './transaction-run.ts'

type LookupInput = Extract<Input, { readonly type: 'lookup' }>

/** What selects a response that is not known. */
export const noFields: readonly string[] = []

/** Asks the store for the key, selects the variant, and opens its body; at once when the store answers at once. */
export const lookUp = (run: TransactionRun): void => {
  const { owed, breaker } = run.environment
  if (owed.size > 0 && owed.hides(run.key, run.request.url)) return overlook(run)
  const obstacle = breaker.obstacle()
  if (obstacle !== undefined) return tellFailure(run, obstacle)
  run.lookup = 'asked'
  run.lookups += 1
  attempt(ask, run, run.environment.store)
}

const ask = (run: TransactionRun, store: Store): void => {
  const result = store.get(run.key)
  if (isPromise(result)) whenAnswered(run, result, { take: select })
  else select(run, result)
}

/**
 * Takes what the store answers later, unless it is not waited for any more by then: the transaction may have gone on, and
 * asked again.
 */
const whenAnswered = <Answer>(
  run: TransactionRun,
  answer: Promise<Answer>,
  { take, drop }: { take: (run: TransactionRun, answer: Answer) => void; drop?: (answer: Answer) => void },
): void => {
  const { lookups } = run
  const isAwaited = (): boolean => run.lookups === lookups && run.lookup !== 'cancelled'
  // Of whatever library the promise is: it settles once, and not before this has returned.
  Promise.resolve(answer).then(
    (given) => {
      if (isAwaited()) attempt(take, run, given)
      else drop?.(given)
    },
    (error: unknown) => {
      if (isAwaited()) failed(run)(error)
    },
  )
}

/** What is stored for the key should be gone, and the store could not be told yet. */
const overlook = (run: TransactionRun): void => {
  forgetStored(run)
  tell(run, null, 'none')
}

const select = (run: TransactionRun, result: LookupResult): void => {
  if (result.type === 'error') return failed(run)(result.error)
  noteAnswer(run)
  forgetStored(run)
  noteMoment(run, result)
  if (result.type === 'miss') return tell(run, null, 'none')
  const { variants } = result
  run.knownVary = variants[0]?.response.vary ?? noFields
  const entry = selectEntry(run.transaction, variants)
  if (entry === undefined) return tell(run, null, 'some')
  const body = entry.open()
  if (isPromise(body))
    whenAnswered(run, body, {
      take: (each, opened) => found(each, entry, opened),
      drop: (opened) => opened?.cancel(),
    })
  else found(run, entry, body)
}

const noteMoment = (
  run: TransactionRun,
  { moment }: Exclude<LookupResult, { readonly type: 'error' }>,
): void => {
  if (moment === undefined) return // the common case, on every hit
  run.moment = moment
  run.environment.purges.byOthers = 'possible'
}

/** What the store has answered, together with what goes on for the key just now. */
const tell = (run: TransactionRun, stored: StoredResponse | null, variants: 'none' | 'some'): void => {
  run.feed(lookupInput(run, stored, variants))
}

/** An answer of the store, as a transaction is told of it. */
export const lookupInput = (
  run: Seeker,
  stored: StoredResponse | null,
  variants: 'none' | 'some',
): LookupInput => {
  const { supervisor } = run.environment
  const { flight, mark } = companyOf(run, stored)
  // Who leads brings it up to date for everyone.
  const refresh = stored === null || flight === 'joinable' ? 'taken' : supervisor.opening(run.key)
  return needsLease(run, stored)
    ? { type: 'lookup', stored, variants, refresh, flight, mark, lease: 'wanted' }
    : { type: 'lookup', stored, variants, refresh, flight, mark }
}

/** What is left to a transaction that the store does not answer. */
export const companyWithoutStore = (run: TransactionRun): Company => {
  forgetStored(run)
  return companyOf(run, null)
}

/** What goes on for the key beside the transaction. Keeps on the run whom it may follow. */
export const companyOf = (run: Seeker, stored: StoredResponse | null): Company => {
  const { flights, marks } = run.environment
  const mark = marks.of(run.key)
  if (mark === 'miss') run.collapse = 'alone'
  const candidate = flights.find(run, stored)
  run.candidate = candidate
  return { flight: candidate === undefined ? 'none' : 'joinable', mark }
}

/** A transaction that has waited for another's fetch looks again, and may find something else. */
const forgetStored = (run: TransactionRun): void => {
  run.storedBody?.cancel()
  run.storedBody = undefined
  run.entry = undefined
  run.knownVary = noFields
  run.identity = null
  run.moment = undefined
}

const found = (run: TransactionRun, entry: StoredEntry, body: Body | undefined): void => {
  if (body === undefined) return tell(run, null, 'none')
  run.entry = entry
  run.storedBody = budgetedBody(body, run)
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
  run.feed({ type: 'lookupError', error, ...companyWithoutStore(run) })
  run.environment.tolerate({ transaction: run.id, key: run.key, during: 'lookup', error })
}

const noteAnswer = (run: TransactionRun): void => {
  run.lookup = 'wanted'
  run.environment.breaker.succeeded()
}

/** Its answer is not wanted any more. */
export const cancelLookup = (run: TransactionRun, verdict: Verdict): void => {
  const { breaker } = run.environment
  if (run.lookup === 'asked') {
    if (hasRunOut(verdict)) breaker.failed()
    else breaker.gaveUp()
  }
  run.lookup = 'cancelled'
}
