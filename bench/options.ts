import { parseArgs } from 'node:util'
import type { Section } from './comparison.ts'

/** What the command line asks for. */
export interface Options {
  readonly sections: readonly Section[]
  readonly form: 'table' | 'json'
  /** `quick` shows that all runs; its figures say little. */
  readonly length: 'full' | 'quick'
  readonly destination: 'standard output' | 'document'
}

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; `help` when that is all that is wanted. @throws UsageError */
export function parseOptions(args: readonly string[], all: readonly Section[]): Options | 'help' {
  const { values, positionals } = parse(args)
  if (values.help === true) return 'help'
  const sections = positionals.length === 0 ? all : positionals.map((name) => find(name, all))
  if (values.write === true && (values.quick === true || positionals.length > 0)) {
    throw new UsageError('--write needs a full run of all sections: a document of less would mislead')
  }
  return {
    sections,
    form: values.json === true ? 'json' : 'table',
    length: values.quick === true ? 'quick' : 'full',
    destination: values.write === true ? 'document' : 'standard output',
  }
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: { json: flag, quick: flag, write: flag, help: { ...flag, short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function find(name: string, all: readonly Section[]): Section {
  const section = all.find((candidate) => candidate.name === name)
  if (section !== undefined) return section
  const known = all.map((candidate) => candidate.name).join(', ')
  throw new UsageError(`there is no section "${name}"; there are ${known}`)
}

/** What `--help` prints. */
export const helpText = (all: readonly Section[]): string => `npm run bench -- [section …] [options]

Measures and prints ratios within one run; nothing is ever judged by absolute figures. A promise that is not kept is
said plainly, and is no failure of this command.

Sections (default: all, about four minutes):
${all.map(({ name, about }) => `  ${name.padEnd(9)} ${about}`).join('\n')}

Options:
  --quick   one short round: shows that all runs, says little about speed
  --json    one JSON document on standard output in place of the tables
  --write   also writes docs/benchmarks.md; only for a full run of all sections
  -h, --help
`
