import { Command } from 'commander'
import { partOf } from './gateway-sentences.ts'
import { gatewayOptions, type GatewayCommandOptions } from './gateway-options.ts'
import { parseOrigin } from './parse-origin.ts'
import { checkPurgeToken } from './purge-token-option.ts'
import type { Terminal } from './terminal.ts'

const notes = `
The origin says what may be stored, and for how long; the two --stale options are for
responses of which it says nothing. Times are seconds, or have a unit: 500ms, 30s, 2m, 1h.

With --workers 4, or auto, so many processes answer, each with its part of --max-bytes, and one
more keeps them alive. What one stores the others fetch for themselves; purges and the admin
address are of all of them.

On SIGUSR2 it prints on standard error what is in flight, and whom each request waits for.

Examples:
  cachechart gateway http://localhost:3000
  cachechart gateway https://example.org --port 0 --max-bytes 1GiB
  cachechart gateway http://localhost:3000 --workers auto --max-bytes 2GiB
  cachechart gateway http://localhost:3000 --admin-port 9090
  cachechart gateway http://localhost:3000 --sort-query --ignore-parameter 'utm_*'
  cachechart gateway http://localhost:3000 --stale-if-error 10m --json-log > requests.jsonl`

/** `cachechart gateway`: a cache before a web server, until it is told to stop. */
export function gatewayCommand(terminal: Terminal): Command {
  const command = new Command('gateway')
    .summary('put a cache before a web server')
    .description('Puts a cache before a web server, and runs until Ctrl-C (SIGINT) or SIGTERM.')
    .argument('<origin>', 'the web server: scheme, host and port', parseOrigin)
    .addHelpText('after', notes)
    .action(async (origin: URL, options: GatewayCommandOptions) => {
      checkSizes(options, command)
      checkPurgeToken(options.purgeToken, command)
      // Loaded when it is needed: the other commands start sooner without an HTTP client.
      if (options.workers === 1) {
        const { runGateway } = await import('./run-gateway.ts')
        await runGateway(origin, options, terminal)
      } else {
        const { runWorkers } = await import('./workers/run-workers.ts')
        await runWorkers(origin, options, terminal)
      }
    })
  for (const option of gatewayOptions()) command.addOption(option)
  return command
}

function checkSizes({ maxBytes, maxEntryBytes = 0, workers }: GatewayCommandOptions, command: Command): void {
  const part = partOf(maxBytes, workers)
  if (part === 0) command.error('error: --max-bytes is not even a byte for each worker')
  if (maxEntryBytes <= part) return
  const most = workers === 1 ? '--max-bytes' : "each worker's part of --max-bytes"
  command.error(`error: --max-entry-bytes is more than ${most}: nothing that long could be stored`)
}
