import type { PurgeTarget } from '@cachechart/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { askAdmin, notOfGateway } from './ask-admin.ts'
import { parseAdmin } from './parse-admin.ts'
import { checkPurgeToken, purgeTokenOption } from './purge-token-option.ts'
import type { Terminal } from './terminal.ts'

interface PurgeCommandOptions {
  readonly key?: string
  readonly surrogateKey?: string
  readonly all?: true
  readonly soft?: true
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
    .argument('[url]', 'all that is stored for this URL, as clients of the gateway say it', parseUrl)
    .option('--key <key>', 'all that is stored under this key')
    .option('--surrogate-key <label>', 'all that carries this label (Surrogate-Key, Cache-Tag)')
    .option('--all', 'everything')
    .option('--soft', 'make it stale instead: it may still be validated, or served while it is refreshed')
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
      const targets = targetsOf(url, options)
      const [target] = targets
      if (target === undefined || targets.length > 1)
        command.error('error: what to purge is one of: a URL, --key, --surrogate-key, --all')
      await askForPurge(target, options, terminal)
    })
  return command
}

/** What was named to be purged: one, if it makes sense. */
const targetsOf = (
  url: string | undefined,
  { key, surrogateKey, all, soft }: PurgeCommandOptions,
): readonly PurgeTarget[] => {
  const how = soft === true ? { soft } : {}
  return [
    ...(url === undefined ? [] : [{ url, ...how }]),
    ...(key === undefined ? [] : [{ key, ...how }]),
    ...(surrogateKey === undefined ? [] : [{ surrogateKey, ...how }]),
    ...(all === undefined ? [] : [{ all, ...how }]),
  ]
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
  terminal.out(json === true ? text : sentence(purged, target))
}

function sentence(purged: number, { soft }: PurgeTarget): string {
  const what = purged === 1 ? '1 stored response' : `${purged} stored responses`
  return soft === true ? `Made ${what} stale.\n` : `Removed ${what}.\n`
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

/** @throws InvalidArgumentError */
function parseUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('It is a whole URL, such as http://127.0.0.1:8080/news.')
}
