import type { DiagramPath } from '../diagram.ts'

/**
 * What stands before the transitions of a path where there is text alone. Their shapes differ, and not only their
 * colours; each is one column wide in a terminal.
 */
export const pathSigns: Readonly<Record<DiagramPath, string>> = {
  hit: '●',
  miss: '◆',
  pass: '■',
  error: '▲',
  background: '□',
}

/** The paths in the order in which legends list them, and what they are. */
export const pathMeanings: readonly (readonly [path: DiagramPath, meaning: string])[] = [
  ['hit', 'hit: answered with what is stored'],
  ['miss', 'miss: the origin is asked, for all who want the same'],
  ['pass', 'pass: the origin is asked, past the cache'],
  ['error', 'error: something fails, or somebody leaves'],
  ['background', 'background: nobody waits for it'],
]
