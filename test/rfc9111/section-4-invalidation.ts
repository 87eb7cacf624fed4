import type { Requirement } from './requirement.ts'

/** RFC 9111 §4.4: invalidation. */
export const section4Invalidation: readonly Requirement[] = [
  {
    id: '4.4-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'A cache MUST invalidate the target URI […] when it receives a non-error status code in response to an unsafe request method',
    answer: 'yes',
    decided: ['packages/core/src/policy/invalidate.ts#urisToInvalidate'],
    shown: [
      'packages/core/src/policy/invalidate.test.ts › urisToInvalidate (RFC 9111 §4.4) › %s answered by %d invalidates its target',
      'http-cache-tests › invalidate-POST',
      'http-cache-tests › invalidate-M-SEARCH',
    ],
  },
  {
    id: '4.4-2',
    level: 'MAY',
    of: 'cache',
    quote:
      'A cache MAY invalidate other URIs when it receives a non-error status code in response to an unsafe request method',
    answer: 'used',
    note: 'Those of Location and Content-Location.',
    decided: ['packages/core/src/policy/invalidate.ts#urisToInvalidate'],
    shown: [
      'packages/core/src/policy/invalidate.test.ts › urisToInvalidate (RFC 9111 §4.4) › with %j of the same origin: %j',
    ],
  },
  {
    id: '4.4-3',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'a cache MUST NOT trigger an invalidation under these conditions if the origin […] of the URI to be invalidated differs from that of […]',
    answer: 'yes',
    decided: ['packages/core/src/policy/invalidate.ts#sameOriginUri'],
    shown: [
      'packages/core/src/policy/invalidate.test.ts › urisToInvalidate (RFC 9111 §4.4) › leaves %s alone: another origin, or no URI',
    ],
  },
]
