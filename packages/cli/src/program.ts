import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { diagramCommand } from './diagram-command.ts'
import { exploreCommand } from './explore-command.ts'
import { gatewayCommand } from './gateway-command.ts'
import { inFlightCommand } from './in-flight-command.ts'
import { purgeCommand } from './purge-command.ts'
import type { Terminal } from './terminal.ts'

/** All commands, wired to a terminal. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('cachechart')
    .description('An HTTP cache whose behaviour is a statechart.')
    .version(version(), '--version', 'print the version')
    .addCommand(gatewayCommand(terminal))
    .addCommand(diagramCommand(terminal))
    .addCommand(exploreCommand(terminal))
    .addCommand(inFlightCommand(terminal))
    .addCommand(purgeCommand(terminal))
    .addHelpText(
      'after',
      `
Examples:
  cachechart gateway http://localhost:3000       put a cache on port 8080, before a server on port 3000
  cachechart diagram --out transaction.mmd       see how a request runs through it
  cachechart explore                             check that nothing can be lost, or wait for ever
  cachechart in-flight 9090                      see what its admin address (--admin-port 9090) has in flight
  cachechart purge --all --admin 9090            make it forget what it has stored`,
    )
  for (const command of [program, ...program.commands]) {
    command
      .helpOption('-h, --help', 'print this help')
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
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
