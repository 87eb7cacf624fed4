import { Option, type Command } from 'commander'
import { collectField } from './collect-field.ts'
import { parseByteSize } from '../parse-byte-size.ts'
import { wholeNumber } from '../whole-number.ts'

/** What a gateway was told of the recording of its work. */
export interface TraceOptions {
  readonly trace?: string
  /** How long one file may become. */
  readonly traceMaxBytes: number
  /** How many are kept, the one that is written to among them. */
  readonly traceFiles: number
  /** Fields whose values are not written, beside those that never are. */
  readonly traceRedact?: readonly string[]
}

/** Those options, in the order in which the help lists them. */
export const traceOptions = (): readonly Option[] => [
  new Option(
    '--trace <file>',
    'write down all that the cache does, for cachechart trace, explain and replay',
  ),
  new Option('--trace-max-bytes <size>', 'when the next file begins')
    .argParser(parseByteSize)
    .default(64 * 2 ** 20, '64MiB'),
  new Option('--trace-files <number>', 'how many of them are kept: trace.jsonl, trace.1.jsonl, …')
    .argParser(wholeNumber(1, 1_000))
    .default(4),
  new Option(
    '--trace-redact <name>',
    'a field whose values are not written, beside credentials; as often as needed',
  ).argParser(collectField),
]

/** In bytes: room for the first line, and for any other. */
const smallestFile = 256 * 1024

/** Ends the command where the options make no sense. */
export function checkTraceOptions({ trace, traceMaxBytes }: TraceOptions, command: Command): void {
  const given = command.options.find(
    (option) =>
      option.long?.startsWith('--trace-') === true &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  )
  if (trace === undefined && given !== undefined) command.error(`error: ${given.long ?? ''} is for --trace`)
  if (trace === '' || trace === '-') command.error('error: --trace wants the name of a file')
  if (traceMaxBytes < smallestFile) command.error('error: --trace-max-bytes is at least 256KiB')
}
