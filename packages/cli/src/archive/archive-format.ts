import type { Millis, StoredResponse } from '@cachechart/core'

/** What the first member says. */
export const archiveFormat = 'cachechart-export'
export const archiveVersion = 1

/** The names of members, in the order in which they stand. Entries are counted from 1. */
export const memberNames = {
  beginning: 'cachechart-export.json',
  head: (entry: number): string => `entries/${entry}/head.json`,
  body: (entry: number): string => `entries/${entry}/body`,
  seal: (entry: number): string => `entries/${entry}/seal.json`,
  end: 'end.json',
} as const

/** A member that is JSON is no longer: it is read whole. In bytes. */
export const longestJson = 4 * 2 ** 20

/** `head.json`. */
export interface ArchivedHead {
  readonly key: string
  readonly bodyLength: number
  /** When it was last used, as far as the store knew. */
  readonly usedAt: Millis | null
  readonly response: StoredResponse
}

/**
 * `seal.json`: the SHA-256 of `head.json` and `body` as they stand, in hexadecimal digits; or why the body is not what was
 * stored, and is to be left out.
 */
export type ArchiveSeal = { readonly sha256: string } | { readonly broken: string }
