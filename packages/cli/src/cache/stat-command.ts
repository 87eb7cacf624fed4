import type { InspectableStore, StoreStatistics } from '@cachechart/core'
import { Command } from 'commander'
import { inByteUnits } from '../byte-units.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import { withStore } from '../store/with-store.ts'
import { nameOfPlace, type LastingPlace } from '../store/store-place.ts'
import type { Terminal } from '../terminal.ts'

interface StatOptions {
  readonly store: LastingPlace
  readonly json?: true
}

/** `cachechart cache stat`: how much is stored. */
export function statCommand(terminal: Terminal): Command {
  return new Command('stat')
    .summary('how much is stored')
    .description('Prints how much is stored, and how much room it takes.')
    .addOption(lastingStoreOption())
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  cachechart cache stat --store sqlite:cache.db --json | jq .entries`,
    )
    .action(({ store: place, json }: StatOptions) =>
      withStore(place, async (store: InspectableStore) => {
        const statistics = await store.statistics()
        const named = { store: nameOfPlace(place), ...statistics, ...limitOf(place) }
        terminal.out(json === true ? `${JSON.stringify(named, null, 2)}\n` : statText(named))
      }),
    )
}

/** How large a file may become is for each gateway to say: this process has set no limit. */
const limitOf = ({ type }: LastingPlace): Partial<StoreStatistics> =>
  type === 'sqlite' ? { maxBytes: null } : {}

/** Name and value, a line each. */
export function statText({ details, ...known }: StoreStatistics & { readonly store: string }): string {
  const { store, entries, bodyBytes, bytes, maxBytes, rejectedValues } = known
  const lines: readonly (readonly [string, string])[] = [
    ['store', store],
    ['entries', String(entries)],
    ['bodies', inByteUnits(bodyBytes)],
    ['takes', bytes === null ? 'unknown' : inByteUnits(bytes)],
    ...(maxBytes === null ? [] : [['at most', inByteUnits(maxBytes)] as const]),
    ['not believed', String(rejectedValues)],
    ...Object.entries(details).map(([name, value]) => [name, String(value)] as const),
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
