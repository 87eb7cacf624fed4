import type { KnownStored } from '../engine/flight-identity.ts'
import { selectEntry } from '../engine/select-entry.ts'
import { isPromise, type Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult, StoredEntry } from '../ports/store.ts'
import type { TransactionRun } from './transaction-run.ts'

/** Asks the store for the key, selects the variant, and opens its body; at once when the store answers at once. */
export const lookUp = (run: TransactionRun): void => {
  attempt(run, () => {
    const result = run.environment.store.get(run.key)
    // Of whatever library the promise is: it settles once, and not before this has returned.
    if (isPromise(result))
      Promise.resolve(result).then((answer) => attempt(run, () => select(run, answer)), failed(run))
    else select(run, result)
  })
}

const select = (run: TransactionRun, result: LookupResult): void => {
  if (run.lookup === 'cancelled') return
  if (result.type === 'error') return failed(run)(result.error)
  if (result.type === 'miss') return tell(run, { stored: null, variants: 'none', vary: [] })
  const { variants } = result
  const vary = variants[0]?.response.vary ?? []
  const entry = selectEntry(run.transaction, variants)
  if (entry === undefined) return tell(run, { stored: null, variants: 'some', vary })
  const body = entry.open()
  if (isPromise(body))
    Promise.resolve(body).then(
      (opened) => attempt(run, () => found(run, { entry, vary }, opened)),
      failed(run),
    )
  else found(run, { entry, vary }, body)
}

/** What the store has answered, together with what goes on for the key just now. */
const tell = (
  run: TransactionRun,
  { stored, variants, vary }: KnownStored & { readonly variants: 'none' | 'some' },
): void => {
  const { flights, marks, supervisor } = run.environment
  const mark = marks.of(run.key)
  if (mark === 'miss') run.collapse = 'alone'
  const flight = flights.find(run, { stored, vary })
  run.candidate = flight
  // Who leads brings it up to date for everyone.
  const refresh = stored === null || flight !== undefined ? 'taken' : supervisor.opening(run.key)
  run.feed({
    type: 'lookup',
    stored,
    variants,
    refresh,
    flight: flight === undefined ? 'none' : 'joinable',
    mark,
  })
}

interface Found {
  readonly entry: StoredEntry
  readonly vary: readonly string[]
}

const found = (run: TransactionRun, { entry, vary }: Found, body: Body | undefined): void => {
  if (run.lookup === 'cancelled') return body?.cancel()
  if (body === undefined) return tell(run, { stored: null, variants: 'none', vary: [] })
  // A transaction that has waited for another's fetch looks again, and finds something else.
  run.storedBody?.cancel()
  run.entry = entry
  run.storedBody = body
  tell(run, { stored: entry.response, variants: 'some', vary })
}

const attempt = (run: TransactionRun, work: () => void): void => {
  try {
    work()
  } catch (error) {
    failed(run)(error)
  }
}

const failed =
  (run: TransactionRun) =>
  (cause: unknown): void => {
    if (run.lookup === 'cancelled') return
    const error =
      cause instanceof StoreError
        ? cause
        : new StoreError('ERR_STORE_FAILED', 'the store could not be read', { cause })
    run.environment.tolerate({ transaction: run.id, key: run.key, during: 'lookup', error })
    run.feed({ type: 'lookupError', error })
  }
