import { systemClock, type Clock, type Millis } from '@cachechart/core'

/** Something that was found in the file and not believed: it counted as a miss. */
export interface RejectedRow {
  readonly key: string
  readonly reason: 'its head cannot be read' | 'its body is not as long as it should be'
}

/** Where a SQLite store lies, and what it may hold. */
export interface SqliteStoreOptions {
  /** The database file. Its folder must exist. Beside it lie its log (`-wal`) and an index of that (`-shm`). */
  readonly file: string
  /** How large the file and its log may become together, in bytes; at least 1 MiB. Default 1 GiB. */
  readonly maxBytes?: number
  /** The longest body that is taken, in bytes; at most half of `maxBytes`. Default: a quarter of `maxBytes`. */
  readonly maxEntryBytes?: number
  /** How many variants of one key are kept (RFC 9111 §4.1). Default 64. */
  readonly maxVariants?: number
  /**
   * What is done with a file that cannot be used: damaged, of another program, or of a later version. `refuse` throws;
   * `setAside` renames it, and begins a new one. Default `refuse`.
   */
  readonly onCorrupt?: 'refuse' | 'setAside'
  /** How long a change may wait for other processes that write, before it fails. Default 5 s. */
  readonly busyTimeout?: Millis
  /** How long a body stays readable for those who were reading it when it was removed. Default 30 s. */
  readonly readerGrace?: Millis
  /** Told of each row that is not believed. It must not throw. */
  readonly onRejected?: (rejected: RejectedRow) => void
  /** Default: the system's. */
  readonly clock?: Clock
}

/** The same, with every choice made. */
export type SqliteSettings = Required<SqliteStoreOptions>

const mebibyte = 1024 * 1024

/** Completes and checks the options. @throws RangeError that names the option, what was expected and what was seen */
export function sqliteSettings(options: SqliteStoreOptions): SqliteSettings {
  const { maxBytes = 1024 * mebibyte, maxVariants = 64, busyTimeout = 5_000, readerGrace = 30_000 } = options
  const seen: unknown = options.file
  if (typeof seen !== 'string' || seen === '')
    throw new RangeError(`sqliteStore: file must be a path, not '${String(seen)}'`)
  checkCount('maxBytes', maxBytes, [mebibyte, Number.MAX_SAFE_INTEGER])
  const maxEntryBytes = options.maxEntryBytes ?? Math.floor(maxBytes / 4)
  checkCount('maxEntryBytes', maxEntryBytes, [1, Math.floor(maxBytes / 2)])
  checkCount('maxVariants', maxVariants, [1, Number.MAX_SAFE_INTEGER])
  checkCount('busyTimeout', busyTimeout, [0, 2 ** 31 - 1])
  checkCount('readerGrace', readerGrace, [0, 2 ** 31 - 1])
  return {
    ...{ file: options.file, maxBytes, maxEntryBytes, maxVariants, busyTimeout, readerGrace },
    onCorrupt: options.onCorrupt ?? 'refuse',
    onRejected: options.onRejected ?? (() => {}),
    clock: options.clock ?? systemClock,
  }
}

function checkCount(option: string, seen: unknown, [least, most]: readonly [number, number]): void {
  if (Number.isSafeInteger(seen) && Number(seen) >= least && Number(seen) <= most) return
  throw new RangeError(
    `sqliteStore: ${option} must be an integer from ${least} to ${most}, not ${String(seen)}`,
  )
}
