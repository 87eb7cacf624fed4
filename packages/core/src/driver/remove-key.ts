import { isPromise } from '../ports/body.ts'
import type { TransactionRun } from './transaction-run.ts'

/** Takes all that is stored for a key out of the store; a store that fails to is no concern of the client's. */
export const removeKey = (run: TransactionRun, key: string): void => {
  const { environment, id } = run
  const tolerate = (error: unknown): void => {
    environment.tolerate({ transaction: id, key, during: 'invalidate', error })
  }
  try {
    const removed = environment.store.delete(key)
    if (isPromise(removed)) Promise.resolve(removed).catch(tolerate)
  } catch (error) {
    tolerate(error)
  }
}
