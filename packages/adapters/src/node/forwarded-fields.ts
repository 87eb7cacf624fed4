import type { FieldLines } from '@cachechart/core'
import type { ForwardedPolicy } from './target-uri.ts'

/** Whose name stands in the Host field that the origin gets. */
export type HostPolicy = 'origin' | 'client'

/** What is the same for every request. */
export interface ForwardedOptions {
  readonly forwarded: ForwardedPolicy
  readonly host: HostPolicy
  /** The origin's authority, for Host. */
  readonly originAuthority: string
  /** Who we are in `Via` (RFC 9110 §7.6.3): a pseudonym, and behind it a comment that no other process uses. */
  readonly pseudonym: string
  readonly mark: string
}

/** What differs between requests. */
export interface ForwardedRequest {
  readonly method: string
  /** The target URI: scheme and host as the origin is to hear of them. */
  readonly url: string
  readonly fields: FieldLines
  /** The version of the message as it came, for `Via`, and from where; `undefined` when the client is already gone. */
  readonly httpVersion: string
  readonly clientAddress: string | undefined
}

/** The fields of a request on its way to the origin, or `loop` when it has come through this process before. */
export function forwardedFields(request: ForwardedRequest, options: ForwardedOptions): string[] | 'loop' {
  const { forwarded, host, originAuthority, pseudonym, mark } = options
  const kept: string[] = []
  const claimedFor: string[] = []
  for (let index = 0; index < request.fields.length; index += 2) {
    const name = request.fields[index] ?? ''
    const value = request.fields[index + 1] ?? ''
    if (!mayBeOurs(name)) {
      kept.push(name, value)
      continue
    }
    const lower = name.toLowerCase()
    if (lower === 'via' && value.includes(mark)) return 'loop'
    if (lower === 'x-forwarded-for') claimedFor.push(value)
    else if (lower === 'max-forwards') kept.push(name, oneLess(request.method, value))
    else if (!isReplaced(lower, forwarded)) kept.push(name, value)
  }
  const { scheme, authority } = partsOf(request.url)
  kept.push('Host', host === 'origin' ? originAuthority : authority)
  kept.push('Via', `${request.httpVersion} ${pseudonym} (${mark})`)
  const addresses = forwarded === 'append' ? claimedFor : []
  if (request.clientAddress !== undefined) addresses.push(withoutMapping(request.clientAddress))
  if (addresses.length > 0) kept.push('X-Forwarded-For', addresses.join(', '))
  kept.push('X-Forwarded-Host', authority, 'X-Forwarded-Proto', scheme)
  return kept
}

/** By their first letter most names are told to be none that is looked at here. */
function mayBeOurs(name: string): boolean {
  return ownInitials.has(name.charCodeAt(0))
}

const ownInitials: ReadonlySet<number> = new Set(Buffer.from('fhmtvxFHMTVX'))

/** Fields that the gateway writes itself, and request trailers, which it does not carry. */
const rewritten = new Set(['host', 'x-forwarded-host', 'x-forwarded-proto', 'trailer'])

/** Other names for the same claims: some origins route by them, and build links from them. */
const furtherClaims = new Set([
  ...['forwarded', 'x-forwarded', 'x-host', 'x-original-host', 'x-original-url', 'x-rewrite-url'],
])

/** A client may claim what it likes about the hops before it: none of it is passed on unless that was asked for. */
const isReplaced = (name: string, forwarded: ForwardedPolicy): boolean =>
  rewritten.has(name) ||
  (forwarded === 'replace' && (furtherClaims.has(name) || name.startsWith('x-forwarded-')))

/** RFC 9110 §7.6.2: counted by OPTIONS and TRACE alone; 0 never comes here. */
function oneLess(method: string, value: string): string {
  const counts = method === 'OPTIONS' && /^\d{1,9}$/.test(value)
  return counts ? String(Number(value) - 1) : value
}

function partsOf(url: string): { readonly scheme: string; readonly authority: string } {
  const schemeEnd = url.indexOf('://')
  const authorityEnd = url.indexOf('/', schemeEnd + 3)
  return { scheme: url.slice(0, schemeEnd), authority: url.slice(schemeEnd + 3, authorityEnd) }
}

/** `::ffff:192.0.2.1` is how a socket for both protocols writes `192.0.2.1`. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
