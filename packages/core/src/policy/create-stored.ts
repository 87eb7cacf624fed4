import { parseResponseDirectives, type ResponseDirectives } from '../http/cache-control.ts'
import { parseDeltaSeconds } from '../http/delta-seconds.ts'
import { parseEntityTag } from '../http/entity-tag.ts'
import { fieldValue, hasField, withField, withoutFields } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import { formatHttpDate, parseHttpDate } from '../http/http-date.ts'
import { listMembers } from '../http/list-members.ts'
import type { FieldLines, RequestHead, ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { initialAge } from './current-age.ts'
import { freshnessOf } from './freshness.ts'
import type { Policy } from './policy-options.ts'
import { selectingNames, selectingValues } from './select-variant.ts'

/** An exchange as far as it is stored; times by the local clock. */
export interface Exchange {
  readonly request: RequestHead
  readonly reply: ResponseHead
  readonly requestTime: Millis
  readonly responseTime: Millis
}

/**
 * Age is written anew for each reuse. RFC 9111 §3.1 excepts the proxy fields. Trailer announces fields that come after
 * the body and are not stored.
 */
const notStored = new Set([
  'age',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'trailer',
])

/** The value of Age; 0 where there is none or it is invalid. */
function ageOf(fields: FieldLines): Seconds {
  // RFC 9111 §5.1: the first member of a list counts; what is invalid is ignored.
  return parseDeltaSeconds(listMembers(fieldValue(fields, 'age') ?? '')[0] ?? '') ?? 0
}

/** The lines as they are kept, dated, and the date. */
function datedFields({ reply, responseTime }: Exchange): { fields: FieldLines; date: Millis } {
  const fields = withoutFields(withoutConnectionFields(reply.fields), notStored)
  const date = parseHttpDate(fieldValue(fields, 'date') ?? '', responseTime)
  // RFC 9110 §6.6.1: a recipient with a clock dates what comes without a valid date.
  if (date === null)
    return { fields: withField(fields, 'Date', formatHttpDate(responseTime)), date: responseTime }
  return { fields, date }
}

/** The Last-Modified line where it is a date. */
function lastModifiedOf(fields: FieldLines, now: Millis): string | null {
  const value = fieldValue(fields, 'last-modified')
  return value !== null && parseHttpDate(value, now) !== null ? value : null
}

/** What the directives say about reuse. */
function demandsOf(directives: ResponseDirectives, { shared }: Policy) {
  return {
    // RFC 9111 §5.2.2.4: the form that names fields is taken as one that names none.
    mustValidate: directives.noCache || directives.noCacheFields.length > 0,
    // RFC 9111 §5.2.2.8 and §5.2.2.10: the last two speak to shared caches.
    mustNotBeStale:
      directives.mustRevalidate || (shared && (directives.proxyRevalidate || directives.sMaxage !== null)),
    staleWhileRevalidate: directives.staleWhileRevalidate,
    staleIfError: directives.staleIfError,
  }
}

/** Fields by which an origin knows who asks. */
const credentials = ['authorization', 'cookie']

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

/** Computes everything of a stored response, once: a hit parses nothing again. Whether it may be stored is not asked. */
export function createStoredResponse(exchange: Exchange, policy: Policy): StoredResponse {
  const { request, reply, requestTime, responseTime } = exchange
  const { fields, date } = datedFields(exchange)
  const directives = parseResponseDirectives(fieldValue(fields, 'cache-control') ?? '')
  const freshness = freshnessOf({ status: reply.status, fields, directives, date, responseTime }, policy)
  const vary = selectingFields(request, fieldValue(fields, 'vary'), policy)
  return {
    version: 1,
    status: reply.status,
    reason: reply.reason,
    fields,
    vary,
    varied: selectingValues(request, vary),
    requestTime,
    responseTime,
    date,
    initialAge: initialAge({ age: ageOf(reply.fields), date, requestTime, responseTime }),
    lifetime: freshness.lifetime,
    heuristic: freshness.basis === 'heuristic',
    ...demandsOf(directives, policy),
    etag: parseEntityTag(fieldValue(fields, 'etag') ?? ''),
    lastModified: lastModifiedOf(fields, responseTime),
  }
}
