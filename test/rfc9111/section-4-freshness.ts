import type { Requirement } from './requirement.ts'

/** RFC 9111 §4.2: freshness, age and stale responses. */
export const section4Freshness: readonly Requirement[] = [
  {
    id: '4.2-a',
    level: 'none',
    of: 'cache',
    quote: 'response_is_fresh = (freshness_lifetime > current_age)',
    answer: 'yes',
    decided: ['packages/core/src/policy/reuse.ts#judge'],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse by age › RFC 9111 §4.2: lifetime greater than age',
      'packages/core/src/policy/reuse.test.ts › decideReuse by age › RFC 9111 §4.2: no longer greater',
    ],
  },
  {
    id: '4.2-1',
    level: 'SHOULD',
    of: 'cache',
    quote: 'a cache recipient SHOULD match the field value case-insensitively',
    answer: 'yes',
    decided: ['packages/core/src/http/http-date.ts#parseHttpDate'],
    shown: ['packages/core/src/http/http-date.test.ts › parseHttpDate › RFC 9111 §4.2: letters in any case'],
  },
  {
    id: '4.2-2',
    level: 'MUST',
    of: 'cache',
    quote:
      'the recipient MUST internally represent a parsed Expires date as the nearest time equal to or earlier than the received value',
    answer: 'not ours',
    note: 'It speaks to clocks that are coarser than a second; this one counts milliseconds.',
  },
  {
    id: '4.2-3',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache recipient MUST NOT allow local time zones to influence the calculation or comparison of an age or expiration time.',
    answer: 'yes',
    note: 'Dates are read and written in UTC alone.',
    decided: ['packages/core/src/http/http-date.ts#timeOf'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › a local time zone › has no influence on dates: %s (RFC 9111 §4.2)',
    ],
  },
  {
    id: '4.2-4',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'A cache recipient SHOULD consider a date with a zone abbreviation other than "GMT" to be invalid for calculating expiration.',
    answer: 'yes',
    decided: ['packages/core/src/http/http-date.ts#forms'],
    shown: ['packages/core/src/http/http-date.test.ts › parseHttpDate › Sun, 06 Nov 1994 08:49:37 UTC'],
  },
  {
    id: '4.2.1-a',
    level: 'none',
    of: 'cache',
    quote: 'evaluating the following rules and using the first match: […]',
    answer: 'yes',
    note: 's-maxage (shared), max-age, Expires minus Date, a heuristic; a targeted field before all of them (RFC 9213).',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: ['packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1)'],
  },
  {
    id: '4.2.1-b',
    level: 'none',
    of: 'cache',
    quote: 'either the first occurrence should be used or the response should be considered stale',
    answer: 'yes',
    note: 'Stale, unless all occurrences say the same.',
    decided: ['packages/core/src/http/cache-control.ts#seconds'],
    shown: [
      'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 9111 §4.2.1: with several values, stale',
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › two Expires: stale',
    ],
  },
  {
    id: '4.2.1-c',
    level: 'none',
    of: 'cache',
    quote:
      'Caches are encouraged to consider responses that have invalid freshness information […] to be stale.',
    answer: 'yes',
    decided: ['packages/core/src/http/cache-control.ts#seconds'],
    shown: [
      'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 9111 §4.2.1: invalid is stale',
    ],
  },
  {
    id: '4.2.2-1',
    level: 'MAY',
    of: 'cache',
    quote: 'a cache MAY assign a heuristic expiration time when an explicit time is not specified',
    answer: 'used',
    decided: ['packages/core/src/policy/freshness.ts#heuristicFreshness'],
    shown: ['packages/core/src/policy/freshness.test.ts › freshnessOf by heuristics (RFC 9111 §4.2.2)'],
  },
  {
    id: '4.2.2-2',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT use heuristics to determine freshness when an explicit expiration time is present in the stored response.',
    answer: 'yes',
    decided: ['packages/core/src/policy/freshness.ts#freshnessOf'],
    shown: [
      'packages/core/src/policy/freshness.test.ts › freshnessOf takes the first of (RFC 9111 §4.2.1) › and forbids heuristics',
    ],
  },
  {
    id: '4.2.3-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'A cache MUST interpret this value relative to the time the request was initiated, not the time that the response was received.',
    answer: 'yes',
    decided: ['packages/core/src/policy/current-age.ts#initialAge'],
    shown: [
      'packages/core/src/policy/current-age.test.ts › initialAge (RFC 9111 §4.2.3) › corrected_age_value = age_value + response_delay',
    ],
  },
  {
    id: '4.2.3-2',
    level: 'MAY',
    of: 'cache',
    quote: 'The corrected_age_value MAY be used as the corrected_initial_age.',
    answer: 'not used',
    note: 'The greater of it and apparent_age counts, as the RFC gives it for paths with old caches.',
    shown: [
      'packages/core/src/policy/current-age.test.ts › initialAge (RFC 9111 §4.2.3) › the greater of both',
    ],
  },
  {
    id: '4.2.4-1',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT generate a stale response if it is prohibited by an explicit in-protocol directive',
    answer: 'yes',
    note: 'The cache modes `force-cache` and `only-if-cached`, by which a program asks its own cache for what is stored, are exempt: the Fetch standard says so.',
    adr: '0007',
    decided: [
      'packages/core/src/policy/reuse.ts#judgeStale',
      'packages/core/src/policy/stale-if-error.ts#mayMaskError',
    ],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win › RFC 9111 §4.2.4',
      'packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › vetoes come first',
      'packages/core/src/policy/policy-laws.test.ts › laws of freshening and masking › an error is masked only inside a window that someone opened, and never against a veto',
    ],
  },
  {
    id: '4.2.4-2',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT generate a stale response unless it is disconnected or doing so is explicitly permitted by the client or origin server',
    answer: 'yes',
    note: 'Being disconnected is no permission here: it takes max-stale, a window of RFC 5861, an option or a cache mode.',
    decided: [
      'packages/core/src/policy/reuse.ts#judgeStale',
      'packages/core/src/policy/stale-if-error.ts#mayMaskError',
    ],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse by age › RFC 9111 §4.2: no longer greater',
      'packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › nobody permits it',
    ],
  },
]
