/** Bytes of a representation, counted from 0, both ends included. RFC 9110 §14.1.2. */
export interface ByteSpan {
  readonly first: number
  readonly last: number
}

/** What is asked of a representation: `bytes=2-5`, `bytes=2-` (`last` is `null`), or its last bytes, `bytes=-5`. */
export type RangeSpec =
  | { readonly type: 'from'; readonly first: number; readonly last: number | null }
  | { readonly type: 'suffix'; readonly length: number }

/** Which bytes a partial response holds, and how many the whole has: `null` where that is not known (`*`). */
export interface ContentRange extends ByteSpan {
  readonly complete: number | null
}

/** RFC 9110 §14.4. Unit names are compared without regard to case (§14.1). */
const contentRange = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i

/**
 * Reads Content-Range where it says which bytes the content is; `null` for any other text: another unit, the form of a
 * 416, and what contradicts itself. RFC 9110 §14.4.
 *
 * @example
 * parseContentRange('bytes 0-4/10') // { first: 0, last: 4, complete: 10 }
 */
export function parseContentRange(text: string): ContentRange | null {
  const parts = contentRange.exec(text.trim())
  if (parts === null) return null
  const first = Number(parts[1])
  const last = Number(parts[2])
  const complete = parts[3] === '*' ? null : Number(parts[3])
  // RFC 9110 §14.1.2: numbers of any size may come; with what is beyond exact arithmetic nothing can be put together.
  if (!Number.isSafeInteger(complete ?? last)) return null
  // RFC 9110 §14.4: both make it invalid, and nothing may be combined by it.
  return last < first || (complete !== null && complete <= last) ? null : { first, last, complete }
}

/** Writes Content-Range as a 206 carries it. RFC 9110 §14.4. */
export function formatContentRange({ first, last, complete }: ContentRange): string {
  return `bytes ${first}-${last}/${complete ?? '*'}`
}

/** RFC 9110 §14.1.1: a unit (§5.6.2: a token) and its set. */
const rangesSpecifier = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(.*)$/s
const byteRange = /^(\d*)-(\d*)$/

/** RFC 9110 §14.1.2: a number of any size must be understood. What is beyond exact arithmetic is beyond any body, too. */
const position = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)

function parseSpec(text: string): RangeSpec | null {
  const [, from = '', to = ''] = byteRange.exec(text) ?? []
  if (from === '') return to === '' ? null : { type: 'suffix', length: position(to) }
  const first = position(from)
  const last = to === '' ? null : position(to)
  // RFC 9110 §14.1.1: an int-range whose last position comes before its first is invalid.
  return last !== null && last < first ? null : { type: 'from', first, last }
}

/**
 * Reads Range. `other-unit`: well-formed, in a unit other than bytes. `null`: invalid, by a single invalid member, too
 * (RFC 9110 §14.1.1); it may be ignored (§14.2).
 *
 * @example
 * parseRange('bytes=2-5, -1') // [{ type: 'from', first: 2, last: 5 }, { type: 'suffix', length: 1 }]
 */
export function parseRange(text: string): readonly RangeSpec[] | 'other-unit' | null {
  const [, unit, set = ''] = rangesSpecifier.exec(text.trim()) ?? []
  if (unit === undefined) return null
  // RFC 9110 §14.1: unit names are case-insensitive.
  if (unit.toLowerCase() !== 'bytes') return 'other-unit'
  const specs: RangeSpec[] = []
  for (const member of set.split(',')) {
    const trimmed = member.trim()
    // RFC 9110 §5.6.1.2: empty members do not count.
    if (trimmed === '') continue
    const spec = parseSpec(trimmed)
    if (spec === null) return null
    specs.push(spec)
  }
  return specs.length === 0 ? null : specs
}

/** The bytes that one of `specs` means; `null` where it cannot be satisfied. */
function resolveRange(spec: RangeSpec, complete: number): ByteSpan | null {
  if (spec.type === 'suffix') {
    // RFC 9110 §14.1.2: satisfiable where it is not zero; longer than the representation, it is all of it.
    const length = Math.min(spec.length, complete)
    return length === 0 ? null : { first: complete - length, last: complete - 1 }
  }
  if (spec.first >= complete) return null
  return { first: spec.first, last: Math.min(spec.last ?? complete, complete - 1) }
}

/**
 * The bytes that are meant, of a representation of `complete` bytes; without what cannot be satisfied, in the order in
 * which they were asked for. RFC 9110 §14.1.2.
 */
export function resolveRanges(specs: readonly RangeSpec[], complete: number): readonly ByteSpan[] {
  return specs.map((spec) => resolveRange(spec, complete)).filter((span) => span !== null)
}
