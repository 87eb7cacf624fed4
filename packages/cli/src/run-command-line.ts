import { CommanderError } from 'commander'
import { CommandFailedError } from './command-failed-error.ts'
import { createProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** What a process ends with. */
const exitCodes = { done: 0, failed: 1, usage: 2 } as const

/** Runs the command that the arguments name; resolves to the exit code, never rejects. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(terminal)
  if (args.length === 0) {
    terminal.err(program.helpInformation())
    return exitCodes.usage
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    return explain(error, terminal)
  }
}

function explain(error: unknown, terminal: Terminal): number {
  // What commander throws it has printed already: an error of use, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  if (error instanceof CommandFailedError) terminal.err(`error: ${error.message}\n`)
  else
    terminal.err(`This should not have happened:\n${error instanceof Error ? error.stack : String(error)}\n`)
  return exitCodes.failed
}
