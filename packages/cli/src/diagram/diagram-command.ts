import { Argument, Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { diagramOptions, formatOf, parseMachine, type DiagramOptions } from './diagram-options.ts'

const notes = `
A module runs when it is loaded. Its machine is the one that it exports, or the default one, or the
one that --export names.

Examples:
  cachechart diagram                                     Mermaid text, for a Markdown page or mermaid.live
  cachechart diagram flight --format text                a fetch and all who wait for it, in the terminal
  cachechart diagram --out transaction.svg               a picture; .png, .dot, .mmd, .txt, .json as well
  cachechart diagram ./door.ts --export doorMachine      any machine of XState 5
  cachechart diagram --trace trace.jsonl --id 12 --out way.svg    the way of one recorded request
  cachechart diagram --admin 9090 --format text          what a running gateway has in flight, and where
  cachechart diagram --compare ./mine.ts --out new.svg   what is different in a variant of the machine`

/** `cachechart diagram`: a machine as a picture, made from the machine itself. */
export function diagramCommand(terminal: Terminal): Command {
  const command = new Command('diagram')
    .summary('print the diagram of a machine')
    .description('Prints the diagram of a machine, made from the very machine that runs.')
    .addArgument(
      new Argument('[machine]', 'transaction, flight, or the file of a module that exports machines')
        .argParser(parseMachine)
        .default('transaction'),
    )
    .addHelpText('after', notes)
    .action(async (machine: string, options: DiagramOptions) => {
      const format = formatOf(options, command)
      // Loaded when it is needed: the other commands start sooner without what lays out pictures.
      const { writeDiagram } = await import('./write-diagram.ts')
      await writeDiagram({ machine, format }, options, terminal)
    })
  for (const option of diagramOptions()) command.addOption(option)
  return command
}
