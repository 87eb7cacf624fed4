import type { Document } from './requirement.ts'

export const rfc9213: Document = {
  rfc: 9213,
  title: 'Targeted HTTP Cache Control',
  requirements: [
    {
      id: '2.1-1',
      level: 'MUST NOT',
      of: 'origin server',
      quote:
        "Implementations MUST NOT generate values that violate these inferred constraints on the cache directive's value.",
      answer: 'not ours',
      note: 'For origin servers: the cache writes no targeted field.',
    },
    {
      id: '2.1-2',
      level: 'MUST',
      of: 'origin server',
      quote: 'string values whose first character is not alphabetic or "*" MUST be generated as Strings',
      answer: 'not ours',
      note: 'For origin servers: the cache writes no targeted field.',
    },
    {
      id: '2.1-3',
      level: 'SHOULD NOT',
      of: 'cache',
      quote: 'Implementations SHOULD NOT consume values that violate these inferred constraints.',
      answer: 'yes',
      decided: ['packages/core/src/http/targeted-directives.ts#seconds'],
      shown: [
        'packages/core/src/http/targeted-directives.test.ts › parseTargetedDirectives (RFC 9213 §2.1) › nor is a Decimal',
        'packages/core/src/http/targeted-directives.test.ts › parseTargetedDirectives (RFC 9213 §2.1) › a String is no Integer',
      ],
    },
    {
      id: '2.1-4',
      level: 'MUST',
      of: 'cache',
      quote:
        'If a targeted field in a given response is empty, or a parsing error is encountered, that field MUST be ignored by the cache',
      answer: 'yes',
      decided: ['packages/core/src/http/targeted-directives.ts#parseTargetedDirectives'],
      shown: [
        'packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2) › not an empty one',
        'packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2) › not an invalid one',
      ],
    },
    {
      id: '2.2-1',
      level: 'MUST',
      of: 'cache',
      quote:
        'the cache MUST select the first (in target-list order) field with a valid, non-empty value and use its value to determine the caching policy',
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: ['packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2)'],
    },
    {
      id: '2.2-2',
      level: 'MUST',
      of: 'cache',
      quote:
        'it MUST ignore the Cache-Control and Expires header fields in that response, unless no valid, non-empty value is available',
      answer: 'yes',
      decided: [
        'packages/core/src/policy/governing-directives.ts#governingDirectives',
        'packages/core/src/policy/freshness.ts#freshnessOf',
      ],
      shown: [
        'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › RFC 9213 §2.2: and before Expires, though it names no lifetime',
        'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9213 §3.1',
      ],
    },
    {
      id: '2.2-3',
      level: 'MUST NOT',
      of: 'cache',
      quote: "Targeted fields that are not on a cache's target list MUST NOT change that cache's behavior",
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: [
        'packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2) › §2.4: a name alone makes no target',
        'packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2) › not in a private cache',
      ],
    },
    {
      id: '2.2-4',
      level: 'MUST',
      of: 'cache',
      quote: 'and MUST be passed through',
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: [
        'test/rfc9111/whole-cache.test.ts › cache directives › pass through in both directions, known or not (RFC 9111 §5.2, RFC 9213 §2.2)',
      ],
    },
    {
      id: '2.2-5',
      level: 'MUST',
      of: 'cache',
      quote:
        'Caches that use a targeted field MUST implement the semantics of the following cache directives: […]',
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: [
        'packages/core/src/http/targeted-directives.test.ts › parseTargetedDirectives (RFC 9213 §2.1) › says the same as Cache-Control where the syntax is that of both',
        'packages/core/src/policy/create-stored.test.ts › createStoredResponse › is judged by the targeted field, where one governs (RFC 9213 §2.2)',
        'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9213 §2.2',
      ],
    },
    {
      id: '2.2-6',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'they SHOULD implement other cache directives […] that they support in the Cache-Control response header field',
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: [
        'packages/core/src/http/targeted-directives.test.ts › parseTargetedDirectives (RFC 9213 §2.1) › says the same as Cache-Control where the syntax is that of both',
      ],
    },
    {
      id: '2.4-1',
      level: 'MUST NOT',
      of: 'cache',
      quote: 'this suffix MUST NOT be used on its own to identify targeted fields; it is only a convention',
      answer: 'yes',
      decided: ['packages/core/src/policy/governing-directives.ts#governingDirectives'],
      shown: [
        'packages/core/src/policy/governing-directives.test.ts › governingDirectives (RFC 9213 §2.2) › §2.4: a name alone makes no target',
      ],
    },
    {
      id: '3-1',
      level: 'MAY',
      of: 'CDN cache',
      quote: 'they MAY remove it when this is undesirable',
      answer: 'not used',
      note: 'It is passed on, to caches that obey it, too.',
    },
  ],
}
