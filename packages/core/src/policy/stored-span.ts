import type { StoredPart } from '../http/stored-response.ts'

/** What is missing of a stored part: bytes `first` to `last`, or from `first` on (`null`). */
export interface MissingSpan {
  readonly first: number
  readonly last: number | null
}

/** Whether the body has as many bytes as its Content-Range said. */
export function isConsistent({ first, last, length }: StoredPart): boolean {
  return length === last - first + 1
}

/**
 * What one request could ask for to complete a stored part (RFC 9111 §3.3). `null` where that is not one span at one end
 * of it, where the length of the whole is not known (the part might be the end of it already), or where the body is not
 * what its Content-Range said, so that nothing can be put beside it.
 *
 * @example
 * missingSpan({ first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }) // { first: 5, last: null }
 */
export function missingSpan(part: StoredPart): MissingSpan | null {
  const { first, last, complete } = part
  if (complete === null || !isConsistent(part)) return null
  const reachesEnd = last + 1 === complete
  if (first === 0) return reachesEnd ? null : { first: last + 1, last: null }
  return reachesEnd ? { first: 0, last: first - 1 } : null
}
