import { MisuseError, type CacheOptions, type Deadlines, type Millis } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { isToken } from './bearer-token.ts'
import type { HostPolicy } from './forwarded-fields.ts'
import type { GatewayFailure } from './hand-over.ts'
import type { ForwardedPolicy } from './target-uri.ts'
import type { GatewayAnswer } from './watch-answers.ts'

/** How long each phase may take. All are milliseconds and positive. */
export interface GatewayTimeouts {
  /** For a connection to the origin to stand, or to be free where their number is limited. Default 10 s. */
  readonly connect?: Millis
  /** For the origin's response head, once the request was sent. Default 30 s. */
  readonly responseHead?: Millis
  /** For the next piece of the origin's body, or for a client to take one. Default 60 s. */
  readonly responseBody?: Millis
  /** For a client's request head. Default 30 s. */
  readonly requestHead?: Millis
  /** For a client's whole request, its body included. Default 5 min. */
  readonly request?: Millis
  /** For the next request on a client's idle connection. Default 60 s. */
  readonly keepAlive?: Millis
}

/** How much is accepted. */
export interface GatewayLimits {
  /** A client's request head, in bytes. Default 16 KiB. */
  readonly requestHead?: number
  /** The origin's response head, in bytes. Default 16 KiB. */
  readonly responseHead?: number
}

/**
 * Where `GET /.cachechart/in-flight` and `POST /.cachechart/purge` are answered. Whoever reaches it sees the URLs of all
 * requests in flight, with the tokens that their queries may hold, and is not asked who he is: give it an address that
 * only operators reach. What to purge is JSON, `{"url": …}` or another `PurgeTarget`, with its media type; who may is
 * whoever has the token of `purge` or, where there is none and `host` is this machine, whoever reaches it. A browser's
 * page may not.
 */
export interface AdminOptions {
  /** 0 is any free port. */
  readonly port: number
  /**
   * A name or address, by which alone it can be asked, apart from `localhost`, 127.0.0.1 and [::1]. Default 127.0.0.1:
   * this machine only.
   */
  readonly host?: string
}

/**
 * Lets who has the token purge by requests with the method PURGE: all that is stored for their target URI or, with
 * `Surrogate-Key: a b`, what carries one of these labels. `Soft-Purge: 1`, or `Fastly-Soft-Purge: 1`, makes it stale
 * instead. The answer is `{"purged": n}`.
 *
 * @example
 * const gateway = createGateway({
 *   origin: 'http://127.0.0.1:3000',
 *   store: memoryStore(),
 *   purge: { token: 'open-sesame' },
 * })
 * const { url } = await gateway.listen({ port: 0 })
 * const headers = { Authorization: 'Bearer open-sesame', 'Surrogate-Key': 'article-1' }
 * const response = await fetch(url, { method: 'PURGE', headers })
 * console.log(await response.json()) // { purged: 0 }
 * await gateway.close()
 */
export interface PurgeOptions {
  /** As it comes in `Authorization: Bearer <token>`: visible ASCII. Whoever sees the traffic sees it: use TLS. */
  readonly token: string
}

/**
 * What a gateway takes: where the origin is, and all that `createCache` takes but the backend.
 *
 * @example
 * const gateway = createGateway({
 *   origin: 'http://127.0.0.1:3000',
 *   store: memoryStore(),
 *   overrides: ({ url }) => (url.endsWith('.css') ? { ttl: 3_600, surrogateKeys: ['assets'] } : undefined),
 *   onSend: (pending) => pending.setResponseHeader('X-Served-By', 'cachechart', 'any'),
 * })
 * const { url } = await gateway.listen({ port: 0 })
 * const response = await fetch(`${url}/style.css`)
 * console.log(response.headers.get('x-served-by')) // 'cachechart'
 * await response.text()
 * console.log(await gateway.cache.purge({ surrogateKey: 'assets' })) // { purged: 1 }
 * await gateway.close()
 */
export interface GatewayOptions extends Omit<CacheOptions, 'backend'> {
  /** Scheme, host and port: `https://example.com`. A path is refused; see `createGateway`. */
  readonly origin: string | URL
  /**
   * What requests say of the hops before them (`X-Forwarded-*`, `Forwarded`, `X-Original-URL` and their like). `replace`
   * (default): nothing is believed, the gateway is the first hop. `append`: a trusted proxy stands before the gateway; its X-Forwarded-Proto and
   * X-Forwarded-Host are the target URI's scheme and host, and the client's address is appended to X-Forwarded-For.
   */
  readonly forwarded?: ForwardedPolicy
  /** The Host field that the origin gets: its own (default), or the one that the client named. */
  readonly host?: HostPolicy
  /** Those for the origin end a wait for it also where `deadlines`, or those of an override, are longer. */
  readonly timeouts?: GatewayTimeouts
  readonly limits?: GatewayLimits
  /** A second address, for operators: see `AdminOptions`. Default: none. */
  readonly admin?: AdminOptions
  /** Whether PURGE is the gateway's own method. Default: it is the origin's, and as unsafe as any that nobody knows. */
  readonly purge?: PurgeOptions
  /** Connections to the origin, with TLS options, proxies or mocks. Its giver closes it. Default: an undici `Agent`. */
  readonly dispatcher?: Dispatcher
  /** Told of every request that ended in an error of the gateway's own, after the client was answered. */
  readonly onFailure?: (failure: GatewayFailure) => void
  /** Told of every request when its response has ended: what an access log needs. */
  readonly onAnswer?: (answer: GatewayAnswer) => void
}

/** The options with every choice made. */
export interface GatewaySettings {
  /** Scheme and authority, without a path. */
  readonly originBase: string
  readonly forwarded: ForwardedPolicy
  readonly host: HostPolicy
  readonly timeouts: Required<GatewayTimeouts>
  readonly limits: Required<GatewayLimits>
  readonly deadlines: Deadlines
}

const defaultTimeouts: Required<GatewayTimeouts> = {
  connect: 10_000,
  responseHead: 30_000,
  responseBody: 60_000,
  requestHead: 30_000,
  request: 300_000,
  keepAlive: 60_000,
}
const defaultLimits: Required<GatewayLimits> = { requestHead: 16 * 1024, responseHead: 16 * 1024 }

/** Checks the options. Throws a `MisuseError` that names the option, what it may be, and what was given. */
export function readGatewayOptions(options: GatewayOptions): GatewaySettings {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const limits = { ...defaultLimits, ...options.limits }
  mustBePositive('timeouts', timeouts)
  mustBePositive('limits', limits)
  if (timeouts.requestHead > timeouts.request) {
    throw new MisuseError(
      'createGateway: timeouts.requestHead may not be longer than timeouts.request, of which it is a part',
    )
  }
  if (options.admin !== undefined) mustBeAddress(options.admin)
  // It is a secret: what was given is not repeated.
  if (options.purge !== undefined && !isToken(options.purge.token))
    throw new MisuseError('createGateway: purge.token is a string of visible ASCII characters, not empty')
  return {
    originBase: readOrigin(options.origin),
    forwarded: oneOf('forwarded', options.forwarded ?? 'replace', ['replace', 'append']),
    host: oneOf('host', options.host ?? 'origin', ['origin', 'client']),
    timeouts,
    limits,
    // The cache's own watch includes what undici's does not see: the wait for a free connection.
    deadlines: {
      connect: timeouts.connect,
      reply: timeouts.connect + timeouts.responseHead,
      body: timeouts.responseBody,
      ...options.deadlines,
    },
  }
}

function readOrigin(origin: string | URL): string {
  const url = URL.canParse(String(origin)) ? new URL(origin) : undefined
  const problem = url === undefined ? 'is not an absolute URL' : problemOf(url)
  if (url !== undefined && problem === undefined) return url.origin
  throw new MisuseError(
    `createGateway: origin is an http or https URL such as "http://127.0.0.1:3000"; "${String(origin)}" ${problem}`,
  )
}

function problemOf(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `has the scheme "${url.protocol}"`
  if (url.username !== '' || url.password !== '') return 'has credentials'
  if (url.search !== '' || url.hash !== '') return 'has a query or fragment'
  return url.pathname === '/' ? undefined : `has the path "${url.pathname}"`
}

function mustBePositive(group: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isSafeInteger(value) && value > 0) continue
    throw new MisuseError(`createGateway: ${group}.${name} is a positive integer; seen: ${String(value)}`)
  }
}

function mustBeAddress({ port, host }: AdminOptions): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new MisuseError(`createGateway: admin.port is an integer from 0 to 65535; seen: ${String(port)}`)
  }
  // Node would take it for every address that this machine has.
  if (host === '') throw new MisuseError('createGateway: admin.host is a name or address; seen: ""')
}

function oneOf<Choice extends string>(name: string, value: Choice, choices: readonly Choice[]): Choice {
  if (choices.includes(value)) return value
  throw new MisuseError(
    `createGateway: ${name} is ${choices.map((choice) => `"${choice}"`).join(' or ')}; seen: ${value}`,
  )
}
