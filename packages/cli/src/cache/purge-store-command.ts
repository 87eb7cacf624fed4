import { Command } from 'commander'
import { confirm } from './confirm.ts'
import { keyOptionsOf, keyRuleOptions, type KeyRuleOptions } from '../key-rule-options.ts'
import {
  purgeSentence,
  purgeTargetOf,
  withPurgeTarget,
  type PurgeTargetOptions,
} from '../purge-target-options.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import { purgeStored } from '../store/purge-stored.ts'
import { nameOfPlace, type LastingPlace } from '../store/store-place.ts'
import { withStore } from '../store/with-store.ts'
import type { Terminal } from '../terminal.ts'

interface PurgeStoreOptions extends PurgeTargetOptions, KeyRuleOptions {
  readonly store: LastingPlace
  readonly yes?: true
  readonly json?: true
}

/** Longer than any store takes: whoever purges by a command waits for the end of it. */
const patience = 3_600_000

const notes = `
What a gateway had asked its origin for before is not stored after it. Those who wait for that
reply are still given it: where a gateway runs, cachechart purge sees to them, too.

Examples:
  cachechart cache purge http://127.0.0.1:8080/news --store sqlite:cache.db
  cachechart cache purge --surrogate-key article-1 --soft --store redis://127.0.0.1:6379
  cachechart cache purge --all --yes --store sqlite:cache.db`

/** `cachechart cache purge`: makes a store forget. */
export function purgeStoreCommand(terminal: Terminal): Command {
  const command: Command = new Command('purge')
    .summary('remove what is stored, or make it stale')
    .description('Removes what is stored, or makes it stale, for all gateways that have the store.')
  withPurgeTarget(command)
    .addOption(lastingStoreOption())
    .option('--yes', 'do not ask whether everything is meant')
    .option('--json', 'print the count as JSON')
    .addHelpText('after', notes)
    .action(async (url: string | undefined, options: PurgeStoreOptions) => {
      const { store: place, all, yes, json } = options
      const target = purgeTargetOf(url, options, command)
      await withStore(place, async (store) => {
        if (all === true && yes !== true)
          await confirm(`Purge everything in ${nameOfPlace(place)}?`, terminal)
        const purged = await purgeStored(store, { target, key: keyOptionsOf(options), patience })
        terminal.out(json === true ? `${JSON.stringify({ purged })}\n` : purgeSentence(purged, target))
      })
    })
  for (const option of keyRuleOptions()) command.addOption(option)
  return command
}
