import type { InFlight } from '@cachechart/core'
import { Command, InvalidArgumentError } from 'commander'
import { CommandFailedError } from './command-failed-error.ts'
import type { Terminal } from './terminal.ts'

const next = 'Is the gateway running, with --admin-port?'
const noGateway = "Is that a gateway's admin address?"

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
  const inFlight = readInFlight(text)
  if (inFlight === undefined)
    throw new CommandFailedError(`${admin.href} answered something else. ${noGateway}`)
  // Loaded when it is needed: with it comes an HTTP client, and the other commands start sooner without one.
  const { inFlightTable } = await import('@cachechart/adapters/node')
  terminal.out(json === true ? text : inFlightTable(inFlight))
}

/** The transactions of an answer, or `undefined` if it is none of a gateway. */
function readInFlight(text: string): readonly InFlight[] | undefined {
  try {
    const { inFlight } = JSON.parse(text) as { readonly inFlight?: unknown } // of any JSON but null, which throws here
    return Array.isArray(inFlight) ? (inFlight as InFlight[]) : undefined // as a gateway writes it
  } catch {
    return undefined
  }
}

async function ask(admin: URL): Promise<string> {
  try {
    const answer = await fetch(admin, { signal: AbortSignal.timeout(patience) })
    const text = await answer.text()
    if (answer.ok) return text
    throw new CommandFailedError(`${admin.href} answered ${answer.status}. ${noGateway}`)
  } catch (error) {
    if (error instanceof CommandFailedError) throw error
    throw new CommandFailedError(`nothing answers at ${admin.host}: ${reasonOf(error)}. ${next}`, {
      cause: error,
    })
  }
}

/** Errors of the network keep the reason in their cause. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reason instanceof Error ? reason.message : String(reason)
}
