import { writeFile } from 'node:fs/promises'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { toDiagram, toMermaid } from '@cachechart/viz'
import { Argument, Command, Option } from 'commander'
import { CommandFailedError } from './command-failed-error.ts'
import type { Terminal } from './terminal.ts'

const machines = new Map<string, Parameters<typeof toDiagram>[0]>([
  ['transaction', transactionMachine],
  ['flight', flightMachine],
])
const formats = new Map([['mermaid', toMermaid]])

interface DiagramOptions {
  readonly format: string
  readonly out?: string
}

/** `cachechart diagram`: a machine as a picture, made from the machine itself. */
export function diagramCommand(terminal: Terminal): Command {
  return new Command('diagram')
    .summary('print the diagram of a machine')
    .description('Prints the diagram of a machine, made from the very machine that runs.')
    .addArgument(
      new Argument('[machine]', 'which machine').choices([...machines.keys()]).default('transaction'),
    )
    .addOption(
      new Option('--format <format>', 'how to write it').choices([...formats.keys()]).default('mermaid'),
    )
    .option('--out <file>', 'write to this file instead of standard output')
    .addHelpText(
      'after',
      `
Examples:
  cachechart diagram                           Mermaid text, for a Markdown page or mermaid.live
  cachechart diagram flight --out flight.mmd   A fetch and all who wait for it, written to a file`,
    )
    .action((machine: string, options: DiagramOptions) => writeDiagram(machine, options, terminal))
}

async function writeDiagram(
  name: string,
  { format, out }: DiagramOptions,
  terminal: Terminal,
): Promise<void> {
  const machine = machines.get(name)
  const write = formats.get(format)
  if (machine === undefined || write === undefined)
    throw new TypeError(`no machine ${name} or format ${format}`)
  const text = write(toDiagram(machine))
  if (out === undefined) {
    terminal.out(text)
    return
  }
  await writeFile(out, text).catch((error: Error) => {
    throw new CommandFailedError(`The diagram could not be written to ${out}: ${error.message}`, {
      cause: error,
    })
  })
  terminal.err(`Wrote the ${name} machine to ${out}.\n`)
}
