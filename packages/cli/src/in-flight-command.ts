import { Command } from 'commander'
import { askAdmin, notOfGateway } from './ask-admin.ts'
import { parseAdmin } from './parse-admin.ts'
import { plainJson } from './plain-json.ts'
import type { Terminal } from './terminal.ts'
import type { WorkersSeen } from './workers/workers-table.ts'

interface InFlightOptions {
  readonly json?: true
}

/** `cachechart in-flight`: what a running gateway is doing, and whom each request waits for. */
export function inFlightCommand(terminal: Terminal): Command {
  return new Command('in-flight')
    .summary('list what a running gateway has in flight')
    .description("Asks a running gateway's admin address (--admin-port) what is in flight.")
    .argument('<admin>', 'the admin address: a port of this machine, or http://host:port', parseAdmin)
    .option('--json', 'print the answer as it came, with ledger, outcomes and tolerated failures')
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

async function printInFlight(admin: URL, { json }: InFlightOptions, terminal: Terminal): Promise<void> {
  const { text, story } = await readInFlight(admin)
  // Loaded when it is needed: with it comes an HTTP client, and the other commands start sooner without one.
  const { workersTable } = await import('./workers/workers-table.ts')
  terminal.out(json === true ? plainJson(text) : workersTable(story))
}

/** What a gateway has answered. */
interface InFlightAnswer {
  readonly page: URL
  readonly text: string
  readonly story: WorkersSeen
}

/** Asks a gateway what it has in flight. Rejects with a `CommandFailedError`. */
export async function readInFlight(admin: URL): Promise<InFlightAnswer> {
  const page = new URL('/.cachechart/in-flight', admin)
  const text = await askAdmin(page)
  const story = readStory(text)
  if (story === undefined) throw notOfGateway(page)
  return { page, text, story }
}

/** What an answer tells, or `undefined` if it is none of a gateway. */
function readStory(text: string): WorkersSeen | undefined {
  try {
    const story = JSON.parse(text) as { readonly [Name in keyof WorkersSeen]?: unknown } // of any JSON but null, which throws below
    const { inFlight, workers = [] } = story
    return Array.isArray(inFlight) && Array.isArray(workers)
      ? ({ ...story, inFlight } as WorkersSeen)
      : undefined // as a gateway writes it
  } catch {
    return undefined
  }
}
