import { inFlightTable } from '@cachechart/adapters/node'
import type { InFlight } from '@cachechart/core'
import { Command, InvalidArgumentError } from 'commander'
import { CommandFailedError } from './command-failed-error.ts'
import type { Terminal } from './terminal.ts'

/** Long enough for any gateway that can answer at all. */
const patience = 5_000

interface InFlightOptions {
  readonly json?: true
}

/** `cachechart in-flight`: what a running gateway is doing, and whom each request waits for. */
export function inFlightCommand(terminal: Terminal): Command {
  return new Command('in-flight')
    .summary('list what a running gateway has in flight')
    .description("Asks a running gateway's admin address (--admin-port) what is in flight.")
    .argument('<admin>', 'the admin address: a port of this machine, or http://host:port', parseAdmin)
    .option('--json', 'print the answer as it came, with ledger and tolerated failures')
    .addHelpText(
      'after',
      `
Examples:
  cachechart gateway http://localhost:3000 --admin-port 9090
  cachechart in-flight 9090
  cachechart in-flight http://127.0.0.1:9090 --json`,
    )
    .action((admin: URL, options: InFlightOptions) => printInFlight(admin, options, terminal))
}

/** @throws InvalidArgumentError */
function parseAdmin(text: string): URL {
  const url = /^\d{1,5}$/.test(text) ? `http://127.0.0.1:${text}` : text
  if (!URL.canParse(url) || !url.startsWith('http:'))
    throw new InvalidArgumentError('It is a port, or a URL such as http://127.0.0.1:9090.')
  return new URL('/.cachechart/in-flight', url)
}

async function printInFlight(admin: URL, { json }: InFlightOptions, terminal: Terminal): Promise<void> {
  const text = await ask(admin)
  if (json === true) {
    terminal.out(text)
    return
  }
  const { inFlight } = JSON.parse(text) as { readonly inFlight: readonly InFlight[] } // as the gateway writes it
  terminal.out(inFlightTable(inFlight))
}

async function ask(admin: URL): Promise<string> {
  const answer = await fetch(admin, { signal: AbortSignal.timeout(patience) }).catch((error: Error) => {
    const why = error.cause instanceof Error ? error.cause.message : error.message
    const next = 'Is the gateway running, with --admin-port?'
    throw new CommandFailedError(`nothing answers at ${admin.host}: ${why}. ${next}`, { cause: error })
  })
  if (!answer.ok)
    throw new CommandFailedError(
      `${admin.href} answered ${answer.status}; is that a gateway's admin address?`,
    )
  return answer.text()
}
