import type { Millis } from '@cachechart/core'
import { Option } from 'commander'
import { parseDuration, parseTimeout } from './parse-duration.ts'
import { parseHost } from './parse-host.ts'
import { keyRuleOptions, type KeyRuleOptions } from './key-rule-options.ts'
import { parsePort } from './parse-port.ts'
import { parseWorkers } from './parse-workers.ts'
import { purgeTokenOption } from './purge-token-option.ts'
import { storeOptions, type StoreOptions } from './store/store-options.ts'
import { traceOptions, type TraceOptions } from './trace/trace-options.ts'

/** What `cachechart gateway` was told, parsed. */
export interface GatewayCommandOptions extends KeyRuleOptions, StoreOptions, TraceOptions {
  readonly port: number
  readonly host: string
  /** How many processes answer requests; 1 is this one. */
  readonly workers: number
  readonly private?: true
  readonly staleIfError?: Millis
  readonly staleWhileRevalidate?: Millis
  readonly connectTimeout?: Millis
  readonly timeout?: Millis
  readonly bodyTimeout?: Millis
  readonly flightTimeout?: Millis
  readonly transactionTimeout?: Millis
  readonly stuckAfter: Millis
  readonly shutdownTimeout: Millis
  readonly adminPort?: number
  readonly adminHost: string
  readonly purgeToken?: string
  readonly quiet?: true
  readonly jsonLog?: true
}

/** The options of `cachechart gateway`, in the order in which its help lists them. */
export const gatewayOptions = (): readonly Option[] => [
  ...caching(),
  ...timeouts(),
  ...seeing(),
  ...traceOptions(),
]

const caching = (): readonly Option[] => [
  new Option('--port <port>', 'port to listen on; 0 is any free one').argParser(parsePort).default(8080),
  new Option('--host <host>', 'name or address to listen on').argParser(parseHost).default('127.0.0.1'),
  new Option('--workers <number>', 'processes that answer requests; auto is one for each core')
    .argParser(parseWorkers)
    .default(1),
  ...storeOptions(),
  ...keyRuleOptions(),
  new Option('--private', "one user's cache: store what is private, too"),
  new Option(
    '--stale-if-error <time>',
    'serve stale that long past expiry when the origin fails (default: 0)',
  ).argParser(parseDuration),
  new Option(
    '--stale-while-revalidate <time>',
    'serve stale that long past expiry while asking again (default: 0)',
  ).argParser(parseDuration),
]

const timeouts = (): readonly Option[] => [
  new Option('--connect-timeout <time>', 'for a connection to the origin (default: 10s)').argParser(
    parseTimeout,
  ),
  new Option('--timeout <time>', "for the origin's response head (default: 30s)").argParser(parseTimeout),
  new Option('--body-timeout <time>', 'for the next piece of a body (default: 60s)').argParser(parseTimeout),
  new Option(
    '--flight-timeout <time>',
    "for another request's fetch of the same response (default: 30s)",
  ).argParser(parseTimeout),
  new Option(
    '--transaction-timeout <time>',
    "for a whole request, up to its client's last byte (default: none)",
  ).argParser(parseTimeout),
]

const seeing = (): readonly Option[] => [
  new Option('--stuck-after <time>', 'when a request that waits is told of on standard error')
    .argParser(parseTimeout)
    .default(10_000, '10s'),
  new Option('--shutdown-timeout <time>', 'for what is in progress when it is to stop')
    .argParser(parseTimeout)
    .default(10_000, '10s'),
  new Option('--admin-port <port>', 'answer there what is in flight, and what is to be purged').argParser(
    parsePort,
  ),
  new Option('--admin-host <host>', 'name or address for that; whoever reaches it sees all URLs')
    .argParser(parseHost)
    .default('127.0.0.1'),
  purgeTokenOption('let who has it purge, by PURGE and at the admin address'),
  new Option('--quiet', 'no line for each request').conflicts('jsonLog'),
  new Option(
    '--json-log',
    'a JSON line for each request on standard output, where nothing else is printed then',
  ),
]
