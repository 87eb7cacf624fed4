import { extname } from 'node:path'
import type { Command } from 'commander'
import { printable } from './printable.ts'

/**
 * The format that the name of a file says; `undefined` for a name without an ending, and where there is no file. An ending
 * that is none of `formats` ends the command: a file would be what its name says it is not.
 */
export function formatByName<Format>(
  out: string | undefined,
  formats: Readonly<Record<string, Format>>,
  command: Command,
): Format | undefined {
  const ending = extname(out ?? '').toLowerCase()
  const found = Object.entries(formats).find(([known]) => known === ending)?.[1]
  if (found !== undefined || ending === '') return found
  const known = Object.keys(formats).join(', ')
  return command.error(
    `error: --out is to end in ${known}, not in ${printable(ending)}; or say what it is to be: --format`,
  )
}
