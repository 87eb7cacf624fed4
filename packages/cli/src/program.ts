import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { cacheCommand } from './cache/cache-command.ts'
import { diagramCommand } from './diagram/diagram-command.ts'
import { explainCommand } from './explain/explain-command.ts'
import { exploreCommand } from './explore-command.ts'
import { gatewayCommand } from './gateway-command.ts'
import { inFlightCommand } from './in-flight-command.ts'
import { purgeCommand } from './purge-command.ts'
import { replayCommand } from './replay/replay-command.ts'
import type { Terminal } from './terminal.ts'
import { traceCommand } from './timeline/trace-command.ts'
import { usageWithoutPasswords } from './without-passwords.ts'

/** All commands, wired to a terminal. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('cachechart')
    .description('An HTTP cache whose behaviour is a statechart.')
    .version(version(), '--version', 'print the version')
    .addCommand(gatewayCommand(terminal))
    .addCommand(diagramCommand(terminal))
    .addCommand(exploreCommand(terminal))
    .addCommand(traceCommand(terminal))
    .addCommand(replayCommand(terminal))
    .addCommand(explainCommand(terminal))
    .addCommand(inFlightCommand(terminal))
    .addCommand(purgeCommand(terminal))
    .addCommand(cacheCommand(terminal))
    .addHelpText(
      'after',
      `
Examples:
  cachechart gateway http://localhost:3000       put a cache on port 8080, before a server on port 3000
  cachechart diagram --out transaction.mmd       see how a request runs through it
  cachechart explore                             check that nothing can be lost, or wait for ever
  cachechart trace trace.jsonl                   see what a gateway (--trace trace.jsonl) has done when
  cachechart replay trace.jsonl                  check that it would do the same again
  cachechart explain http://127.0.0.1:8080/ --admin 9090
                                                 see why that is a hit, or is not
  cachechart in-flight 9090                      see what its admin address (--admin-port 9090) has in flight
  cachechart purge --all --admin 9090            make it forget what it has stored
  cachechart cache list --store sqlite:cache.db  see what a store holds that outlives the process`,
    )
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command
      .helpOption('-h, --help', 'print this help')
      .configureOutput({
        writeOut: terminal.out,
        // What was given is repeated in errors, and may be a URL with a password.
        writeErr: (text) => terminal.err(usageWithoutPasswords(text)),
      })
      .showHelpAfterError('(--help tells more)')
      .exitOverride()
  }
  return program
}

/** That of this package, whether its source or its build runs. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const isObject = typeof manifest === 'object' && manifest !== null
  return isObject && 'version' in manifest ? String(manifest.version) : 'unknown'
}
