import { parseArgs } from 'node:util'
import { adapters, type AdapterName } from './adapter.ts'

/** What the command line asks for. */
export interface SoakOptions {
  /** Which are put under load, one after the other. */
  readonly adapters: readonly AdapterName[]
  /** For each of them. */
  readonly load: LoadOptions
  readonly form: 'table' | 'json'
  /** `redis`: gateways that share a server which goes away and comes back, in place of the adapters. */
  readonly store: 'memory' | 'redis'
}

/** How one adapter is put under load. */
export interface LoadOptions {
  readonly seconds: number
  /** Requests a second. */
  readonly rate: number
  readonly seed: number
}

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; `help` when that is all that is wanted. @throws UsageError */
export function parseOptions(args: readonly string[]): SoakOptions | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const store = parseStore(values.store ?? 'memory')
  const named = parseAdapter(values.adapter ?? (store === 'redis' ? 'gateway' : 'all'))
  if (store === 'redis' && named.join() !== 'gateway')
    throw new UsageError('--store redis is for --adapter gateway alone')
  const seconds = positive('seconds', values.seconds ?? String(named.length * defaultSeconds))
  return {
    adapters: named,
    load: {
      seconds: Math.max(1, Math.floor(seconds / named.length)),
      rate: positive('rate', values.rate ?? '500'),
      seed: positive('seed', values.seed ?? String(1 + (Date.now() % 1_000_000))),
    },
    form: values.json === true ? 'json' : 'table',
    store,
  }
}

/** For each adapter: long enough for growth to be judged. */
const defaultSeconds = 60

function parseAdapter(text: string): readonly AdapterName[] {
  if (text === 'all') return adapters
  const adapter = adapters.find((name) => name === text)
  if (adapter !== undefined) return [adapter]
  throw new UsageError(`--adapter is one of ${adapters.join(', ')} and all, not "${text}"`)
}

function parseStore(text: string): SoakOptions['store'] {
  if (text === 'memory' || text === 'redis') return text
  throw new UsageError(`--store is memory or redis, not "${text}"`)
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        adapter: text,
        store: text,
        seconds: text,
        rate: text,
        seed: text,
        json: flag,
        help: { ...flag, short: 'h' },
      },
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

Puts each adapter under load at a fixed rate (the gateway and the middleware over real sockets, the others by calls),
while the origin resets, stalls, trickles and fails, the store errs and never answers, callers leave or read slowly, and
what is stored is purged. Ends with 1 unless every request had one outcome that it may have, nothing was older than a
purge, nothing hung, and nothing is left over or has grown.

Options:
  --adapter A  ${adapters.join(', ')}, or all in turn (default)
  --store S    memory (default), or redis: three gateways share the requests and a Redis server, each with memory before
               it; the server is killed, stopped, cut off and slowed down all the time. It needs a redis-server
  --seconds N  how long requests are sent, all adapters together (default ${defaultSeconds} for each; below that growth is not judged)
  --rate N     requests a second (default 500)
  --seed N     repeats the draws of a run; every run prints its own
  --json       one JSON document on standard output in place of the summaries
  -h, --help
`
