import type { Requirement } from './requirement.ts'

/** RFC 9111 §3 to §3.2: what is stored, and how its fields are updated. */
export const section3Fields: readonly Requirement[] = [
  {
    id: '3-1',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'A cache MUST NOT store a response to a request unless: […]',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#decideStorage'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage declines',
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable',
    ],
  },
  {
    id: '3-a',
    level: 'none',
    of: 'cache',
    quote: 'the request method is understood by the cache',
    answer: 'yes',
    note: 'GET; and what a POST or PATCH says a GET would be answered.',
    decided: ['packages/core/src/policy/storable.ts#refusalOfExchange'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: the method must be understood',
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: there is no content to reuse',
    ],
  },
  {
    id: '3-b',
    level: 'none',
    of: 'cache',
    quote: 'the response status code is final',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfExchange'],
    shown: ['packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: final'],
  },
  {
    id: '3-c',
    level: 'none',
    of: 'cache',
    quote:
      'if the response status code is 206 or 304, or the must-understand cache directive […] is present: the cache understands the response status code',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#refusalOfExchange'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: no response of its own',
      'packages/core/src/policy/storable.test.ts › decideStorage finds uncacheable › RFC 9111 §5.2.2.3',
    ],
  },
  {
    id: '3-d',
    level: 'none',
    of: 'cache',
    quote: 'the response contains at least one of the following: […]',
    answer: 'yes',
    decided: ['packages/core/src/policy/storable.ts#isMeantToBeCached'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: nothing says that it may be',
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3: public',
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3: Expires',
    ],
  },
  {
    id: '3.1-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'Caches MUST include all received response header fields — including unrecognized ones — when storing a response',
    answer: 'yes',
    note: 'Age is written anew for each reuse.',
    decided: ['packages/core/src/policy/create-stored.ts#datedFields'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › computes everything that reuse needs',
      'http-cache-tests › headers-store-X-Test-Header',
    ],
  },
  {
    id: '3.1-2',
    level: 'MAY',
    of: 'cache',
    quote:
      'fields whose names are listed in it are required […] to be removed […]. This MAY be implemented by doing so before storage.',
    answer: 'used',
    decided: ['packages/core/src/http/hop-by-hop.ts#withoutConnectionFields'],
    shown: [
      'packages/core/src/http/hop-by-hop.test.ts › withoutConnectionFields › removes what Connection lists, on all of its lines and in any case',
      'http-cache-tests › headers-omit-headers-listed-in-Connection',
    ],
  },
  {
    id: '3.1-3',
    level: 'MAY',
    of: 'cache',
    quote:
      "some fields' semantics require them to be removed before forwarding the message, and this MAY be implemented by doing so before storage",
    answer: 'used',
    decided: ['packages/core/src/http/hop-by-hop.ts#isConnectionField'],
    shown: ['http-cache-tests › headers-store-Keep-Alive', 'http-cache-tests › headers-store-TE'],
  },
  {
    id: '3.1-4',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'Header fields that are specific to the proxy that a cache uses when forwarding a request MUST NOT be stored',
    answer: 'yes',
    decided: ['packages/core/src/policy/create-stored.ts#notStored'],
    shown: [
      'packages/core/src/policy/create-stored.test.ts › createStoredResponse › does not keep connection fields, Age and proxy fields (RFC 9111 §3.1)',
      'http-cache-tests › headers-store-Proxy-Authenticate',
      'http-cache-tests › headers-store-Proxy-Authorization',
    ],
  },
  {
    id: '3.1-5',
    level: 'MAY',
    of: 'cache',
    quote: 'Caches MAY either store trailer fields separate from header fields or discard them.',
    answer: 'used',
    note: 'The client of the reply itself is given them; what is stored has none.',
    decided: ['packages/core/src/driver/respond.ts#noTrailers'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › trailer fields › reach the client of the reply apart from its header fields, and nobody after it (RFC 9111 §3.1)',
    ],
  },
  {
    id: '3.1-6',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'Caches MUST NOT combine trailer fields with header fields.',
    answer: 'yes',
    decided: ['packages/core/src/driver/respond.ts#respond'],
    shown: [
      'test/rfc9111/whole-cache.test.ts › trailer fields › reach the client of the reply apart from its header fields, and nobody after it (RFC 9111 §3.1)',
      'packages/adapters/src/node/gateway.test.ts › a response that passes › brings its trailers, but none that belong in the head',
    ],
  },
  {
    id: '3.2-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'the cache MUST add each header field in the provided response to the stored response, replacing field values that are already present, with […]',
    answer: 'yes',
    decided: ['packages/core/src/policy/updated-fields.ts#updatedFields'],
    shown: [
      'packages/core/src/policy/updated-fields.test.ts › updatedFields (RFC 9111 §3.2) › replaces what the new response brings, and keeps what it does not',
      'packages/core/src/policy/updated-fields.test.ts › updatedFields (RFC 9111 §3.2) › takes the %s of the new response',
      'http-cache-tests › 304-etag-update-response-X-Test-Header',
    ],
  },
  {
    id: '3.2-2',
    level: 'MAY',
    of: 'cache',
    quote:
      'Caches in this situation MAY omit these header fields from updating stored responses on an exceptional basis',
    answer: 'used',
    decided: ['packages/core/src/policy/updated-fields.ts#ofTheBytes'],
    shown: [
      'packages/core/src/policy/updated-fields.test.ts › updatedFields (RFC 9111 §3.2) › keeps a stored entity tag, and takes one where there is none that can be used',
      'http-cache-tests › 304-etag-update-response-Content-Encoding',
      'http-cache-tests › 304-etag-update-response-Content-MD5',
    ],
    note: 'Content-Encoding, Content-MD5 and Content-Digest, and the ETag of what is stored.',
  },
  {
    id: '3.2-3',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'but SHOULD limit such omission to those fields necessary to assure integrity of the stored response',
    answer: 'yes',
    decided: ['packages/core/src/policy/updated-fields.ts#ofTheBytes'],
    shown: [
      'packages/core/src/policy/updated-fields.test.ts › updatedFields (RFC 9111 §3.2) › takes the %s of the new response',
      'http-cache-tests › 304-etag-update-response-Content-Type',
      'http-cache-tests › 304-etag-update-response-Content-Security-Policy',
    ],
  },
  {
    id: '3.2-4',
    level: 'MAY',
    of: 'cache',
    quote:
      'Implementations MAY automatically omit such header fields from updates, even when the processing does not actually occur.',
    answer: 'used',
    decided: ['packages/core/src/policy/updated-fields.ts#ofTheBytes'],
    shown: ['http-cache-tests › 304-etag-update-response-Content-Range'],
    note: 'Content-Range.',
  },
]
