/** One server's place. */
interface RedisAddress {
  readonly host: string
  readonly port: number
}

/** What a URL says. */
export interface RedisPlace {
  readonly topology: 'single' | 'cluster' | 'sentinel'
  readonly transport: 'plain' | 'tls' | 'socket'
  /** The servers, or sentinels, that are asked first; none for a socket. */
  readonly addresses: readonly RedisAddress[]
  /** The socket's file. */
  readonly path: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  /** What the sentinels call the servers. */
  readonly name: string | undefined
}

// A URL with several hosts is none to the platform's parser: authority and path are taken apart here.
const form = /^(rediss?|unix|rediss?\+cluster|rediss?\+sentinel):\/\/(?:([^@/]*)@)?([^@/?#]*)(\/[^?#]*)?$/
const addressForm = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/

const sentinelPort = 26_379

/**
 * Reads a URL of a server, a cluster or sentinels.
 * @throws TypeError when it is none; the message does not repeat it: a password may be anywhere in what is none
 */
export function parseRedisUrl(url: string): RedisPlace {
  const [, scheme = '', credentials = '', hosts = '', path = ''] = form.exec(url) ?? []
  if (scheme === '')
    throw new TypeError(
      'no URL of a Redis server (redis://user:password@host:port); what is special in a password is escaped (%40)',
    )
  const [username, password] = credentialsOf(credentials)
  const account = { username, password }
  if (scheme === 'unix') {
    if (path.length < 2 || hosts !== '') throw new TypeError('no path of a socket: unix:///path/to/socket')
    const place = { transport: 'socket', addresses: [], path: decoded(path) } as const
    return { topology: 'single', ...place, ...account, database: 0, name: undefined }
  }
  const topology = topologyOf(scheme)
  const port = topology === 'sentinel' ? sentinelPort : 6_379
  const addresses = (hosts === '' ? 'localhost' : hosts).split(',').map((host) => addressOf(host, port))
  if (topology === 'single' && addresses.length > 1)
    throw new TypeError('several servers are a cluster (redis+cluster://) or sentinels (redis+sentinel://)')
  const transport = scheme.startsWith('rediss') ? 'tls' : 'plain'
  return { topology, transport, addresses, path: undefined, ...account, ...pathOf(topology, path) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('what is escaped in the URL of a Redis server is no text')
  }
}

function topologyOf(scheme: string): RedisPlace['topology'] {
  if (scheme.endsWith('+cluster')) return 'cluster'
  return scheme.endsWith('+sentinel') ? 'sentinel' : 'single'
}

function credentialsOf(text: string): readonly [string | undefined, string | undefined] {
  if (text === '') return [undefined, undefined]
  const colon = text.indexOf(':')
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
  const decode = (part: string) => (part === '' ? undefined : decoded(part))
  return [decode(user), decode(password)]
}

function addressOf(text: string, defaultPort: number): RedisAddress {
  const [, six, name, digits] = addressForm.exec(text) ?? []
  const host = six ?? name
  const port = digits === undefined ? defaultPort : Number(digits)
  if (host === undefined || port < 1 || port > 65_535)
    throw new TypeError('no host and port in the URL of a Redis server')
  return { host, port }
}

function pathOf(topology: RedisPlace['topology'], path: string): Pick<RedisPlace, 'database' | 'name'> {
  const text = decoded(path.slice(1))
  if (topology === 'sentinel') {
    const [name = '', database = '0'] = text.split('/')
    if (name === '')
      throw new TypeError('the name that the sentinels know is missing: redis+sentinel://host/name')
    return { name, database: databaseOf(database) }
  }
  const database = databaseOf(text === '' ? '0' : text)
  // https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/: a cluster has one database.
  if (topology === 'cluster' && database !== 0) throw new TypeError('a cluster has no database but 0')
  return { name: undefined, database }
}

function databaseOf(text: string): number {
  if (!/^\d{1,5}$/.test(text))
    throw new TypeError(
      'the path of a Redis URL is no number of a database; what is special in a password is escaped (%2F)',
    )
  return Number(text)
}
