import { stat } from 'node:fs/promises'
import { inByteUnits } from '../byte-units.ts'
import { stopSignal } from '../cache/stop-signal.ts'
import { printable } from '../printable.ts'
import { ProgressLine } from '../progress-line.ts'
import type { Terminal } from '../terminal.ts'
import { readRecordings, type LocatedRecord } from './read-recordings.ts'

/** So many records are read before whatever else waits in this process has its turn. */
const betweenTurns = 10_000

/**
 * Gives all records of some files to `take`, shows on a screen how far it has come, and says what is cut off. A reader who
 * has left ends it. Rejects with a `CommandFailedError`.
 */
export async function readAll(
  files: readonly string[],
  take: (located: LocatedRecord) => void,
  terminal: Terminal,
): Promise<void> {
  const stop = stopSignal(terminal)
  const progress = new ProgressLine(terminal)
  const total = await bytesOf(files)
  let bytes = 0
  let records = 0
  const options = {
    signal: stop.signal,
    onBytes: (more: number) => (bytes += more),
    onCutOff: (file: string, line: number) =>
      terminal.err(`${printable(file)}:${line} is cut off: it was being written.\n`),
  }
  try {
    for await (const located of readRecordings(files, options)) {
      take(located)
      records += 1
      if (records % betweenTurns !== 0 || terminal.isScreen !== true) continue
      await progress.show(`${records} records, ${inByteUnits(bytes)}${total}`)
    }
  } finally {
    progress.clear()
    stop.forget()
  }
}

/** ` of 1.2 GiB`, where it is known. */
async function bytesOf(files: readonly string[]): Promise<string> {
  const sizes = await Promise.all(
    files.map(async (file) =>
      file === '-' ? Number.NaN : ((await stat(file).catch(() => undefined))?.size ?? 0),
    ),
  )
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return Number.isNaN(all) ? '' : ` of ${inByteUnits(all)}`
}
