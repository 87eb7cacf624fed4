import { renameSync, statSync } from 'node:fs'
import type { Millis } from '@cachechart/core'

/** What tells a file from another of the same name; `undefined` where there is none. */
export function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

/** Renames a file that cannot be used, and what belongs to it: `<file>.set-aside-<time>`. */
export function setAside(file: string, now: Millis): void {
  const name = `${file}.set-aside-${Math.trunc(now)}`
  // The log goes first: beside another file it would be taken for that one's.
  for (const suffix of ['-wal', '-shm', '']) {
    if (inodeOf(file + suffix) !== undefined) renameSync(file + suffix, name + suffix)
  }
}
