import type { Requirement } from './requirement.ts'

/** RFC 9111 §5.2.3 to §5.5: extensions, Expires, Pragma and Warning. */
export const section5Rest: readonly Requirement[] = [
  {
    id: '5.2.3-1',
    level: 'MUST',
    of: 'cache',
    quote: 'A cache MUST ignore unrecognized cache directives.',
    answer: 'yes',
    decided: ['packages/core/src/http/cache-control.ts#parseResponseDirectives'],
    shown: [
      'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 9111 §5.2.3: unknown directives are ignored',
      'packages/core/src/http/cache-control.test.ts › parseRequestDirectives › RFC 9111 §5.2.3: unknown directives are ignored',
    ],
  },
  {
    id: '5.2.4-1',
    level: 'MUST',
    of: 'registration of a directive',
    quote: 'A registration MUST include the following fields: […]',
    answer: 'not ours',
    note: 'No directive is registered here.',
  },
  {
    id: '5.3-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'A cache recipient MUST interpret invalid date formats, especially the value "0", as representing a time in the past',
    answer: 'yes',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: [
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › RFC 9111 §5.3: an invalid Expires has passed',
    ],
  },
  {
    id: '5.3-2',
    level: 'MUST',
    of: 'recipient',
    quote:
      'If a response includes a Cache-Control header field with the max-age directive […], a recipient MUST ignore the Expires header field.',
    answer: 'yes',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: [
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › max-age',
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › max-age, though it is invalid',
    ],
  },
  {
    id: '5.3-3',
    level: 'MUST',
    of: 'shared cache',
    quote:
      'if a response includes the s-maxage directive […], a shared cache recipient MUST ignore the Expires header field',
    answer: 'yes',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: [
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › s-maxage',
    ],
  },
  {
    id: '5.3-4',
    level: 'MUST NOT',
    of: 'origin server',
    quote: 'An origin server without a clock […] MUST NOT generate an Expires header field unless […]',
    answer: 'not ours',
    note: 'For origin servers.',
  },
  {
    id: '5.4-a',
    level: 'none',
    of: 'cache',
    quote: 'As a result, this specification deprecates Pragma.',
    answer: 'yes',
    note: '`Pragma: no-cache` in a request still means no-cache where there is no Cache-Control, as it did for HTTP/1.0; in a response Pragma means nothing.',
    decided: ['packages/core/src/policy/request-facts.ts#directivesOf'],
    shown: [
      'packages/core/src/policy/request-facts.test.ts › readRequestFacts › ignores Pragma beside Cache-Control (RFC 9111 §5.4)',
    ],
  },
  {
    id: '5.5-a',
    level: 'none',
    of: 'cache',
    quote: 'This specification obsoletes it, as it is not widely generated or surfaced to users.',
    answer: 'yes',
    note: 'None is written; one that the origin writes is stored and brought up to date as any other field.',
    decided: ['packages/core/src/policy/present.ts#presentStored'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › Warning (RFC 9111 §5.5) › is kept where the origin wrote it, and never written',
    ],
  },
]
