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
  if (result.type === 'miss') return run.feed(nothingStored)
  const entry = selectEntry(run.transaction, result.variants)
  if (entry === undefined) return run.feed(otherVariants)
  const body = entry.open()
  if (isPromise(body))
    Promise.resolve(body).then((opened) => attempt(run, () => found(run, entry, opened)), failed(run))
  else found(run, entry, body)
}

const nothingStored = { type: 'lookup', stored: null, variants: 'none', refresh: 'taken' } as const
const otherVariants = { type: 'lookup', stored: null, variants: 'some', refresh: 'taken' } as const

const found = (run: TransactionRun, entry: StoredEntry, body: Body | undefined): void => {
  if (run.lookup === 'cancelled') return body?.cancel()
  if (body === undefined) return run.feed(nothingStored)
  run.entry = entry
  run.storedBody = body
  const refresh = run.environment.supervisor.opening(run.key)
  run.feed({ type: 'lookup', stored: entry.response, variants: 'some', refresh })
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
