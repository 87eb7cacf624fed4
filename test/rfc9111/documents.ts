import { rfc5861 } from './rfc-5861.ts'
import { rfc8246 } from './rfc-8246.ts'
import { rfc9211 } from './rfc-9211.ts'
import { rfc9213 } from './rfc-9213.ts'
import type { Document } from './requirement.ts'
import { section3Fields } from './section-3-fields.ts'
import { section3Parts } from './section-3-parts.ts'
import { section4Choice } from './section-4-choice.ts'
import { section4Freshness } from './section-4-freshness.ts'
import { section4Invalidation } from './section-4-invalidation.ts'
import { section4Validation } from './section-4-validation.ts'
import { section5Requests } from './section-5-requests.ts'
import { section5Rest } from './section-5-rest.ts'
import { section5Reuse } from './section-5-reuse.ts'
import { section5Storage } from './section-5-storage.ts'

const rfc9111: Document = {
  rfc: 9111,
  title: 'HTTP Caching',
  requirements: [
    ...section3Fields,
    ...section3Parts,
    ...section4Choice,
    ...section4Freshness,
    ...section4Validation,
    ...section4Invalidation,
    ...section5Requests,
    ...section5Reuse,
    ...section5Storage,
    ...section5Rest,
  ],
}

/** RFC 9111 §3 to §5, and the extensions of it that this cache implements. */
export const documents: readonly Document[] = [rfc9111, rfc5861, rfc8246, rfc9211, rfc9213]
