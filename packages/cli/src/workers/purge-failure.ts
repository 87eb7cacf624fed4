import { UnconfirmedPurgeError } from '@cachechart/adapters/node'
import { MisuseError, StoreError } from '@cachechart/core'

/** How a purge failed, in a word that goes from one process to another. */
export type PurgeFailureCode = 'misuse' | 'unconfirmed' | 'store'

/** What goes from one process to another in place of an error. */
export interface PurgeFailure {
  readonly code: PurgeFailureCode
  readonly message: string
}

export function toPurgeFailure(error: unknown): PurgeFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof MisuseError) return { code: 'misuse', message }
  return { code: error instanceof UnconfirmedPurgeError ? 'unconfirmed' : 'store', message }
}

/** The error that it was, or one like it. */
export function fromPurgeFailure({ code, message }: PurgeFailure): Error {
  switch (code) {
    case 'misuse':
      return new MisuseError(message)
    case 'unconfirmed':
      return new UnconfirmedPurgeError(message)
    case 'store':
      return new StoreError('ERR_STORE_FAILED', message)
  }
}
