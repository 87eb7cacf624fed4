import type { Store } from '@cachechart/core'
import { Command } from 'commander'
import { ArchiveError } from '../archive/archive-error.ts'
import { ArchiveImport, type ImportedCounts } from '../archive/import-archive.ts'
import { inByteUnits } from '../byte-units.ts'
import { CommandFailedError } from '../command-failed-error.ts'
import { messageOf } from '../message-of.ts'
import { ProgressLine } from '../progress-line.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import type { LastingPlace } from '../store/store-place.ts'
import { withNewStore } from '../store/with-store.ts'
import { storedResponses } from '../stored-responses.ts'
import type { Terminal } from '../terminal.ts'
import { readInput } from './byte-files.ts'
import { stopSignal } from './stop-signal.ts'

/** What `cachechart cache import` was told. */
export interface ImportOptions {
  readonly json?: true
}

const notes = `
What the store has already, or has newer, stays. An entry is there whole or not at all. An archive
that was cut off or changed is refused from the first entry on that is not sound.

Examples:
  cachechart cache import cache.tar --store redis://127.0.0.1:6379
  gunzip < cache.tar.gz | cachechart cache import - --store sqlite:cache.db`

/** `cachechart cache import`: what was exported, into a store. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .summary('write into a store what was exported')
    .description('Writes into a store what cachechart cache export has written.')
    .argument('<file>', 'the archive; - is standard input')
    .addOption(lastingStoreOption())
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', notes)
    .action((file: string, { store: place, ...options }: ImportOptions & { readonly store: LastingPlace }) =>
      withNewStore(place, (store) => importArchive(store, { file, ...options }, terminal)),
    )
}

/** Reads the archive. Rejects with a `CommandFailedError`, or with a `StoreError`; what came before stays. */
export async function importArchive(
  store: Store,
  { file, json }: ImportOptions & { readonly file: string },
  terminal: Terminal,
): Promise<void> {
  const stop = stopSignal(terminal)
  const progress = new ProgressLine(terminal)
  const run = new ArchiveImport(store)
  const name = file === '-' ? 'The archive' : file
  try {
    await run.run(readInput(file, stop.signal), () => progress.show(sentence(run.counts).trimEnd()))
    progress.clear()
    terminal.out(json === true ? `${JSON.stringify(run.counts)}\n` : sentence(run.counts))
  } catch (error) {
    progress.clear()
    if (!(error instanceof ArchiveError) && !stop.signal.aborted) throw error
    const reason = error instanceof ArchiveError ? `${name}: ${error.message}.` : messageOf(error)
    throw new CommandFailedError(`${reason} ${sentence(run.counts).trimEnd()}`, { cause: error })
  } finally {
    stop.forget()
  }
}

function sentence({ imported, bodyBytes, kept, refused, broken }: ImportedCounts): string {
  const others = [
    ...(kept === 0 ? [] : [`${kept} were there already`]),
    ...(refused === 0 ? [] : [`${refused} the store does not take`]),
    ...(broken === 0 ? [] : [`${broken} could not be exported`]),
  ]
  const rest = others.length === 0 ? '' : ` Of others, ${others.join(', ')}.`
  return `Imported ${storedResponses(imported)}, ${inByteUnits(bodyBytes)} of bodies.${rest}\n`
}
