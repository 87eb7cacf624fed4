import { PortError, type StoreErrorCode } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { messageOf } from '../message-of.ts'
import { printable } from '../printable.ts'
import { withoutPasswords } from '../without-passwords.ts'
import { nameOfPlace, type StorePlace } from './store-place.ts'

type Nexts = Readonly<Partial<Record<StoreErrorCode, string>>>

const nexts: Readonly<Record<StorePlace['type'], Nexts>> = {
  memory: {},
  sqlite: {
    ERR_STORE_FOREIGN: 'A gateway does that with --on-corrupt set-aside, and begins a new file.',
    ERR_STORE_FAILED: 'May this user write the file, and its folder?',
    ERR_STORE_TIMEOUT: 'Another process holds the file: try again.',
  },
  redis: {
    ERR_STORE_FAILED: 'Is the server running, and are user and password right?',
    ERR_STORE_TIMEOUT: 'Is the server running, and can it be reached from here?',
    ERR_STORE_UNAVAILABLE: 'Is the server running, and can it be reached from here?',
  },
}

/** What went wrong with a store, and what to do, as one line without a password. Any other error is given back as it is. */
export function explainStoreFailure(error: unknown, place: StorePlace): unknown {
  if (!(error instanceof PortError)) return error
  const next = Object.entries(nexts[place.type]).find(([code]) => code === error.code)?.[1]
  const message = `${nameOfPlace(place)}: ${messageOf(error)}.${next === undefined ? '' : ` ${next}`}`
  return new CommandFailedError(printable(withoutPasswords(message)), { cause: error })
}
