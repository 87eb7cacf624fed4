import { writeOutput } from './cache/byte-files.ts'
import { CommandFailedError } from './command-failed-error.ts'
import type { Terminal } from './terminal.ts'

/** What a command has made. */
export interface Result {
  /** As in `Wrote the diagram to …`. */
  readonly what: string
  readonly content: string | Uint8Array
  /** Who may read a file of it. */
  readonly mode: number
}

/**
 * Writes it to the file that was named, whole or not at all; or else to standard output. Rejects with a
 * `CommandFailedError`.
 */
export async function writeResult(
  { what, content, mode }: Result,
  out: string | undefined,
  { out: print, err, screen }: Pick<Terminal, 'out' | 'err' | 'screen'>,
): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  if (out !== undefined && out !== '-') {
    await writeOutput(out, once(bytes), mode)
    return err(`Wrote ${what} to ${out}.\n`)
  }
  if (typeof content === 'string') return print(content)
  if (screen !== undefined)
    throw new CommandFailedError(
      'A PNG is nothing that a terminal can show. Write it to a file: --out FILE.png',
    )
  await writeOutput('-', once(bytes))
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
