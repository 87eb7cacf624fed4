import { extname } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { formatByName } from '../format-by-name.ts'
import { parseAdmin } from '../parse-admin.ts'
import { wholeNumber } from '../whole-number.ts'
import { lookOptions, type LookOptions } from '../look-options.ts'
import { collectFile } from '../recordings/collect-file.ts'
import { parseTransactionName, type TransactionName } from '../recordings/transaction-name.ts'

/** How a diagram can be written. */
export type DiagramFormat = 'mermaid' | 'dot' | 'svg' | 'png' | 'text' | 'json'

/** What `cachechart diagram` was told. */
export interface DiagramOptions extends LookOptions {
  readonly format?: DiagramFormat
  readonly out?: string
  readonly unfold?: true
  readonly scale?: number
  readonly export?: string
  readonly trace?: readonly string[]
  readonly id?: TransactionName
  readonly admin?: URL
  readonly compare?: string
}

const formats: Readonly<Record<string, DiagramFormat>> = {
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.svg': 'svg',
  '.png': 'png',
  '.txt': 'text',
  '.json': 'json',
}

/** The options of `cachechart diagram`, in the order in which its help lists them. */
export const diagramOptions = (): readonly Option[] => [
  new Option('--format <format>', 'how to write it (default: as the name of --out says, or mermaid)').choices(
    [...new Set(Object.values(formats))],
  ),
  new Option('--out <file>', 'write to this file instead of standard output'),
  new Option('--unfold', 'an arrow for each transition, instead of one for all of a kind'),
  ...lookOptions(),
  new Option('--scale <number>', 'pixels of a PNG for each one of the picture').argParser(wholeNumber(1, 8)),
  new Option('--export <name>', 'which of the machines that a module exports'),
  new Option('--trace <file>', 'show the way of one transaction, of a recording; as often as needed')
    .argParser(collectFile)
    .conflicts(['admin', 'compare']),
  new Option('--id <[run:]id>', 'which transaction; of the flight machine, the one that leads').argParser(
    parseTransactionName,
  ),
  new Option('--admin <address>', 'show what a running gateway has in flight; its admin port, or a URL')
    .argParser(parseAdmin)
    .conflicts(['compare']),
  new Option('--compare <file>', 'show what is different in the machine of this module'),
]

/** The name of one of our machines, or of the file of a module. @throws InvalidArgumentError */
export function parseMachine(text: string): string {
  if (['transaction', 'flight'].includes(text) || /^\.[cm]?[jt]s$/.test(extname(text))) return text
  throw new InvalidArgumentError(
    'Allowed choices are transaction, flight, and the file of a module (.js, .ts).',
  )
}

/** As which format it is to be written. Ends the command where the options make no sense together. */
export function formatOf(options: DiagramOptions, command: Command): DiagramFormat {
  const format = options.format ?? formatByName(options.out, formats, command) ?? 'mermaid'
  const unfit = ([name, fits]: readonly [keyof DiagramOptions, readonly DiagramFormat[]]): boolean =>
    command.getOptionValueSource(name) === 'cli' && !fits.includes(format)
  const wrong = fitting.find(unfit)
  if (wrong !== undefined)
    command.error(`error: --${wrong[0]} is for ${wrong[1].join(', ')}, and this is to be ${format}`)
  if ((options.trace === undefined) !== (options.id === undefined))
    command.error('error: --trace and --id belong together')
  return format
}

const pictures: readonly DiagramFormat[] = ['mermaid', 'dot', 'svg', 'png', 'text']

const fitting: readonly (readonly [keyof DiagramOptions, readonly DiagramFormat[]])[] = [
  ['theme', ['svg', 'png']],
  ['scale', ['png']],
  ['width', ['text']],
  ['colour', ['text']],
  ['trace', pictures],
  ['admin', pictures],
  ['unfold', pictures],
]
