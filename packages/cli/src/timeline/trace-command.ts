import type { Millis } from '@cachechart/core'
import { Command, Option } from 'commander'
import { formatByName } from '../format-by-name.ts'
import { lookOptions, type LookOptions } from '../look-options.ts'
import { parseDuration } from '../parse-duration.ts'
import { collectTransactionName, type TransactionName } from '../recordings/transaction-name.ts'
import type { Terminal } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

/** How a trace can be shown. */
export type TraceFormat = 'list' | 'text' | 'svg' | 'mermaid' | 'json'

/** What `cachechart trace` was told. */
export interface TraceCommandOptions extends LookOptions {
  readonly format?: TraceFormat
  readonly out?: string
  readonly id?: readonly TransactionName[]
  readonly key?: string
  readonly url?: string
  readonly slowest?: number
  readonly slowerThan?: Millis
  readonly failed?: true
  readonly unfold?: true
  readonly limit: number
}

const formats: Readonly<Record<string, TraceFormat>> = {
  '.svg': 'svg',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.txt': 'text',
  '.json': 'json',
}

const notes = `
Whom a request waited for, and who waited for it, is shown with it. Times are seconds, or have a
unit: 500ms, 30s, 2m.

Examples:
  cachechart trace trace.jsonl                                  a line for each request
  cachechart trace trace.jsonl --slowest 20                     of the slowest ones
  cachechart trace trace.jsonl --id 12                          the steps of one request
  cachechart trace trace.jsonl --url /news --out stampede.svg   who waited for whom, as a picture
  cachechart trace trace.jsonl --id 12 --format mermaid         as a sequence diagram
  cachechart trace trace.*.jsonl trace.jsonl --failed           in all files of a gateway`

/** `cachechart trace`: what a gateway has recorded, in the course of time. */
export function traceCommand(terminal: Terminal): Command {
  const command = new Command('trace')
    .summary('show what was recorded')
    .description(
      'Shows what a gateway has recorded (--trace): which request did what when, and who waited for whom.',
    )
    .argument('<file...>', 'recordings, in any order; - is standard input')
    .addHelpText('after', notes)
    .action(async (files: readonly string[], options: TraceCommandOptions) => {
      if (options.slowest !== undefined && files.includes('-'))
        command.error('error: --slowest reads twice, and standard input can be read once')
      // Loaded when it is needed: the other commands start sooner without it.
      const { printTrace } = await import('./print-trace.ts')
      await printTrace(files, { ...options, format: formatOf(options, command) }, terminal)
    })
  for (const option of [...choosing(), ...looking()]) command.addOption(option)
  return command
}

const choosing = (): readonly Option[] => [
  new Option('--id <[run:]id>', 'only this request; as often as needed').argParser(collectTransactionName),
  new Option('--key <key>', 'only those with this cache key'),
  new Option('--url <text>', 'only those whose URL has this in it'),
  new Option('--slower-than <time>', 'only those that took longer').argParser(parseDuration),
  new Option('--slowest <number>', 'only so many, the slowest of all')
    .argParser(wholeNumber(1, 10_000))
    .conflicts(['slowerThan', 'failed', 'id']),
  new Option('--failed', 'only those that ended in an error'),
  new Option('--limit <number>', 'how many are kept in memory, those around them among them')
    .argParser(wholeNumber(1, 1_000_000))
    .default(10_000),
]

const looking = (): readonly Option[] => [
  new Option(
    '--format <format>',
    'how to show it (default: as the name of --out says; else list, and text with --id)',
  ).choices(['list', ...new Set(Object.values(formats))]),
  new Option('--out <file>', 'write to this file instead of standard output'),
  new Option('--unfold', 'a row for each request, instead of one for many that are alike'),
  ...lookOptions(),
]

const formatOf = ({ format, out, id }: TraceCommandOptions, command: Command): TraceFormat =>
  format ?? formatByName(out, formats, command) ?? (id === undefined ? 'list' : 'text')
