import type { Millis } from '@cachechart/core'
import { Option, type Command } from 'commander'
import { parseByteSize } from '../parse-byte-size.ts'
import { parseTimeout } from '../parse-duration.ts'
import { storeOption } from './place-options.ts'
import type { StorePlace } from './store-place.ts'

/** What a gateway was told of its store. What was not told is left to the store. */
export interface StoreOptions {
  readonly store: StorePlace
  /** Of memory, or of the file. */
  readonly maxBytes?: number
  readonly maxEntryBytes?: number
  /** Of the memory before a server; 0: none. */
  readonly nearBytes?: number
  /** `false`: each process fetches for itself. */
  readonly lease: boolean
  readonly storeTimeout?: Millis
  readonly onCorrupt?: 'refuse' | 'set-aside'
}

/** Those options, in the order in which the help lists them. */
export const storeOptions = (): readonly Option[] => [
  storeOption(),
  new Option(
    '--max-bytes <size>',
    'memory, shared out among the workers, or file that the store may take (default: 256MiB, of a file 1GiB)',
  ).argParser(parseByteSize),
  new Option(
    '--max-entry-bytes <size>',
    'longest body that is stored (default: 32MiB; a quarter of a file; 64MiB in Redis)',
  ).argParser(parseByteSize),
  new Option(
    '--near-bytes <size>',
    'memory before a Redis server, shared out among the workers; 0 is none (default: 64MiB)',
  ).argParser(parseNearBytes),
  new Option('--no-lease', 'with Redis: let each process ask the origin, without asking the others first'),
  new Option('--store-timeout <time>', 'for all that a request asks of the store (default: 2s)').argParser(
    parseTimeout,
  ),
  new Option(
    '--on-corrupt <what>',
    'what becomes of a file that is damaged, or none of this program (default: refuse)',
  ).choices(['refuse', 'set-aside']),
]

/** What each option is for, where that is not every store. */
const places = {
  maxBytes: ['memory', 'sqlite'],
  nearBytes: ['redis'],
  lease: ['redis'],
  onCorrupt: ['sqlite'],
} as const satisfies Readonly<Partial<Record<keyof StoreOptions, readonly StorePlace['type'][]>>>

const reasons: Readonly<Record<keyof typeof places, string>> = {
  maxBytes: 'a Redis server has a limit of its own (maxmemory); the memory before it is --near-bytes',
  nearBytes: 'only a Redis server has memory before it',
  lease: 'only processes that share a Redis server have leases',
  onCorrupt: 'only a file can be set aside',
}

/** Ends the command when an option was given that does not concern its store, and would be passed over. */
export function checkStoreOptions(options: StoreOptions, command: Command): void {
  for (const [name, concerned] of Object.entries(places)) {
    const isGiven = ['cli', 'env'].includes(command.getOptionValueSource(name) ?? '')
    const concerns: readonly string[] = concerned
    if (!isGiven || concerns.includes(options.store.type)) continue
    const { long } = command.options.find((option) => option.attributeName() === name) ?? {}
    const reason = reasons[name as keyof typeof places] // its own
    command.error(`error: ${long} is not for --store ${options.store.type}: ${reason}`)
  }
}

/** @throws InvalidArgumentError */
function parseNearBytes(text: string): number {
  return text === '0' ? 0 : parseByteSize(text)
}
