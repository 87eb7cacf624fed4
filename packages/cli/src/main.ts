import { hidePasswords } from './hide-passwords.ts'
import { processTerminal } from './process-terminal.ts'
import { runCommandLine } from './run-command-line.ts'

hidePasswords(process)
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
