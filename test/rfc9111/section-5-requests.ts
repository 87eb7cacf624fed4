import type { Requirement } from './requirement.ts'

/** RFC 9111 §5.1 to §5.2.1: Age, Cache-Control, and the directives of requests. */
export const section5Requests: readonly Requirement[] = [
  {
    id: '5.1-1',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'a cache encountering a message with a list-based Age field value SHOULD use the first member of the field value, discarding subsequent ones',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#ageOf'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.1: the first of a list',
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.1: the first of several lines',
    ],
  },
  {
    id: '5.1-2',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'If the field value […] is invalid (e.g., it contains something other than a non-negative integer), a cache SHOULD ignore the field.',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#ageOf'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › RFC 9111 §5.1: an invalid one is ignored',
    ],
  },
  {
    id: '5.2-1',
    level: 'MUST',
    of: 'proxy',
    quote:
      'A proxy, whether or not it implements a cache, MUST pass cache directives through in forwarded messages, regardless of their significance to that application',
    answer: 'yes',
    decided: ['packages/core/src/http/hop-by-hop.ts#neverNamed'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › cache directives › pass through in both directions, known or not (RFC 9111 §5.2, RFC 9213 §2.2)',
      'packages/core/src/http/hop-by-hop.test.ts › withoutConnectionFields › keeps %s, though Connection lists it › Cache-Control',
    ],
  },
  {
    id: '5.2-a',
    level: 'none',
    of: 'recipient',
    quote: 'For the directives defined below that define arguments, recipients ought to accept both forms',
    answer: 'yes',
    decided: ['packages/core/src/http/directives.ts#unquoted'],
    shown: [
      'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 9111 §5.2: quoted, in any case',
      'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 9111 §5.2.2.4: the token form',
    ],
  },
  {
    id: '5.2.1-1',
    level: 'MAY',
    of: 'cache',
    quote: 'They are advisory; caches MAY implement them, but are not required to.',
    answer: 'used',
    note: 'All of them.',
    decided: ['packages/core/src/http/cache-control.ts#parseRequestDirectives'],
    shown: ['packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says'],
  },
  {
    id: '5.2.1.1-a',
    level: 'none',
    of: 'cache',
    quote: 'the client prefers a response whose age is less than or equal to the specified number of seconds',
    answer: 'yes',
    note: 'Ages are rounded down, so that one of as many seconds is a little more, and is validated.',
    decided: ['packages/core/src/policy/reuse.ts#isTooOld'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.1',
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.1: ages are rounded down',
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.1: unless with max-stale',
    ],
  },
  {
    id: '5.2.1.1-1',
    level: 'MUST NOT',
    of: 'sender',
    quote: 'A sender MUST NOT generate the quoted-string form.',
    answer: 'not ours',
    note: 'The cache writes no directives.',
  },
  {
    id: '5.2.1.2-a',
    level: 'none',
    of: 'cache',
    quote: 'the client will accept a response that has exceeded its freshness lifetime',
    answer: 'yes',
    decided: ['packages/core/src/policy/reuse.ts#judgeStale'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.2',
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.2: of any age',
    ],
  },
  {
    id: '5.2.1.2-1',
    level: 'MUST NOT',
    of: 'sender',
    quote: 'A sender MUST NOT generate the quoted-string form.',
    answer: 'not ours',
    note: 'The cache writes no directives.',
  },
  {
    id: '5.2.1.3-a',
    level: 'none',
    of: 'cache',
    quote:
      'the client prefers a response whose freshness lifetime is no less than its current age plus the specified time in seconds',
    answer: 'yes',
    decided: ['packages/core/src/policy/reuse.ts#isTooOld'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.3',
    ],
  },
  {
    id: '5.2.1.3-1',
    level: 'MUST NOT',
    of: 'sender',
    quote: 'A sender MUST NOT generate the quoted-string form.',
    answer: 'not ours',
    note: 'The cache writes no directives.',
  },
  {
    id: '5.2.1.4-a',
    level: 'none',
    of: 'cache',
    quote:
      'the client prefers a stored response not be used to satisfy the request without successful validation on the origin server',
    answer: 'yes',
    decided: ['packages/core/src/policy/reuse.ts#judge'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.4',
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.4: comes first',
    ],
  },
  {
    id: '5.2.1.5-1',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'a cache MUST NOT store any part of either this request or any response to it',
    answer: 'yes',
    note: 'Such a request passes by the cache.',
    decided: [
      'packages/core/src/policy/admit.ts#obstacle',
      'packages/core/src/policy/storable.ts#refusalOfExchange',
    ],
    shown: [
      'packages/core/src/policy/admit.test.ts › decideAdmission passes › RFC 9111 §5.2.1.5',
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §5.2.1.5',
      'packages/core/src/policy/write-storage.test.ts › mayReplaceTarget (RFC 9110 §9.3.3) does not › RFC 9111 §5.2.1.5',
    ],
  },
  {
    id: '5.2.1.5-2',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'the cache MUST NOT intentionally store the information in non-volatile storage',
    answer: 'yes',
    decided: ['packages/core/src/policy/admit.ts#obstacle'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › no-store › %s keeps all of it out of the store, and from every other request › of a request (RFC 9111 §5.2.1.5)',
    ],
  },
  {
    id: '5.2.1.5-3',
    level: 'MUST',
    of: 'cache',
    quote:
      'MUST make a best-effort attempt to remove the information from volatile storage as promptly as possible after forwarding it',
    answer: 'yes',
    note: 'Nothing of it is kept: no body is buffered beyond what its reader has not yet taken.',
    decided: ['packages/core/src/policy/admit.ts#obstacle'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › no-store › %s keeps all of it out of the store, and from every other request › of a request (RFC 9111 §5.2.1.5)',
    ],
  },
  {
    id: '5.2.1.6-a',
    level: 'none',
    of: 'intermediary',
    quote: 'the client is asking for intermediaries to avoid transforming the content',
    answer: 'yes',
    note: 'Content is never transformed, asked or not; the directive is passed on.',
    decided: ['packages/core/src/engine/outgoing-request.ts#outgoingRequest'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › the content › is that of the origin, whether or not no-transform stands there (RFC 9111 §5.2.1.6, §5.2.2.6)',
    ],
  },
  {
    id: '5.2.1.7-1',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'Caches that honor this request directive SHOULD […] respond with either a stored response […] or a 504 (Gateway Timeout) status code.',
    answer: 'yes',
    decided: [
      'packages/core/src/policy/reuse.ts#decideReuse',
      'packages/core/src/policy/present.ts#presentUnsatisfied',
    ],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse heeds what the request says › RFC 9111 §5.2.1.7: and no refresh',
      'packages/core/src/policy/present.test.ts › presentUnsatisfied › is a 504 without content (RFC 9111 §5.2.1.7)',
    ],
  },
]
