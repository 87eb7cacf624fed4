import type { Requirement } from './requirement.ts'

/** RFC 9111 §5.2.2.5 to §5.2.2.10: the directives of responses that are about their storage. */
export const section5Storage: readonly Requirement[] = [
  {
    id: '5.2.2.5-1',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'a cache MUST NOT store any part of either the immediate request or the response',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.5',
    ],
  },
  {
    id: '5.2.2.5-2',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'MUST NOT use the response to satisfy any other request',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › no-store › %s keeps all of it out of the store, and from every other request › of a response (RFC 9111 §5.2.2.5)',
    ],
  },
  {
    id: '5.2.2.5-3',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'the cache MUST NOT intentionally store the information in non-volatile storage',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.5: in private caches, too',
      'test/rfc9111/whole-cache.test.ts › no-store › %s keeps all of it out of the store, and from every other request › of a response (RFC 9111 §5.2.2.5)',
    ],
  },
  {
    id: '5.2.2.5-4',
    level: 'MUST',
    of: 'cache',
    quote:
      'MUST make a best-effort attempt to remove the information from volatile storage as promptly as possible after forwarding it',
    answer: 'yes',
    note: 'Nothing of it is kept: no body is buffered beyond what its reader has not yet taken.',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › no-store › %s keeps all of it out of the store, and from every other request › of a response (RFC 9111 §5.2.2.5)',
    ],
  },
  {
    id: '5.2.2.6-1',
    level: 'MUST NOT',
    of: 'intermediary',
    quote: 'an intermediary (regardless of whether it implements a cache) MUST NOT transform the content',
    answer: 'yes',
    note: 'Content is never transformed, forbidden or not.',
    shown: [
      'test/rfc9111/whole-cache.test.ts › the content › is that of the origin, whether or not no-transform stands there (RFC 9111 §5.2.1.6, §5.2.2.6)',
    ],
    decided: ['packages/core/src/policy/present.ts#presentStored'],
  },
  {
    id: '5.2.2.7-1',
    level: 'MUST NOT',
    of: 'shared cache',
    quote:
      'The unqualified private response directive indicates that a shared cache MUST NOT store the response',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfResponse'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.7',
    ],
  },
  {
    id: '5.2.2.7-2',
    level: 'MAY',
    of: 'private cache',
    quote:
      'a private cache MAY store the response, […] even if the response would not otherwise be heuristically cacheable by a private cache',
    answer: 'used',
    decided: ['packages/core/src/policy/storable.ts#isMeantToBeCached'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3: private in a private cache',
    ],
  },
  {
    id: '5.2.2.7-3',
    level: 'MUST NOT',
    of: 'shared cache',
    quote:
      'a shared cache MUST NOT store the listed header fields if they are present in the original response',
    answer: 'yes',
    decided: ['packages/core/src/policy/qualified-fields.ts#qualifiedFields'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › %j under %j keeps, of the named fields, %j: %s › RFC 9111 §5.2.2.7',
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.7: naming what the rest depends on',
    ],
  },
  {
    id: '5.2.2.7-4',
    level: 'MAY',
    of: 'shared cache',
    quote: 'but MAY store the remainder of the response message without those header fields',
    answer: 'used',
    note: 'Unless a field is named without which the rest would be another response, or what is no name.',
    decided: ['packages/core/src/policy/qualified-fields.ts#qualifiedFields'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §5.2.2.7',
      'packages/core/src/policy/qualified-fields.test.ts › qualifiedFields › RFC 9111 §5.2.2.7: qualified',
    ],
  },
  {
    id: '5.2.2.7-5',
    level: 'SHOULD NOT',
    of: 'sender',
    quote: 'A sender SHOULD NOT generate the token form',
    answer: 'not ours',
    note: 'For origin servers; the token form is read, too.',
  },
  {
    id: '5.2.2.8-1',
    level: 'MUST NOT',
    of: 'shared cache',
    quote:
      'once the response has become stale, a shared cache MUST NOT reuse that response to satisfy another request until it has been successfully validated',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#demandsOf'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.8',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.8: not for private caches',
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §5.2.2.8',
    ],
  },
  {
    id: '5.2.2.9-1',
    level: 'MAY',
    of: 'cache',
    quote:
      'a cache MAY store the response even if it would otherwise be prohibited, subject to the constraints defined in Section 3',
    answer: 'used',
    decided: ['packages/core/src/policy/storable.ts#isMeantToBeCached'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3: public',
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3.5: public',
      'packages/core/src/policy/freshness.test.ts › freshnessOf by heuristics (RFC 9111 §4.2.2) › RFC 9111 §5.2.2.9',
    ],
  },
  {
    id: '5.2.2.10-1',
    level: 'MUST NOT',
    of: 'shared cache',
    quote:
      'A shared cache MUST NOT reuse a stale response with s-maxage to satisfy another request until it has been successfully validated by the origin',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#demandsOf'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.10',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.2.2.10: not for private caches',
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §5.2.2.10',
    ],
  },
  {
    id: '5.2.2.10-2',
    level: 'MUST NOT',
    of: 'sender',
    quote: 'A sender MUST NOT generate the quoted-string form.',
    answer: 'not ours',
    note: 'For origin servers; what they wrote is passed on as it is.',
  },
]
