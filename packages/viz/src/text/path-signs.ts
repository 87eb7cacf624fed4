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
  ['miss', 'miss: the origin is asked for the cache, or another fetch is waited for'],
  ['pass', 'pass: the cache has nothing to do with it'],
  ['error', 'error: something failed or took too long, and what is done about it'],
  ['background', 'background: nobody waits for it'],
]
