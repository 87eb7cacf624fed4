import { resolveRanges, type ContentRange, type RangeSpec } from '../http/byte-ranges.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { matchesIfRange } from './precondition.ts'
import type { RequestFacts } from './request-facts.ts'
import { isConsistent } from './stored-span.ts'
import type { ByteSlice } from './verdicts.ts'

/** Bytes of the representation, and where the stored body has them. */
export interface Excerpt {
  readonly range: ContentRange
  readonly slice: ByteSlice
}

/** What a stored response has for a request. */
export type RangeAnswer =
  /** All of its body, as it is stored: a whole response, or a part that is the answer to the same Range. */
  | { readonly type: 'all' }
  /** One piece of its body. */
  | { readonly type: 'excerpt'; readonly excerpt: Excerpt }
  /** Several, in the order in which they lie there. */
  | { readonly type: 'excerpts'; readonly excerpts: readonly Excerpt[] }
  /** RFC 9110 §15.5.17: nothing that was asked for lies within the representation, which has `complete` bytes. */
  | { readonly type: 'unsatisfiable'; readonly complete: number }
  /** It is a part that does not have all that is asked for. RFC 9111 §3.3. */
  | { readonly type: 'missing' }

const all: RangeAnswer = { type: 'all' }
const missing: RangeAnswer = { type: 'missing' }

/**
 * RFC 9110 §14.2, §17.15: out of order or overlapping, ranges may be ignored. So no byte is sent twice, and a body is read
 * once, from its beginning to its end.
 */
function areAscending(excerpts: readonly Excerpt[]): boolean {
  return excerpts.every(({ slice }, index) => slice.from >= (excerpts[index - 1]?.slice.to ?? 0))
}

/** The answer with one or several excerpts; `otherwise` where several cannot be served. */
function answerWith(first: Excerpt, others: readonly Excerpt[], otherwise: RangeAnswer): RangeAnswer {
  if (others.length === 0) return { type: 'excerpt', excerpt: first }
  const excerpts = [first, ...others]
  return areAscending(excerpts) ? { type: 'excerpts', excerpts } : otherwise
}

/** From a whole response of `complete` bytes. */
function fromWhole(specs: readonly RangeSpec[], complete: number): RangeAnswer {
  // RFC 9110 §14.2: Range may be ignored where there is no content, of which no 206 could say what it encloses.
  if (complete === 0) return all
  const [first, ...others] = resolveRanges(specs, complete).map((span) => ({
    range: { ...span, complete },
    slice: { from: span.first, to: span.last + 1 },
  }))
  return first === undefined ? { type: 'unsatisfiable', complete } : answerWith(first, others, all)
}

/** The last bytes of the representation, which are those of the body where the part reaches so far. */
function suffixOf({ first, last, complete, length }: StoredPart, asked: number): Excerpt | null {
  if (last + 1 !== complete) return null
  const taken = Math.min(asked, complete)
  if (taken === 0 || taken > length || complete - taken < first) return null
  return { range: { first: complete - taken, last, complete }, slice: { from: length - taken, to: length } }
}

/** The piece of a part that one range asks for; `null` where it does not have all of it. */
function excerptOf(part: StoredPart, spec: RangeSpec): Excerpt | null {
  if (spec.type === 'suffix') return suffixOf(part, spec.length)
  const { complete } = part
  const end = complete === null ? spec.last : Math.min(spec.last ?? complete, complete - 1)
  // RFC 9111 §3.3: only a range that lies wholly within it. Where the representation ends may not be known.
  if (end === null || spec.first < part.first || end > part.last) return null
  const from = spec.first - part.first
  // RFC 9110 §15.3.7: a 206 may carry less than was asked for. A body may be shorter than its Content-Range said.
  const to = Math.min(end - part.first + 1, part.length)
  if (from >= to) return null
  return { range: { first: spec.first, last: part.first + to - 1, complete }, slice: { from, to } }
}

/** From a part. */
function fromPart(specs: readonly RangeSpec[], text: string, part: StoredPart): RangeAnswer {
  const isExact = isConsistent(part)
  // Where the request cannot be held against the part, the origin's own answer to the same words is the right one.
  if (text === part.range && (!isExact || part.complete === null)) return all
  if (!isExact && specs.length > 1) return missing
  const excerpts = specs.map((spec) => excerptOf(part, spec)).filter((excerpt) => excerpt !== null)
  const [first, ...others] = excerpts
  if (first === undefined || excerpts.length < specs.length) return missing
  return answerWith(first, others, missing)
}

/** What a stored response is held against. */
export interface RangeQuestion {
  readonly facts: RequestFacts
  readonly stored: StoredResponse
  /** The length of the stored body in bytes, where it is known: without it, no range of a whole response can be told. */
  readonly length: number | undefined
}

/** What of the stored response answers the request, after the client's other conditions. RFC 9110 §13.2.2, §14.2. */
export function satisfyRange({ facts, stored, length }: RangeQuestion): RangeAnswer {
  const { range } = facts
  const { part } = stored
  const isApplied = range !== null && (range.ifRange === null || matchesIfRange(range.ifRange, stored))
  if (part !== null) return isApplied ? fromPart(range.specs, range.text, part) : missing
  // RFC 9110 §14.2: only where the response would be a 200 otherwise.
  return isApplied && stored.status === 200 && length !== undefined ? fromWhole(range.specs, length) : all
}

/** Whether the stored response has all that the request asks for. RFC 9111 §3.3. */
export function hasWhatIsAsked(facts: RequestFacts, stored: StoredResponse): boolean {
  return stored.part === null || satisfyRange({ facts, stored, length: undefined }).type !== 'missing'
}
