import type { Document } from './requirement.ts'

export const rfc9211: Document = {
  rfc: 9211,
  title: 'The Cache-Status HTTP Response Header Field',
  requirements: [
    {
      id: '2-1',
      level: 'SHOULD NOT',
      of: 'intermediary',
      quote:
        'An intermediary SHOULD NOT append a Cache-Status member to responses that it generates locally, […] unless the generated response is based upon a stored response',
      answer: 'no',
      note: 'Every response has one: in those made here it says why there is no other answer.',
      adr: '0007',
      decided: ['packages/core/src/policy/present.ts#presentUnsatisfied'],
      shown: [
        'packages/core/src/policy/present.test.ts › presentUnsatisfied › is a 504 without content (RFC 9111 §5.2.1.7)',
      ],
    },
    {
      id: '2-2',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'When adding a value to the Cache-Status header field, caches SHOULD preserve the existing field value',
      answer: 'yes',
      decided: ['packages/core/src/policy/not-modified-fields.ts#carried'],
      shown: [
        'packages/core/src/policy/present.test.ts › presentStored › leaves the Cache-Status of caches nearer to the origin before its own (RFC 9211 §2)',
      ],
    },
    {
      id: '2-3',
      level: 'MUST',
      of: 'cache',
      quote:
        'Each List member identifies the cache that inserted it, and this identifier MUST be a String or Token.',
      answer: 'yes',
      decided: ['packages/core/src/policy/default-policy.ts#token'],
      shown: [
        'packages/core/src/policy/default-policy.test.ts › definePolicy › a token, as in "edge-1"; it is "1st"',
      ],
    },
    {
      id: '2-4',
      level: 'OPTIONAL',
      of: 'cache',
      quote:
        'While these parameters are OPTIONAL, caches are encouraged to provide as much information as possible.',
      answer: 'used',
      note: 'hit, fwd, fwd-status, ttl, stored, collapsed and detail.',
      shown: [
        'test/driver/answers.test.ts › a cache on the %s › says in Cache-Status what happened, as a list of structured fields with the cache as its last member',
      ],
      decided: ['packages/core/src/policy/cache-status.ts#statusOfHit'],
    },
    {
      id: '2.2-1',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'The most specific reason known to the cache SHOULD be used, to the extent that it is possible to implement.',
      answer: 'yes',
      decided: ['packages/core/src/policy/reuse.ts#decideReuse'],
      shown: ['packages/core/src/policy/reuse.test.ts › decideReuse with nothing stored'],
    },
    {
      id: '2.6-a',
      level: 'none',
      of: 'cache',
      quote:
        'The collapsed parameter indicates whether this request was collapsed together with one or more other forward requests',
      answer: 'used',
      note: 'Said of those that waited for another. Who was waited for is not told: its head may be out before they come.',
      decided: ['packages/core/src/policy/cache-status.ts#statusAfter'],
      shown: [
        'test/driver/collapsing.test.ts › requests for the same response, on the %s, › are one request to the origin, and one body for all',
      ],
    },
  ],
}
