import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { exportCommand } from './export-command.ts'
import { getCommand } from './get-command.ts'
import { importCommand } from './import-command.ts'
import { listCommand } from './list-command.ts'
import { purgeStoreCommand } from './purge-store-command.ts'
import { statCommand } from './stat-command.ts'

const notes = `
The store may be in use by gateways, or by nobody. A URL with a password is better given by the
environment (CACHECHART_STORE), which other users do not see.

Examples:
  cachechart cache stat --store sqlite:cache.db
  cachechart cache list --store sqlite:cache.db --sort size --limit 20
  cachechart cache get http://127.0.0.1:8080/news --store redis://127.0.0.1:6379
  cachechart cache purge --surrogate-key article-1 --soft --store redis://127.0.0.1:6379
  cachechart cache export --store sqlite:cache.db --out cache.tar
  cachechart cache import cache.tar --store redis://127.0.0.1:6379`

/** `cachechart cache`: looks into a store that outlives the process, and changes what is there. */
export function cacheCommand(terminal: Terminal): Command {
  return new Command('cache')
    .summary('look into a store, purge, export and import')
    .description(
      'Looks into a store in SQLite or Redis, and changes what is there, whether a gateway runs on it or not.',
    )
    .addCommand(statCommand(terminal))
    .addCommand(listCommand(terminal))
    .addCommand(getCommand(terminal))
    .addCommand(purgeStoreCommand(terminal))
    .addCommand(exportCommand(terminal))
    .addCommand(importCommand(terminal))
    .addHelpText('after', notes)
}
