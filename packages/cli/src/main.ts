import { hidePasswords } from './hide-passwords.ts'
import { hasRunModule } from './load-module.ts'
import { processTerminal } from './process-terminal.ts'
import { runCommandLine } from './run-command-line.ts'

hidePasswords(process)
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
// What it has begun would keep this process; what was printed is waited for.
if (hasRunModule()) process.stdout.write('', () => process.exit())
