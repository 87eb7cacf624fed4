import { stringify } from 'node:querystring'
import type { Dispatcher } from 'undici'

/** The origin that whoever composes knows: `null` for a dispatcher that sends anywhere, whatever it is asked. */
export type InterceptorOrigin = string | null | undefined

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * The target URI of a request that a cache may answer; `undefined` where there is none: for an upgrade or CONNECT, where
 * it is not known who will be asked, and for whatever undici refuses.
 */
export function readTarget(
  options: Dispatcher.DispatchOptions,
  known: InterceptorOrigin,
): string | undefined {
  const { method, path, query, upgrade } = options
  if (method !== 'GET' && (method === 'CONNECT' || !token.test(method))) return undefined
  if ((upgrade ?? false) !== false) return undefined
  // A path in absolute form is for a proxy, and a fragment for nobody.
  if (typeof path !== 'string' || !path.startsWith('/') || path.includes('#')) return undefined
  const origin = originOf(options.origin, known)
  if (origin === undefined) return undefined
  if (query === undefined || query === null) return origin + path
  if (path.includes('?')) return undefined
  const search = stringify(query)
  return search === '' ? origin + path : `${origin}${path}?${search}`
}

/** A `Client` or `Pool` sends to its own origin, whatever a request says. */
function originOf(asked: string | URL | undefined, known: InterceptorOrigin): string | undefined {
  if (asked === undefined) return known ?? undefined
  const origin = typeof asked === 'string' ? parsedOrigin(asked) : webOrigin(asked)
  return known === undefined || origin === known ? origin : undefined
}

/** A program asks few origins, ever again. */
const parsed = new Map<string, string | undefined>()
const mostParsed = 1_000

function parsedOrigin(text: string): string | undefined {
  const before = parsed.get(text)
  if (before !== undefined) return before
  const origin = URL.canParse(text) ? webOrigin(new URL(text)) : undefined
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(text, origin)
  return origin
}

function webOrigin({ protocol, origin }: URL): string | undefined {
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined
}
