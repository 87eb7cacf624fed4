import type { Document } from './requirement.ts'

export const rfc8246: Document = {
  rfc: 8246,
  title: 'HTTP Immutable Responses',
  requirements: [
    {
      id: '2-1',
      level: 'SHOULD NOT',
      of: 'client',
      quote:
        'Clients SHOULD NOT issue a conditional request during the response’s freshness lifetime (e.g., upon a reload) unless explicitly overridden by the user',
      answer: 'yes',
      decided: ['packages/core/src/policy/reuse.ts#isTooOld'],
      shown: [
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › a reload needs no validation',
      ],
    },
    {
      id: '2-2',
      level: 'SHOULD',
      of: 'cache',
      quote:
        'Stale responses SHOULD be revalidated as they normally would be in the absence of the immutable extension.',
      answer: 'yes',
      decided: ['packages/core/src/policy/reuse.ts#isTooOld'],
      shown: [
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › but when it is stale',
      ],
    },
    {
      id: '2-3',
      level: 'MUST',
      of: 'recipient',
      quote: 'If any arguments are present, they have no meaning and MUST be ignored.',
      answer: 'yes',
      decided: ['packages/core/src/http/cache-control.ts#parseResponseDirectives'],
      shown: [
        'packages/core/src/http/cache-control.test.ts › parseResponseDirectives › RFC 8246 §2: an argument has no meaning',
      ],
    },
    {
      id: '2.1-1',
      level: 'SHOULD',
      of: 'proxy',
      quote:
        'proxies SHOULD skip conditionally revalidating fresh responses containing the immutable extension unless there is a signal from the client that a validation is necessary',
      answer: 'yes',
      note: 'no-cache is such a signal, max-age=0 is not.',
      decided: ['packages/core/src/policy/reuse.ts#isTooOld'],
      shown: [
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › a reload needs no validation',
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › or when the client insists',
      ],
    },
    {
      id: '3-1',
      level: 'SHOULD',
      of: 'client',
      quote:
        'Clients SHOULD ignore the immutable extension from resources that are not part of an authenticated context such as HTTPS.',
      answer: 'no',
      note: 'It is obeyed without TLS, too: a gateway mostly speaks plain HTTP to its origin.',
      adr: '0007',
    },
    {
      id: '3-2',
      level: 'SHOULD',
      of: 'user agent',
      quote:
        'These reloads, typically indicated through no-cache request attributes, SHOULD ignore the immutable extension as well.',
      answer: 'yes',
      decided: ['packages/core/src/policy/reuse.ts#judge'],
      shown: [
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › or when the client insists',
        'packages/core/src/policy/reuse.test.ts › decideReuse takes immutable at its word (RFC 8246 §2) › or when the caller does',
      ],
    },
    {
      id: '3-3',
      level: 'SHOULD',
      of: 'client',
      quote:
        'Clients SHOULD ignore the immutable extension for resources that do not provide a strong indication that the stored response size is the correct response size',
      answer: 'no',
      note: 'How a body was delimited is not known to the core; one that broke off is not stored.',
      adr: '0007',
    },
  ],
}
