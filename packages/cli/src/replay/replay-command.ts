import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { parseTransactionName, type TransactionName } from '../recordings/transaction-name.ts'

/** What `cachechart replay` was told. */
export interface ReplayCommandOptions {
  readonly machine?: string
  readonly json?: true
  readonly testOut?: string
  readonly id?: TransactionName
}

const notes = `
What each request was told then it is told again, by the policy and the machines as they are now;
where it goes another way the command ends with 1, and says where. Requests of which the recording
does not have everything (a file before it is gone, records were left out) are counted.

Examples:
  cachechart replay trace.jsonl
  cachechart replay trace.3.jsonl trace.2.jsonl trace.1.jsonl trace.jsonl
  zcat trace.jsonl.gz | cachechart replay -
  cachechart replay trace.jsonl --machine ./mine.ts                where would my variant go another way?
  cachechart replay trace.jsonl --id 12 --test-out news.test.ts    a test, for Jest, of what happened then`

/** `cachechart replay`: what happened once as a test of what would happen now. */
export function replayCommand(terminal: Terminal): Command {
  const command = new Command('replay')
    .summary('run what was recorded again')
    .description(
      'Runs what a gateway has recorded (--trace) through the machines again, and shows the first difference.',
    )
    .argument('<file...>', 'recordings, in any order; - is standard input')
    .option(
      '--machine <file>',
      'a module that exports transactionMachine, flightMachine or both, in place of the own ones',
    )
    .option('--json', 'print what came of it as JSON')
    .option(
      '--test-out <file>',
      'write a test of one transaction to this file, instead; - is standard output',
    )
    .option('--id <[run:]id>', 'of which', parseTransactionName)
    .addHelpText('after', notes)
    .action(async (files: readonly string[], options: ReplayCommandOptions) => {
      if ((options.testOut === undefined) !== (options.id === undefined))
        command.error('error: --test-out and --id belong together')
      // Loaded when it is needed: the other commands start sooner without it.
      const { replayFiles } = await import('./replay-files.ts')
      await replayFiles(files, options, terminal)
    })
  return command
}
