import { statSync } from 'node:fs'
import type { Clock, Millis } from '@cachechart/core'
import type { OpenFile } from './open-database.ts'

/** After so much was written it is looked how long the log is: this part of what it may be, and no more than 64 KiB. */
const lookedAfter = 1 / 4
const mostUnseen = 64 * 1024

/** So many times as long as it should be, nothing is added to it until it was emptied. */
const tooLong = 2

/** For so long others may keep it from being emptied, once in the foreground. */
const patience: Millis = 10

/** And for so long writers wait for that. Whoever reads for longer than this makes the log grow. */
const longestHold: Millis = 1_000

/**
 * Keeps the log short. SQLite empties it now and then, but begins it anew only when all of it has been emptied: while several
 * processes write, somebody always adds to it, and it grows without end
 * (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files). Here the one who finds it too long keeps the
 * others from writing, for as long as emptying takes.
 */
export class LogKeeper {
  readonly #file: OpenFile
  readonly #path: string
  readonly #clock: Clock
  /** The first to write looks at once: those before it may not have come to it. */
  #unseenBytes = mostUnseen
  #heldSince: Millis | undefined

  constructor(file: OpenFile, { path, clock }: { readonly path: string; readonly clock: Clock }) {
    this.#file = file
    this.#path = `${path}-wal`
    this.#clock = clock
  }

  /** In bytes. */
  get length(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
  }

  /** Whether something may be written now, or should wait until the log is shorter. */
  mayGrow(): boolean {
    if (this.#heldSince === undefined) return true
    this.#empty()
    const isOver =
      this.length <= this.#file.logBytes * tooLong || this.#clock.now() - this.#heldSince > longestHold
    if (isOver) this.#heldSince = undefined
    return isOver
  }

  /** Not within a transaction. */
  noteWritten(bytes: number): void {
    this.#unseenBytes += bytes
    if (this.#unseenBytes < Math.min(this.#file.logBytes * lookedAfter, mostUnseen)) return
    this.#unseenBytes = 0
    if (this.length <= this.#file.logBytes * 1.25) return
    this.#empty()
    if (this.length > this.#file.logBytes * tooLong) this.#heldSince ??= this.#clock.now()
  }

  #empty(): void {
    const { database } = this.#file
    try {
      database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA wal_checkpoint(TRUNCATE)`)
    } catch {
      // Others are reading or writing: it is tried again. Anything else is met by the next call.
    } finally {
      database.exec('PRAGMA busy_timeout = 0')
    }
  }
}
