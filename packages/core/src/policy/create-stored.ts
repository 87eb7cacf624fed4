import type { ResponseDirectives } from '../http/cache-control.ts'
import { contentLengthOf } from '../http/content-length.ts'
import { parseDeltaSeconds } from '../http/delta-seconds.ts'
import { parseEntityTag } from '../http/entity-tag.ts'
import { fieldValue, hasField, withField, withoutFields } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import { formatHttpDate, parseHttpDate } from '../http/http-date.ts'
import { listMembers } from '../http/list-members.ts'
import type { FieldLines, RequestHead, ResponseHead } from '../http/message.ts'
import { contentRangeOf } from '../http/partial-content.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { initialAge } from './current-age.ts'
import { freshnessOf } from './freshness.ts'
import { governingDirectives } from './governing-directives.ts'
import type { Policy } from './policy-options.ts'
import { qualifiedFields } from './qualified-fields.ts'
import { selectingNames, selectingValues } from './select-variant.ts'
import { overriddenLifetime, overriddenSeconds, type StoringOverrides } from './storage-overrides.ts'
import { surrogateKeysOf } from './surrogate-keys.ts'

/** An exchange as far as it is stored; times by the local clock. */
export interface Exchange {
  readonly request: RequestHead
  readonly reply: ResponseHead
  readonly requestTime: Millis
  readonly responseTime: Millis
  /** What was said of the response in place of what it says itself. */
  readonly overrides?: StoringOverrides | undefined
  /** The target URI, where the key under which it is kept does not say it; else `null`. */
  readonly namedUrl?: string | null
}

/**
 * Age is written anew for each reuse. RFC 9111 §3.1 excepts the fields of a proxy. (Trailer stays: it tells what has been
 * lost, RFC 9110 §6.6.2.)
 */
const notStored = new Set(['age', 'proxy-authenticate', 'proxy-authentication-info', 'proxy-authorization'])

/** The value of Age; 0 where there is none or it is invalid. */
function ageOf(fields: FieldLines): Seconds {
  // RFC 9111 §5.1: the first member of a list counts; what is invalid is ignored.
  const value = fieldValue(fields, 'age')
  return value === null ? 0 : (parseDeltaSeconds(listMembers(value)[0] ?? '') ?? 0)
}

/** The lines as they are kept, dated, and the date. */
function datedFields(
  { reply, responseTime }: Exchange,
  excepted: readonly string[],
): { fields: FieldLines; date: Millis } {
  const own = withoutFields(withoutConnectionFields(reply.fields), notStored)
  const fields = excepted.length === 0 ? own : withoutFields(own, new Set(excepted))
  const date = parseHttpDate(fieldValue(fields, 'date') ?? '', responseTime)
  // RFC 9110 §6.6.1: a recipient with a clock dates what comes without a valid date.
  if (date === null)
    return { fields: withField(fields, 'Date', formatHttpDate(responseTime)), date: responseTime }
  return { fields, date }
}

/** The Last-Modified line where it is a date, and the date. */
function lastModifiedOf(
  fields: FieldLines,
  now: Millis,
): Pick<StoredResponse, 'lastModified' | 'lastModifiedTime'> {
  const value = fieldValue(fields, 'last-modified')
  const time = parseHttpDate(value ?? '', now)
  return time === null
    ? { lastModified: null, lastModifiedTime: null }
    : { lastModified: value, lastModifiedTime: time }
}

/** Which part a 206 is; `null` for every other response, and where it does not say. RFC 9110 §14.4. */
function partOf({ request, reply }: Exchange): StoredPart | null {
  const range = contentRangeOf(reply)
  if (range === null) return null
  const length = contentLengthOf(reply.fields) ?? range.last - range.first + 1
  return { ...range, length, range: fieldValue(request.fields, 'range') ?? '' }
}

/** What the directives say about reuse, or what was said in their place. */
function demandsOf(directives: ResponseDirectives, overrides: StoringOverrides, { shared }: Policy) {
  return {
    immutable: directives.immutable,
    // RFC 9111 §3.5: what lets a shared cache store, and so reuse, what a known user was answered.
    sharedWithAuthorization:
      !shared || directives.public || directives.mustRevalidate || directives.sMaxage !== null,
    // RFC 9111 §5.2.2.2, §5.2.2.8 and §5.2.2.10: the last two speak to shared caches.
    mustNotBeStale:
      directives.mustRevalidate || (shared && (directives.proxyRevalidate || directives.sMaxage !== null)),
    staleWhileRevalidate:
      overriddenSeconds(overrides.staleWhileRevalidate) ?? directives.staleWhileRevalidate,
    staleIfError: overriddenSeconds(overrides.staleIfError) ?? directives.staleIfError,
  }
}

/** Whether the origin has said for how long it may be cached, or by whom. RFC 9111 §5.2.2, §5.3 */
function isExplicit(
  fields: FieldLines,
  { directives, source }: ReturnType<typeof governingDirectives>,
): boolean {
  if (directives.public || directives.maxAge !== null || directives.sMaxage !== null) return true
  return source === 'cache-control' && hasField(fields, 'expires')
}

/**
 * RFC 9111 §4 lets requests be collapsed onto any response that may be stored. Origins that say nothing of caching do not
 * expect that, though: what a session is answered is then not for another that happened to ask at the same time. (Varnish
 * passes such requests, too.) In a private cache credentials tell requests apart.
 */
function sharedWith(
  { request }: Exchange,
  said: 'something' | 'nothing',
  { shared }: Policy,
): StoredResponse['sharedWith'] {
  if (said === 'something' || !shared) return 'all'
  return hasField(request.fields, 'cookie') ? 'none' : 'cookieless'
}

/** Fields by which an origin knows who asks. */
export const credentials: readonly string[] = ['authorization', 'cookie']

/**
 * The fields that select the response (RFC 9111 §4.1). In a private cache the credentials that it was asked with are among
 * them, whether or not Vary names them: what is stored there may be for one user alone, and a program that fetches for
 * several users is common.
 */
function selectingFields(request: RequestHead, vary: string | null, policy: Policy): readonly string[] {
  const names = selectingNames(vary)
  if (policy.shared || names[0] === '*') return names
  const unnamed = credentials.filter((name) => !names.includes(name) && hasField(request.fields, name))
  return unnamed.length === 0 ? names : [...names, ...unnamed].toSorted()
}

const noOverrides: StoringOverrides = {}

/** What more than one member of a stored response is computed from. */
function readReply(exchange: Exchange, policy: Policy) {
  const { reply, requestTime, responseTime, overrides = noOverrides } = exchange
  const governing = governingDirectives(reply.fields, policy)
  const qualified = qualifiedFields(governing.directives, policy)
  const { fields, date } = datedFields(exchange, qualified.excepted)
  const age = initialAge({ age: ageOf(reply.fields), date, requestTime, responseTime })
  const chosen = overriddenLifetime(overrides, age)
  const freshness = freshnessOf({ status: reply.status, fields, governing, date, responseTime }, policy)
  const isForAll = chosen !== undefined || freshness.lifetime > age || isExplicit(fields, governing)
  return {
    fields,
    date,
    age,
    lifetime: chosen ?? freshness.lifetime,
    heuristic: freshness.basis === 'heuristic' && chosen === undefined,
    demands: demandsOf(governing.directives, overrides, policy),
    mustValidate: qualified.mustValidate,
    sharedWith: sharedWith(exchange, isForAll ? 'something' : 'nothing', policy),
  }
}

/**
 * Computes everything of a stored response, once: a hit parses nothing again. Whether it may be stored is not asked.
 * Members are written one by one: to spread objects takes several times as long.
 */
export function createStoredResponse(exchange: Exchange, policy: Policy): StoredResponse {
  const { request, reply, requestTime, responseTime, overrides = noOverrides } = exchange
  const read = readReply(exchange, policy)
  const { fields, demands } = read
  const vary = selectingFields(request, overrides.vary?.join() ?? fieldValue(fields, 'vary'), policy)
  const { lastModified, lastModifiedTime } = lastModifiedOf(fields, responseTime)
  return {
    version: 1,
    status: reply.status,
    reason: reply.reason,
    fields,
    vary,
    varied: selectingValues(request, vary),
    requestTime,
    responseTime,
    date: read.date,
    initialAge: read.age,
    lifetime: read.lifetime,
    heuristic: read.heuristic,
    immutable: demands.immutable,
    sharedWithAuthorization: demands.sharedWithAuthorization,
    mustNotBeStale: demands.mustNotBeStale,
    staleWhileRevalidate: demands.staleWhileRevalidate,
    staleIfError: demands.staleIfError,
    mustValidate: read.mustValidate,
    etag: parseEntityTag(fieldValue(fields, 'etag') ?? ''),
    lastModified,
    lastModifiedTime,
    part: partOf(exchange),
    surrogateKeys: overrides.labels ?? surrogateKeysOf(fields, overrides.surrogateKeys),
    url: exchange.namedUrl ?? null,
    sharedWith: read.sharedWith,
    sensitive: overrides.sensitive ?? false,
  }
}
