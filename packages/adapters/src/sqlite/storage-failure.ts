import { StoreError } from '@cachechart/core'

/** What SQLite's result codes mean for a store. */
export type StorageFailure = 'busy' | 'full' | 'damaged' | 'other'

/** Primary result codes: https://www.sqlite.org/rescode.html */
const failures: Readonly<Record<number, StorageFailure>> = {
  5: 'busy',
  6: 'busy',
  11: 'damaged',
  13: 'full',
  26: 'damaged',
}

const member = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

/** What kind of failure of SQLite's it is; `undefined` for what is none. */
export function failureOf(error: unknown): StorageFailure | undefined {
  const code = member(error, 'errcode')
  // Extended result codes have the primary one in their low byte.
  if (typeof code === 'number') return failures[code & 0xff] ?? 'other'
  // A whole number that no other than a damaged, or a foreign, file can hold.
  return member(error, 'code') === 'ERR_OUT_OF_RANGE' ? 'damaged' : undefined
}

/** What is thrown for it: a `StoreError` for SQLite's own, anything else as it is. */
export function thrownFor(error: unknown): unknown {
  const failure = failureOf(error)
  if (failure === undefined) return error
  const said = String(member(error, 'message'))
  switch (failure) {
    case 'busy':
      return new StoreError('ERR_STORE_TIMEOUT', `the SQLite file stayed locked by others: ${said}`, {
        cause: error,
      })
    case 'damaged':
      return new StoreError(
        'ERR_STORE_FOREIGN',
        `the SQLite file is damaged: ${said}; stop whoever uses it and move it away, or open it with onCorrupt: 'setAside'`,
        { cause: error },
      )
    case 'full':
    case 'other':
      return new StoreError('ERR_STORE_FAILED', `SQLite could not do it: ${said}`, { cause: error })
  }
}

/** The same, as a `StoreError` whatever it was. */
export function storeErrorOf(error: unknown): StoreError {
  const thrown = thrownFor(error)
  if (thrown instanceof StoreError) return thrown
  return new StoreError('ERR_STORE_FAILED', 'the SQLite store failed', { cause: error })
}
