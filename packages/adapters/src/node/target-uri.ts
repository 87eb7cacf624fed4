import type { IncomingMessage } from 'node:http'
import { fieldValue } from '@cachechart/core'
import type { Problem } from './problem.ts'

/** How the gateway treats what a request says of the hops before it. */
export type ForwardedPolicy = 'replace' | 'append'

/** What the reader of target URIs needs to know. */
export interface TargetOptions {
  readonly forwarded: ForwardedPolicy
  /** For HTTP/1.0 requests, which may lack Host: `host` or `host:port`, in lower case. */
  readonly defaultAuthority: string
}

/**
 * Reads the target URI of a request (RFC 9110 §7.1, RFC 9112 §3.3): scheme and authority, in lower case and without
 * a default port, and behind them the path and query exactly as they came.
 *
 * It is the cache's key, and all that the origin is told of scheme and host (X-Forwarded-Proto, X-Forwarded-Host) is
 * taken from it. So whatever a client claims of them leads to another key, never to a response that others get: a
 * forged X-Forwarded-Host cannot poison the cache.
 */
export function createTargetReader(options: TargetOptions): (request: IncomingMessage) => string | Problem {
  const { forwarded, defaultAuthority } = options
  // Most requests of a connection, and of a gateway, name the same host: it is checked once.
  let lastHost: string | undefined
  let lastScheme: string | undefined
  let lastBase: string | Problem = invalidHost

  return (request) => {
    const target = request.url ?? ''
    if (invalidTarget.test(target)) return malformedTarget
    const own = 'encrypted' in request.socket ? 'https' : 'http'
    const host = hostOf(request, defaultAuthority)
    if (typeof host !== 'string') return host
    if (!target.startsWith('/')) return absoluteForm(request, { forwarded, own })
    if (forwarded === 'append') {
      const base = claimedBase(request, { host, scheme: own })
      return typeof base === 'string' ? base + target : base
    }
    if (host !== lastHost || own !== lastScheme) {
      lastBase = baseOf(own, host)
      lastHost = host
      lastScheme = own
    }
    return typeof lastBase === 'string' ? lastBase + target : lastBase
  }
}

/** Neither a fragment nor a control character or space is part of a target (RFC 9112 §3.2). */
const invalidTarget = /[\u0000-\u0020\u007f#]/

/** Narrower than RFC 3986 §3.2.2: no registered name has sub-delims, which mean much to shells and templates. */
const validAuthority = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::(\d{0,5}))?$/

const malformedTarget: Problem = {
  status: 400,
  code: 'ERR_GATEWAY_TARGET',
  detail: 'The request target is neither a path nor an absolute http or https URL.',
}
const missingHost: Problem = {
  status: 400,
  code: 'ERR_GATEWAY_HOST',
  detail: 'The request has no Host field.',
}
const invalidHost: Problem = {
  status: 400,
  code: 'ERR_GATEWAY_HOST',
  detail: 'The host is not one host name with an optional port.',
}
const misdirected: Problem = {
  status: 421,
  code: 'ERR_GATEWAY_MISDIRECTED',
  detail: 'The request target has another scheme than the connection.',
}

/** RFC 9112 §3.2: a request without Host is answered 400; so is one with several, which make a list that is no host. */
function hostOf(request: IncomingMessage, defaultAuthority: string): string | Problem {
  const host = fieldValue(request.rawHeaders, 'host')
  if (host !== null) return host
  return request.httpVersion === '1.0' ? defaultAuthority : missingHost
}

function baseOf(scheme: string, host: string): string | Problem {
  const authority = host.toLowerCase()
  const match = validAuthority.exec(authority)
  if (match === null) return invalidHost
  const port = match[1]
  if (port === undefined) return `${scheme}://${authority}`
  if (Number(port) > 65_535) return invalidHost
  // RFC 9110 §4.2.3: an empty port and the scheme's own are the same as none.
  const isDefault = port === '' || Number(port) === (scheme === 'https' ? 443 : 80)
  return `${scheme}://${isDefault ? authority.slice(0, -1 - port.length) : authority}`
}

/** RFC 9112 §3.2.2: an absolute target counts, and Host does not. */
function absoluteForm(
  request: IncomingMessage,
  { forwarded, own }: { readonly forwarded: ForwardedPolicy; readonly own: string },
): string | Problem {
  const match = /^(https?):\/\/([^/?]*)(.*)$/i.exec(request.url ?? '')
  if (match === null) return malformedTarget
  const [, scheme = '', host = '', rest = ''] = match
  const path = rest.startsWith('/') ? rest : `/${rest}`
  if (forwarded === 'replace' && scheme.toLowerCase() !== own) return misdirected // RFC 9110 §7.4
  const base =
    forwarded === 'replace' ? baseOf(own, host) : claimedBase(request, { host, scheme: scheme.toLowerCase() })
  return typeof base === 'string' ? base + path : base
}

/** The scheme and host that a trusted proxy says its client used. */
function claimedBase(
  { rawHeaders }: IncomingMessage,
  { host, scheme }: { readonly host: string; readonly scheme: string },
): string | Problem {
  const proto = firstMember(fieldValue(rawHeaders, 'x-forwarded-proto'))?.toLowerCase()
  const claimedHost = firstMember(fieldValue(rawHeaders, 'x-forwarded-host'))
  return baseOf(proto === 'http' || proto === 'https' ? proto : scheme, claimedHost ?? host)
}

/** The first member of a list is what the proxy nearest to the client wrote. */
const firstMember = (value: string | null): string | undefined => value?.split(',', 1)[0]?.trim()
