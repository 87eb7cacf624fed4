import type { RefusalReason } from '../../policy/storable.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** What keeps a reply from being stored, in words. RFC 9111 §3 */
const words: { readonly [Reason in RefusalReason]: string } = {
  method: 'It is not the reply to a GET.',
  status: 'A reply of its status is never stored, or it does not say which part it is.',
  'not-understood': 'It may be stored only where its status is understood (must-understand), and it is not.',
  'request-no-store': 'The client forbids to store anything of it (Cache-Control: no-store).',
  'no-store': 'The origin forbids to store it (no-store).',
  private: 'It is for one user (private), and this cache is shared.',
  authorization:
    'The request had Authorization, and the reply does not say that a shared cache may store it (public, must-revalidate or s-maxage).',
  'set-cookie': 'It sets a cookie, which is most often for one client (policy.setCookie is "refuse").',
  'vary-any': 'It was selected by what no field tells (Vary: *), and would match no request.',
  'not-cacheable':
    'Nothing says that it is meant to be cached, and its status is not one of those that are by themselves.',
  'never-reusable':
    'No later request could be answered with it: it is stale already, has no validator, and may not be served stale.',
}

/** Why a reply may not be stored. */
export function explainRefusal(reason: RefusalReason, status: number): ExplainedReason {
  const hangsOnStatus = reason === 'status' || reason === 'not-cacheable' || reason === 'not-understood'
  const facts = hangsOnStatus ? [{ name: 'status', value: status, unit: 'none' } as const] : []
  return reasonOf(`reply.${reason}`, words[reason], facts)
}
