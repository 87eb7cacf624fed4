import type { PurgeTarget } from '@cachechart/core'
import { Command, Option } from 'commander'
import { askAdmin, notOfGateway } from './ask-admin.ts'
import { parseAdmin } from './parse-admin.ts'
import { plainJson } from './plain-json.ts'
import {
  purgeSentence,
  purgeTargetOf,
  withPurgeTarget,
  type PurgeTargetOptions,
} from './purge-target-options.ts'
import { checkPurgeToken, purgeTokenOption } from './purge-token-option.ts'
import type { Terminal } from './terminal.ts'

interface PurgeCommandOptions extends PurgeTargetOptions {
  readonly admin: URL
  readonly purgeToken?: string
  readonly json?: true
}

const notes = `
Examples:
  cachechart gateway http://localhost:3000 --admin-port 9090
  cachechart purge http://127.0.0.1:8080/news --admin 9090
  cachechart purge --surrogate-key article-1 --soft --admin http://127.0.0.1:9090
  cachechart purge --all --admin 9090`

/** `cachechart purge`: tells a running gateway to forget what it has stored. */
export function purgeCommand(terminal: Terminal): Command {
  const command: Command = new Command('purge')
    .summary('make a running gateway forget what it has stored')
    .description("Asks a running gateway's admin address (--admin-port) to purge what it has stored.")
  return withPurgeTarget(command)
    .addOption(
      new Option('--admin <address>', 'the admin address: a port of this machine, or http://host:port')
        .argParser(parseAdmin)
        .makeOptionMandatory(),
    )
    .addOption(purgeTokenOption('that of the gateway, if it has one'))
    .option('--json', 'print the answer as it came')
    .addHelpText('after', notes)
    .action(async (url: string | undefined, options: PurgeCommandOptions) => {
      checkPurgeToken(options.purgeToken, command)
      await askForPurge(purgeTargetOf(url, options, command), options, terminal)
    })
}

async function askForPurge(
  target: PurgeTarget,
  { admin, purgeToken, json }: PurgeCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const page = new URL('/.cachechart/purge', admin)
  const text = await askAdmin(page, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(purgeToken === undefined ? {} : { Authorization: `Bearer ${purgeToken}` }),
    },
    body: JSON.stringify(target),
  })
  const purged = readPurged(text)
  if (purged === undefined) throw notOfGateway(page)
  terminal.out(json === true ? plainJson(text) : purgeSentence(purged, target))
}

/** How many responses an answer speaks of, or `undefined` if it is none of a gateway. */
function readPurged(text: string): number | undefined {
  try {
    const { purged } = JSON.parse(text) as { readonly purged?: unknown } // of any JSON but null, which throws here
    return typeof purged === 'number' ? purged : undefined
  } catch {
    return undefined
  }
}
