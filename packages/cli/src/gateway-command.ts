import { Command } from 'commander'
import { gatewayOptions, type GatewayCommandOptions } from './gateway-options.ts'
import { parseOrigin } from './parse-origin.ts'
import { checkPurgeToken } from './purge-token-option.ts'
import { checkStoreOptions } from './store/store-options.ts'
import { roomOf } from './store/store-sizes.ts'
import type { Terminal } from './terminal.ts'
import { checkTraceOptions } from './trace/trace-options.ts'

const notes = `
The origin says what may be stored, and for how long; the two --stale options are for
responses of which it says nothing. Times are seconds, or have a unit: 500ms, 30s, 2m, 1h.

What is in memory goes with the process. A file (--store sqlite:cache.db) outlives it; a Redis
server (--store redis://cache.internal:6379, rediss://, unix:///path, redis+cluster://a:1,b:2,
redis+sentinel://a:1,b:2/name) is shared with other machines. While the server does not answer,
the origin is asked. A password is better given by the environment: CACHECHART_STORE.

With --workers 4, or auto, so many processes answer, and one more keeps them alive. Memory is
shared out among them, and what one stores there the others fetch for themselves; a file or a
server they have together. Purges and the admin address are of all of them.

With --trace trace.jsonl all that the cache does is written down, without bodies: what stands for
Authorization, Proxy-Authorization, Cookie and Set-Cookie tells no more than which values are
alike. URLs are written as they are. Each worker has a file of its own: trace.w1.jsonl, and so on.
A disk that is full, or slow, keeps no request waiting: then records are left out.

On SIGUSR2 it prints on standard error what is in flight, and whom each request waits for.

Examples:
  cachechart gateway http://localhost:3000
  cachechart gateway https://example.org --port 0 --max-bytes 1GiB
  cachechart gateway http://localhost:3000 --store sqlite:cache.db --max-bytes 10GiB
  cachechart gateway http://localhost:3000 --store redis://127.0.0.1:6379 --workers auto
  cachechart gateway http://localhost:3000 --workers auto --max-bytes 2GiB
  cachechart gateway http://localhost:3000 --admin-port 9090
  cachechart gateway http://localhost:3000 --trace trace.jsonl --trace-redact X-Api-Key
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
      checkStoreOptions(options, command)
      checkSizes(options, command)
      checkPurgeToken(options.purgeToken, command)
      checkTraceOptions(options, command)
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

function checkSizes(options: GatewayCommandOptions, command: Command): void {
  const { maxEntryBytes = 0, nearBytes, workers } = options
  const { of, each } = roomOf(options, workers)
  const option = of === 'near' ? '--near-bytes' : '--max-bytes'
  if (each === 0 && nearBytes !== 0) command.error(`error: ${option} is not even a byte for each worker`)
  if (of === 'file' && each < smallestFile) command.error('error: --max-bytes of a file is at least 1 MiB')
  // A server has a limit of its own.
  if (of === 'near' || maxEntryBytes <= (of === 'file' ? each / 2 : each)) return
  const most = {
    file: 'half of --max-bytes',
    memory: workers === 1 ? option : `each worker's part of ${option}`,
  }
  command.error(`error: --max-entry-bytes is more than ${most[of]}: nothing that long could be stored`)
}

/** Of which `sqliteStore` makes no less, in bytes. */
const smallestFile = 2 ** 20
