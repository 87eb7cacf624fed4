/** The parts of a URI reference; `null` where a part is absent. RFC 3986 §3. */
interface UriParts {
  readonly scheme: string | null
  readonly authority: string | null
  readonly path: string
  readonly query: string | null
}

/** Whitespace, control characters and backslashes are read differently by everyone: better not at all. */
const unsafe = String.raw`\s\\\x00-\x1f\x7f`

/** RFC 3986 appendix B. */
const reference = new RegExp(
  [
    String.raw`^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?`,
    String.raw`(?:\/\/(?<authority>[^/?#${unsafe}]*))?`,
    String.raw`(?<path>[^?#${unsafe}]*)`,
    String.raw`(?:\?(?<query>[^#${unsafe}]*))?`,
    String.raw`(?:#[^${unsafe}]*)?$`,
  ].join(''),
)

/** Host and port, without user information: a reserved shape that no cache key has. */
const hostAndPort = /^(?<host>[^@:[\]]+|\[[0-9a-f:.]+\])(?::(?<port>\d*))?$/

const defaultPorts = new Map([
  ['http', '80'],
  ['https', '443'],
])

function parse(text: string): UriParts | null {
  // The path is in every match, be it empty; the other groups may be missing.
  const groups = reference.exec(text)?.groups as
    { [name: string]: string | undefined; path: string } | undefined
  if (groups === undefined) return null
  const { scheme, authority, path, query } = groups
  return { scheme: scheme?.toLowerCase() ?? null, authority: authority ?? null, path, query: query ?? null }
}

/** RFC 3986 §5.2.4. */
function withoutDotSegments(path: string): string {
  const output: string[] = []
  const segments = path.split('/').slice(1)
  const last = segments.at(-1)
  for (const segment of segments) {
    if (segment === '..') output.pop()
    else if (segment !== '.') output.push(segment)
  }
  if (last === '.' || last === '..') output.push('')
  return `/${output.join('/')}`
}

/** RFC 3986 §5.2.3, for a base that has an authority. */
function merged(basePath: string, path: string): string {
  return `${basePath.slice(0, basePath.lastIndexOf('/'))}/${path}`
}

/** RFC 3986 §5.2.2. */
function transformed(base: UriParts, relative: UriParts): UriParts {
  if (relative.scheme !== null) return relative
  const { scheme } = base
  if (relative.authority !== null) return { ...relative, scheme }
  const { authority } = base
  if (relative.path === '') return { ...base, query: relative.query ?? base.query }
  const path = relative.path.startsWith('/') ? relative.path : merged(base.path, relative.path)
  return { scheme, authority, path, query: relative.query }
}

/** An absolute http or https URI, cut into its origin and the rest; both normalised (RFC 9110 §4.2.3). */
export interface HttpUri {
  /** Scheme and authority. RFC 9110 §4.3.1. */
  readonly origin: string
  /** Path and query. */
  readonly target: string
}

/**
 * Resolves a reference against an absolute URI (RFC 3986 §5), without its fragment. `null` for what is no reference
 * to a plain http or https resource.
 *
 * @example
 * resolveReference('http://example.com/a/b?c', '../d') // { origin: 'http://example.com', target: '/d' }
 */
export function resolveReference(base: string, relative: string): HttpUri | null {
  const baseParts = parse(base)
  const relativeParts = parse(relative)
  if (baseParts === null || relativeParts === null) return null
  const { scheme, authority, path, query } = transformed(baseParts, relativeParts)
  const defaultPort = defaultPorts.get(scheme ?? '')
  const { host, port } = hostAndPort.exec(authority?.toLowerCase() ?? '')?.groups ?? {}
  if (scheme === null || defaultPort === undefined || host === undefined) return null
  const isDefaultPort = port === undefined || port === '' || port === defaultPort
  return {
    origin: `${scheme}://${host}${isDefaultPort ? '' : `:${port}`}`,
    target: withoutDotSegments(path) + (query === null ? '' : `?${query}`),
  }
}
