import { parseArgs } from 'node:util'
import type { Section } from './comparison.ts'

/** What the command line asks for. */
export interface Options {
  readonly sections: readonly Section[]
  readonly form: 'table' | 'json'
  /** `quick` shows that all runs; its figures say little. */
  readonly length: 'full' | 'quick'
  readonly destination: 'standard output' | 'document'
  readonly begin: 'anew' | 'where the last run ended'
  /** The revision to compare with, as git names it; nothing else is measured then. */
  readonly revision?: string
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
  const partly = values.quick === true || positionals.length > 0 || values.compare !== undefined
  if (values.write === true && partly) {
    throw new UsageError('--write needs a full run of all sections: a document of less would mislead')
  }
  if (values.resume === true && values.write !== true) {
    throw new UsageError('--resume goes on with a --write that was interrupted: it needs --write')
  }
  return {
    sections,
    form: values.json === true ? 'json' : 'table',
    length: values.quick === true ? 'quick' : 'full',
    destination: values.write === true ? 'document' : 'standard output',
    begin: values.resume === true ? 'where the last run ended' : 'anew',
    ...(values.compare !== undefined && { revision: values.compare }),
  }
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const
  const options = {
    compare: { type: 'string' },
    json: flag,
    quick: flag,
    write: flag,
    resume: flag,
    help: { ...flag, short: 'h' },
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
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
