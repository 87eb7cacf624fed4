import type { Document } from './requirement.ts'

export const rfc5861: Document = {
  rfc: 5861,
  title: 'HTTP Cache-Control Extensions for Stale Content',
  requirements: [
    {
      id: '3-1',
      level: 'MAY',
      of: 'cache',
      quote:
        'caches MAY serve the response it appears in after it becomes stale, up to the indicated number of seconds',
      answer: 'used',
      decided: ['packages/core/src/policy/reuse.ts#judgeStale'],
      shown: [
        'packages/core/src/policy/reuse.test.ts › decideReuse by age › RFC 5861 §3: to the end of the window',
      ],
    },
    {
      id: '3-2',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'the cache SHOULD attempt to revalidate it while still serving stale responses (i.e., without blocking)',
      answer: 'yes',
      decided: ['packages/core/src/engine/translate.ts#translateLookup'],
      shown: [
        'test/driver/stale-windows.test.ts › answers at once, and one of many starts the one refresh',
        'test/stale-while-revalidate/background-refresh.test.ts › twenty concurrent requests are answered at once, and start one refresh',
      ],
    },
    {
      id: '3-3',
      level: 'SHOULD NOT',
      of: 'cache',
      quote:
        'If delta-seconds passes without the cached entity being revalidated, it SHOULD NOT continue to be served stale, absent other information.',
      answer: 'yes',
      decided: ['packages/core/src/policy/reuse.ts#judgeStale'],
      shown: ['packages/core/src/policy/reuse.test.ts › decideReuse by age › RFC 5861 §3: past the window'],
    },
    {
      id: '4-1',
      level: 'MAY',
      of: 'cache',
      quote:
        'when an error is encountered, a cached stale response MAY be used to satisfy the request, regardless of other freshness information',
      answer: 'used',
      decided: ['packages/core/src/policy/stale-if-error.ts#mayMaskError'],
      shown: [
        'packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › inside the window',
      ],
    },
    {
      id: '4-2',
      level: 'SHOULD NOT',
      of: 'cache',
      quote:
        'when the cached response is more stale than the indicated amount, the cached response SHOULD NOT be used to satisfy the request',
      answer: 'yes',
      decided: ['packages/core/src/policy/stale-if-error.ts#windowOf'],
      shown: ['packages/core/src/policy/stale-if-error.test.ts › mayMaskError (RFC 5861 §4) › past it'],
    },
    {
      id: '4-3',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'stale cached responses that are used SHOULD still be visibly stale when sent (i.e., have a non-zero Age header and a warning header […])',
      answer: 'yes',
      note: 'By Age, and by a negative ttl or a detail in Cache-Status. RFC 9111 §5.5 has done away with Warning.',
      shown: [
        'test/driver/answers.test.ts › a cache on the %s › says in Cache-Status what happened, as a list of structured fields with the cache as its last member',
      ],
      decided: ['packages/core/src/policy/cache-status.ts#statusAfter'],
    },
  ],
}
