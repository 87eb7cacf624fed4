import { parseRange, type RangeSpec } from '../http/byte-ranges.ts'
import { parseRequestDirectives, type RequestDirectives } from '../http/cache-control.ts'
import { isFieldName } from '../http/field-lines.ts'
import type { RequestHead } from '../http/message.ts'

/** The range request of a GET (RFC 9110 §14.2), where it can be read and its unit is known. */
export interface RangeRequest {
  /** The field's value as it came. */
  readonly text: string
  readonly specs: readonly RangeSpec[]
  /** If-Range; `null` where absent. */
  readonly ifRange: string | null
}

/** What policy needs of a request, read once from its field lines. */
export interface RequestFacts {
  readonly method: string
  /** `null` where the request has no Cache-Control (and no Pragma): the common case. RFC 9111 §5.2.1, §5.4. */
  readonly directives: RequestDirectives | null
  readonly hasAuthorization: boolean
  readonly hasCookie: boolean
  /** `null` where there is none, or none that this cache would obey: it may ignore any (RFC 9110 §14.2). */
  readonly range: RangeRequest | null
  /** A Range in a unit that is not known here: for the origin to judge. */
  readonly hasForeignRange: boolean
  /** The client's own conditions (RFC 9110 §13.1); `null` where absent. */
  readonly ifNoneMatch: string | null
  readonly ifModifiedSince: string | null
  /**
   * What only the origin can answer: If-Match, If-Unmodified-Since; and X-HTTP-Method-Override and its like, by
   * which some origins take a GET for another method: nothing that comes of it is for the next GET.
   */
  readonly hasOriginCondition: boolean
}

/** What has been seen of the field lines so far. */
interface Sighting {
  cacheControl: string | null
  pragma: string | null
  ifNoneMatch: string | null
  ifModifiedSince: string | null
  range: string | null
  ifRange: string | null
  hasAuthorization: boolean
  hasCookie: boolean
  hasOriginCondition: boolean
}

/** RFC 9110 §5.3: lines of one name are one list. */
const joined = (before: string | null, line: string) => (before === null ? line : `${before}, ${line}`)

/** Told by length first: most names need no comparison then, and none is lower-cased. */
function note(seen: Sighting, name: string, value: string): void {
  switch (name.length) {
    case 5:
      if (isFieldName(name, 'range')) seen.range = joined(seen.range, value)
      break
    case 6:
      if (isFieldName(name, 'pragma')) seen.pragma = joined(seen.pragma, value)
      else if (isFieldName(name, 'cookie')) seen.hasCookie = true
      break
    case 8:
      if (isFieldName(name, 'if-range')) seen.ifRange = joined(seen.ifRange, value)
      else if (isFieldName(name, 'if-match')) seen.hasOriginCondition = true
      break
    case 13:
      if (isFieldName(name, 'cache-control')) seen.cacheControl = joined(seen.cacheControl, value)
      else if (isFieldName(name, 'if-none-match')) seen.ifNoneMatch = joined(seen.ifNoneMatch, value)
      else if (isFieldName(name, 'authorization')) seen.hasAuthorization = true
      else if (isFieldName(name, 'x-http-method')) seen.hasOriginCondition = true
      break
    case 17:
      if (isFieldName(name, 'if-modified-since')) seen.ifModifiedSince = joined(seen.ifModifiedSince, value)
      else if (isFieldName(name, 'x-method-override')) seen.hasOriginCondition = true
      break
    case 19:
      if (isFieldName(name, 'if-unmodified-since')) seen.hasOriginCondition = true
      break
    case 22:
      if (isFieldName(name, 'x-http-method-override')) seen.hasOriginCondition = true
  }
}

/** RFC 9111 §5.4: `Pragma: no-cache` counts where there is no Cache-Control; nothing else of Pragma ever does. */
function directivesOf({ cacheControl, pragma }: Sighting): RequestDirectives | null {
  if (cacheControl !== null) return parseRequestDirectives(cacheControl)
  if (pragma === null) return null
  return parseRequestDirectives(parseRequestDirectives(pragma).noCache ? 'no-cache' : '')
}

/** RFC 9110 §14.2, §17.15: many ranges are a sign of a broken client, or of one that wants to wear the cache out. */
const maximumRanges = 16

type RangeFacts = Pick<RequestFacts, 'range' | 'hasForeignRange'>

const noRange: RangeFacts = { range: null, hasForeignRange: false }
const foreignRange: RangeFacts = { range: null, hasForeignRange: true }

function rangeOf(method: string, text: string, ifRange: string | null): RangeFacts {
  // RFC 9110 §14.2: Range is defined for GET alone, and ignored with any other method.
  if (method !== 'GET') return noRange
  const specs = parseRange(text)
  if (specs === 'other-unit') return foreignRange
  // RFC 9110 §14.2: an invalid one may be ignored.
  if (specs === null || specs.length > maximumRanges) return noRange
  return { range: { text, specs, ifRange }, hasForeignRange: false }
}

/** Reads a request in one pass over its field lines: this runs for each request. */
export function readRequestFacts(request: RequestHead): RequestFacts {
  const seen: Sighting = {
    cacheControl: null,
    pragma: null,
    ifNoneMatch: null,
    ifModifiedSince: null,
    range: null,
    ifRange: null,
    hasAuthorization: false,
    hasCookie: false,
    hasOriginCondition: false,
  }
  const { method, fields } = request
  for (let index = 0; ; index += 2) {
    const name = fields[index]
    const value = fields[index + 1]
    if (name === undefined || value === undefined) break
    note(seen, name, value)
  }
  const { ifNoneMatch, ifModifiedSince, hasAuthorization, hasCookie, hasOriginCondition } = seen
  const directives = directivesOf(seen)
  // RFC 9110 §13.1.5: If-Range without Range is ignored.
  const { range, hasForeignRange } = seen.range === null ? noRange : rangeOf(method, seen.range, seen.ifRange)
  return {
    method,
    directives,
    hasAuthorization,
    hasCookie,
    range,
    hasForeignRange,
    ifNoneMatch,
    ifModifiedSince,
    hasOriginCondition,
  }
}
