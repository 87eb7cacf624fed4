import type { InspectableStore, Millis } from '@cachechart/core'
import { Command } from 'commander'
import { writeArchive, type WrittenCounts } from '../archive/write-archive.ts'
import { inByteUnits } from '../byte-units.ts'
import { CommandFailedError } from '../command-failed-error.ts'
import { ProgressLine } from '../progress-line.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import type { LastingPlace } from '../store/store-place.ts'
import { withStore } from '../store/with-store.ts'
import { storedResponses } from '../stored-responses.ts'
import type { Terminal } from '../terminal.ts'
import { writeOutput } from './byte-files.ts'
import { stopSignal } from './stop-signal.ts'

/** What `cachechart cache export` was told. */
export interface ExportOptions {
  readonly out: string
  readonly prefix: string
  readonly json?: true
}

const notes = `
The archive is a tar file: tar tf lists it. A gateway may go on meanwhile; what it removes before
it is reached is left out. What is exported holds whatever the responses hold.

Examples:
  cachechart cache export --store sqlite:cache.db --out cache.tar
  cachechart cache export --store redis://127.0.0.1:6379 --out - | gzip > cache.tar.gz`

/** `cachechart cache export`: what is stored, as one file. */
export function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .summary('write what is stored to a file')
    .description('Writes what is stored to an archive, for cachechart cache import.')
    .addOption(lastingStoreOption())
    .requiredOption('--out <file>', 'where to write it; - is standard output')
    .option('--prefix <text>', 'only what is stored under keys that begin so', '')
    .option('--json', 'print the counts as JSON (on standard error where the archive is printed)')
    .addHelpText('after', notes)
    .action(({ store: place, ...options }: ExportOptions & { readonly store: LastingPlace }) =>
      withStore(place, (store) => exportStore(store, { ...options, now: Date.now() }, terminal)),
    )
}

/** Writes the archive. Rejects with a `CommandFailedError`, or with a `StoreError`: then there is none. */
export async function exportStore(
  store: InspectableStore,
  { out, prefix, json, now }: ExportOptions & { readonly now: Millis },
  terminal: Terminal,
): Promise<void> {
  const stop = stopSignal(terminal)
  const progress = new ProgressLine(terminal)
  let counts: WrittenCounts = { entries: 0, bodyBytes: 0, leftOut: 0 }
  const archive = writeArchive(store.entries({ keyPrefix: prefix }), {
    now,
    onEntry: (latest) => {
      counts = latest
      return progress.show(`${latest.entries} entries, ${inByteUnits(latest.bodyBytes)} of bodies`)
    },
  })
  try {
    const { isWhole, bytes } = await writeOutput(out, stoppable(archive, stop.signal))
    if (!isWhole) throw new CommandFailedError('nobody reads the archive any more: it is cut off.')
    progress.clear()
    const say = out === '-' ? terminal.err : terminal.out
    say(json === true ? `${JSON.stringify({ ...counts, archiveBytes: bytes })}\n` : sentence(counts))
  } finally {
    progress.clear()
    stop.forget()
  }
}

async function* stoppable(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    signal.throwIfAborted()
    yield piece
  }
}

function sentence({ entries, bodyBytes, leftOut }: WrittenCounts): string {
  const left = leftOut === 0 ? '' : ` Left out ${leftOut} that went meanwhile.`
  return `Exported ${storedResponses(entries)}, ${inByteUnits(bodyBytes)} of bodies.${left}\n`
}
