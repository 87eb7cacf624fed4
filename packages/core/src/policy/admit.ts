import type { RequestHead } from '../http/message.ts'
import { readRequestFacts, type RequestFacts } from './request-facts.ts'
import { isSafeMethod } from './safe-methods.ts'
import type { AdmitVerdict, CacheUse, ForwardReason } from './verdicts.ts'

/** Why the cache cannot answer this request, whatever it has stored; `null` where it can. */
function obstacle(facts: RequestFacts, mode: CacheUse): ForwardReason | null {
  // RFC 9110 §9.2.3: GET and HEAD are the methods whose responses this cache reuses.
  if (facts.method !== 'GET' && facts.method !== 'HEAD') return 'method'
  // Fetch §2.2.5: `no-store` neither looks into the cache nor updates it.
  if (mode === 'no-store') return 'bypass'
  // RFC 9111 §5.2.1.5: no part of this request or of a response to it may be stored.
  if (facts.directives?.noStore === true) return 'bypass'
  // RFC 9111 §4.3.2: If-Match and If-Unmodified-Since are not for a cache to judge.
  if (facts.hasOriginCondition) return 'bypass'
  // RFC 9111 §3.3: what comes of a unit that is not known here may not be stored.
  if (facts.hasForeignRange) return 'bypass'
  return null
}

/** Decides whether a request may be answered from the cache at all. RFC 9111 §4. */
export function decideAdmission(request: RequestHead, mode: CacheUse): AdmitVerdict {
  const facts = readRequestFacts(request)
  const reason = obstacle(facts, mode)
  if (reason === null) return { type: 'request.lookup', facts }
  // RFC 9111 §5.2.1.7: a client that wants only what is stored is not forwarded. §4: an unsafe request always is, unless
  // the caller of this cache itself chose the mode (Fetch §4.6).
  const onlyIfCached = facts.directives?.onlyIfCached === true && isSafeMethod(facts.method)
  const isUnsatisfied = onlyIfCached || mode === 'only-if-cached' || mode === 'fresh'
  return isUnsatisfied ? { type: 'request.unsatisfied' } : { type: 'request.pass', reason }
}
