import { fieldValue } from '../http/field-lines.ts'
import type { RequestHead } from '../http/message.ts'
import { resolveReference } from '../http/uri-reference.ts'
import { cacheKeyOf } from './cache-key.ts'
import { decideStorage, type StorageQuestion } from './storable.ts'

/** A response to an unsafe request, and what it answers. */
export interface WriteStorageQuestion extends StorageQuestion {
  readonly request: RequestHead
}

/** RFC 9110 §9.3.3 of POST, RFC 5789 §2 of PATCH: the methods whose responses can be what a GET would be answered. */
const describing = new Set(['POST', 'PATCH'])

/** RFC 9110 §15.3.1, §15.3.4: the statuses whose content is the representation that Content-Location names. */
const enclosing = new Set([200, 203])

/** Whether Content-Location is the target URI: then the content is what a GET would be answered. RFC 9110 §8.7. */
function namesTarget({ request, candidate }: WriteStorageQuestion): boolean {
  const reference = fieldValue(candidate.fields, 'content-location')
  const target = resolveReference(cacheKeyOf(request), '')
  const named = reference === null ? null : resolveReference(cacheKeyOf(request), reference)
  return target !== null && named?.origin === target.origin && named.target === target.target
}

/** RFC 9110 §9.3.3: explicit freshness information, of which some is left; heuristics do not do. */
function isExplicitlyFresh({ candidate }: WriteStorageQuestion): boolean {
  return !candidate.heuristic && candidate.lifetime > candidate.initialAge
}

/**
 * Whether the response to a POST or PATCH may be stored for later GETs of its target (RFC 9110 §9.3.3, RFC 5789 §2): it says
 * that it is what they would be answered, for how long, and nothing forbids to store it.
 */
export function mayReplaceTarget(question: WriteStorageQuestion): boolean {
  const { request, candidate, facts } = question
  if (!describing.has(request.method) || !enclosing.has(candidate.status)) return false
  if (!namesTarget(question) || !isExplicitlyFresh(question)) return false
  return decideStorage({ ...question, facts: { ...facts, method: 'GET' } }).type === 'storable'
}
