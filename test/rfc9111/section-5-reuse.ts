import type { Requirement } from './requirement.ts'

/** RFC 9111 §5.2.2 to §5.2.2.4: the directives of responses that are about their reuse. */
export const section5Reuse: readonly Requirement[] = [
  {
    id: '5.2.2-1',
    level: 'MUST',
    of: 'cache',
    quote: 'A cache MUST obey the Cache-Control directives defined in this section.',
    answer: 'yes',
    decided: ['packages/core/src/http/cache-control.ts#parseResponseDirectives'],
    shown: ['packages/core/src/http/cache-control.test.ts › parseResponseDirectives'],
  },
  {
    id: '5.2.2.1-a',
    level: 'none',
    of: 'cache',
    quote:
      'the response is to be considered stale after its age is greater than the specified number of seconds',
    answer: 'yes',
    note: 'When it is as great: response_is_fresh of §4.2.',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: [
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › max-age',
    ],
  },
  {
    id: '5.2.2.1-1',
    level: 'MUST NOT',
    of: 'sender',
    quote: 'A sender MUST NOT generate the quoted-string form.',
    answer: 'not ours',
    note: 'For origin servers; what they wrote is passed on as it is.',
  },
  {
    id: '5.2.2.2-1',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'once the response has become stale, a cache MUST NOT reuse that response to satisfy another request until it has been successfully validated',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#demandsOf'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.2',
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §5.2.2.2',
    ],
  },
  {
    id: '5.2.2.2-2',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'In all circumstances, a cache MUST NOT ignore the must-revalidate directive',
    answer: 'yes',
    note: 'The cache modes `force-cache` and `only-if-cached` are exempt, as the Fetch standard says.',
    decided: ['packages/core/src/policy/create-stored.ts#demandsOf'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §5.2.2.2',
      'packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › vetoes come first',
    ],
    adr: '0007',
  },
  {
    id: '5.2.2.2-3',
    level: 'MUST',
    of: 'cache',
    quote:
      'if a cache is disconnected, the cache MUST generate an error response rather than reuse the stale response',
    answer: 'yes',
    decided: ['packages/core/src/policy/stale-if-error.ts#mayMaskError'],
    shown: [
      'packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › RFC 9111 §5.2.2.2',
      'test/rfc9111/whole-cache.test.ts › must-revalidate, when the origin is not there (RFC 9111 §5.2.2.2) › is an error: %s, for which a gateway answers %d',
    ],
  },
  {
    id: '5.2.2.2-4',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'The generated status code SHOULD be 504 (Gateway Timeout) unless another error status code is more applicable.',
    answer: 'yes',
    note: '504 when the origin does not answer in time; 502 when it cannot be reached or does not answer as HTTP asks. `cachedFetch` rejects, as fetch does.',
    shown: [
      'test/rfc9111/whole-cache.test.ts › must-revalidate, when the origin is not there (RFC 9111 §5.2.2.2) › is an error: %s, for which a gateway answers %d',
      'packages/adapters/src/node/broken-origins.test.ts › an origin that gives no response head › because nothing listens there is answered 502',
    ],
    decided: ['packages/core/src/ports/port-errors.ts#statusHints'],
  },
  {
    id: '5.2.2.3-1',
    level: 'SHOULD',
    of: 'origin server',
    quote:
      'A response that contains the must-understand directive SHOULD also contain the no-store directive.',
    answer: 'not ours',
    note: 'For origin servers.',
  },
  {
    id: '5.2.2.3-2',
    level: 'SHOULD',
    of: 'cache',
    quote:
      "the cache SHOULD ignore the no-store directive if it understands and implements the status code's caching requirements",
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §5.2.2.3: sets no-store aside',
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.3',
    ],
  },
  {
    id: '5.2.2.4-1',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'the response MUST NOT be used to satisfy any other request without forwarding it for validation and receiving a successful response',
    answer: 'yes',
    note: 'The cache modes `force-cache` and `only-if-cached` are exempt, as the Fetch standard says.',
    adr: '0007',
    decided: [
      'packages/core/src/policy/qualified-fields.ts#qualifiedFields',
      'packages/core/src/policy/reuse.ts#judge',
    ],
    shown: [
      'packages/core/src/policy/qualified-fields.test.ts › qualifiedFields › RFC 9111 §5.2.2.4: unqualified',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.4',
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §5.2.2.4: though it is fresh',
    ],
  },
  {
    id: '5.2.2.4-2',
    level: 'MAY',
    of: 'cache',
    quote:
      'a cache MAY use the response to satisfy a subsequent request, […] if the listed header fields are excluded from the subsequent response',
    answer: 'used',
    note: 'The fields are not stored. Where one is named without which the rest would be another response (Vary, ETag, Content-Type …), or what is no name, the directive is taken as unqualified.',
    decided: ['packages/core/src/policy/qualified-fields.ts#qualifiedFields'],
    shown: [
      'packages/core/src/policy/qualified-fields.test.ts › qualifiedFields › RFC 9111 §5.2.2.4: qualified',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.4: naming a field, not of the rest',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › %j under %j keeps, of the named fields, %j: %s › RFC 9111 §5.2.2.4',
    ],
  },
  {
    id: '5.2.2.4-3',
    level: 'SHOULD NOT',
    of: 'sender',
    quote: 'A sender SHOULD NOT generate the token form',
    answer: 'not ours',
    note: 'For origin servers; the token form is read, too.',
  },
]
