import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface SoakOptions {
  readonly seconds: number
  /** Requests a second. */
  readonly rate: number
  readonly seed: number
  readonly form: 'table' | 'json'
}

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; `help` when that is all that is wanted. @throws UsageError */
export function parseOptions(args: readonly string[]): SoakOptions | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  return {
    seconds: positive('seconds', values.seconds ?? '180'),
    rate: positive('rate', values.rate ?? '500'),
    seed: positive('seed', values.seed ?? String(1 + (Date.now() % 1_000_000))),
    form: values.json === true ? 'json' : 'table',
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: { seconds: text, rate: text, seed: text, json: flag, help: { ...flag, short: 'h' } },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new UsageError(`--${name} is a positive integer, not "${text}"`)
}

/** What `--help` prints. */
export const helpText = `npm run soak -- [options]

Sends requests to a gateway over real sockets, at a fixed rate, while its origin resets, stalls, trickles and fails, its
store errs and never answers, and clients leave or read slowly. Ends with 1 unless every request had one outcome that
it may have, nothing hung, and nothing is left over or has grown.

Options:
  --seconds N  how long requests are sent (default 180; below 60 growth is not judged)
  --rate N     requests a second (default 500)
  --seed N     repeats the draws of a run; every run prints its own
  --json       one JSON document on standard output in place of the summary
  -h, --help
`
