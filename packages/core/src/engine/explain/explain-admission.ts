import type { RequestHead } from '../../http/message.ts'
import { decideAdmission } from '../../policy/admit.ts'
import { readRequestFacts, type RequestFacts } from '../../policy/request-facts.ts'
import type { AdmitVerdict, CacheUse } from '../../policy/verdicts.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** Why a request is admitted to a lookup, or is not. */
export function explainAdmission(
  request: RequestHead,
  mode: CacheUse,
): { readonly verdict: AdmitVerdict; readonly reasons: readonly ExplainedReason[] } {
  const verdict = decideAdmission(request, mode)
  if (verdict.type === 'request.lookup') return { verdict, reasons: [admitted] }
  const refused = obstacle(readRequestFacts(request), mode)
  return { verdict, reasons: verdict.type === 'request.pass' ? [refused] : [refused, storedOnly(mode)] }
}

const admitted = reasonOf('request.admitted', 'A stored response may answer this request.')

/** That only a stored response is wanted. */
export function storedOnly(mode: CacheUse): ExplainedReason {
  return mode === 'only-if-cached' || mode === 'fresh'
    ? reasonOf('mode.stored-only', `Its caller wants a stored response or none (${modeName(mode)}).`)
    : reasonOf(
        'request.only-if-cached',
        'The client wants a stored response or none (Cache-Control: only-if-cached).',
      )
}

/** How a mode is chosen. */
export const modeName = (mode: CacheUse): string => {
  if (mode === 'fresh' || mode === 'invalidate') return `strategy "${mode}"`
  return `cache mode "${mode}"`
}

/** In the order in which admission asks: one of them holds. */
function obstacle(facts: RequestFacts, mode: CacheUse): ExplainedReason {
  const { method, directives } = facts
  if (method !== 'GET' && method !== 'HEAD') {
    return reasonOf('request.method', `The cache answers GET and HEAD; the method is ${method}.`)
  }
  if (mode === 'no-store') {
    return reasonOf(
      'mode.no-store',
      'Its caller, or its content, keeps it away from the cache (cache mode "no-store").',
    )
  }
  if (directives?.noStore === true) {
    return reasonOf(
      'request.no-store',
      'The client forbids to store anything of it (Cache-Control: no-store).',
    )
  }
  if (facts.hasOriginCondition) {
    return reasonOf(
      'request.origin-condition',
      'It has a condition that only the origin can judge (If-Match, If-Unmodified-Since), or a field by which an origin may take it for another method.',
    )
  }
  return reasonOf('request.foreign-range', 'It asks for a range in a unit that is not known here.')
}
