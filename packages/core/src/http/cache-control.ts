import { maximumSeconds, parseDeltaSeconds } from './delta-seconds.ts'
import { parseDirectives, type Directives } from './directives.ts'
import { listMembers } from './list-members.ts'
import { remembering } from './remembering.ts'
import type { Seconds } from './units.ts'

/** The directives of a request (RFC 9111 §5.2.1, RFC 5861 §4). */
export interface RequestDirectives {
  readonly noStore: boolean
  readonly noCache: boolean
  readonly onlyIfCached: boolean
  readonly noTransform: boolean
  readonly maxAge: Seconds | null
  readonly minFresh: Seconds | null
  /** `any`: max-stale without an argument, which accepts a stale response of whatever age. */
  readonly maxStale: Seconds | 'any' | null
  readonly staleIfError: Seconds | null
}

/** The directives of a response (RFC 9111 §5.2.2, RFC 5861, RFC 8246). */
export interface ResponseDirectives {
  readonly noStore: boolean
  /** `no-cache` without field names. */
  readonly noCache: boolean
  /** The fields of `no-cache="…"`, in lower case. */
  readonly noCacheFields: readonly string[]
  /** `private` without field names. */
  readonly private: boolean
  /** The fields of `private="…"`, in lower case. */
  readonly privateFields: readonly string[]
  readonly public: boolean
  readonly mustRevalidate: boolean
  readonly proxyRevalidate: boolean
  readonly mustUnderstand: boolean
  readonly immutable: boolean
  readonly noTransform: boolean
  readonly maxAge: Seconds | null
  readonly sMaxage: Seconds | null
  readonly staleWhileRevalidate: Seconds | null
  readonly staleIfError: Seconds | null
}

/**
 * A directive's number of seconds, `null` where it is absent. What cannot be read, and occurrences that contradict
 * each other, count as `doubtful`: the value that permits least.
 */
function seconds(directives: Directives, name: string, doubtful: Seconds = 0): Seconds | null {
  const values = directives.get(name)?.map((argument) => parseDeltaSeconds(argument ?? ''))
  if (values === undefined) return null
  const first = values[0]
  // RFC 9111 §4.2.1: with several values or an invalid one the response is to be considered stale.
  return values.every((value) => value === first) ? (first ?? doubtful) : doubtful
}

function maxStaleOf(directives: Directives): Seconds | 'any' | null {
  // RFC 9111 §5.2.1.2: without an argument a stale response of any age is accepted.
  if (directives.get('max-stale')?.every((argument) => argument === null) === true) return 'any'
  return seconds(directives, 'max-stale')
}

/** The field names of the qualified form; empty where the directive is absent or unqualified. */
function fieldNames(directives: Directives, name: string): readonly string[] {
  const names = (directives.get(name) ?? []).flatMap((argument) => listMembers(argument ?? ''))
  return names.map((member) => member.toLowerCase())
}

/** Whether some occurrence names no field: it is about the whole response. */
function isUnqualified(directives: Directives, name: string): boolean {
  return directives.get(name)?.some((argument) => listMembers(argument ?? '').length === 0) ?? false
}

/** Reads the Cache-Control of a request; of any text. RFC 9111 §5.2.3: what is not known is ignored. */
export function parseRequestDirectives(value: string): RequestDirectives {
  const directives = parseDirectives(value)
  return {
    noStore: directives.has('no-store'),
    noCache: directives.has('no-cache'),
    onlyIfCached: directives.has('only-if-cached'),
    noTransform: directives.has('no-transform'),
    maxAge: seconds(directives, 'max-age'),
    minFresh: seconds(directives, 'min-fresh', maximumSeconds),
    maxStale: maxStaleOf(directives),
    staleIfError: seconds(directives, 'stale-if-error'),
  }
}

/** Reads the Cache-Control of a response; of any text. RFC 9111 §5.2.3: what is not known is ignored. */
export const parseResponseDirectives = remembering((value: string): ResponseDirectives => {
  const directives = parseDirectives(value)
  return {
    noStore: directives.has('no-store'),
    noCache: isUnqualified(directives, 'no-cache'),
    noCacheFields: fieldNames(directives, 'no-cache'),
    private: isUnqualified(directives, 'private'),
    privateFields: fieldNames(directives, 'private'),
    public: directives.has('public'),
    mustRevalidate: directives.has('must-revalidate'),
    proxyRevalidate: directives.has('proxy-revalidate'),
    mustUnderstand: directives.has('must-understand'),
    // RFC 8246 §2: whatever argument it has.
    immutable: directives.has('immutable'),
    noTransform: directives.has('no-transform'),
    maxAge: seconds(directives, 'max-age'),
    sMaxage: seconds(directives, 's-maxage'),
    staleWhileRevalidate: seconds(directives, 'stale-while-revalidate'),
    staleIfError: seconds(directives, 'stale-if-error'),
  }
})
