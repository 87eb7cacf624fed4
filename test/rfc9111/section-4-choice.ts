import type { Requirement } from './requirement.ts'

/** RFC 9111 §4 and §4.1: which stored response answers a request. */
export const section4Choice: readonly Requirement[] = [
  {
    id: '4-1',
    level: 'MUST NOT',
    of: 'cache',
    quote: 'When presented with a request, a cache MUST NOT reuse a stored response unless: […]',
    answer: 'yes',
    decided: [
      'packages/core/src/policy/admit.ts#decideAdmission',
      'packages/core/src/policy/reuse.ts#decideReuse',
    ],
    shown: [
      'packages/core/src/policy/reuse.test.ts › decideReuse by age',
      'packages/core/src/policy/reuse.test.ts › decideReuse lets vetoes of the response win',
    ],
  },
  {
    id: '4-a',
    level: 'none',
    of: 'cache',
    quote: 'the presented target URI […] and that of the stored response match',
    answer: 'yes',
    decided: ['packages/core/src/policy/cache-key.ts#cacheKeyOf'],
    shown: [
      'packages/core/src/policy/cache-key.test.ts › the key of %s is %s: the target URI without its fragment',
      'packages/adapters/src/node/gateway.test.ts › a cacheable response › is kept apart by host, so that nobody can put one host’s response under another’s name',
    ],
  },
  {
    id: '4-b',
    level: 'none',
    of: 'cache',
    quote:
      'the request method associated with the stored response allows it to be used for the presented request',
    answer: 'yes',
    note: 'GET answers GET and HEAD.',
    decided: ['packages/core/src/policy/admit.ts#decideAdmission'],
    shown: [
      'packages/core/src/policy/admit.test.ts › decideAdmission passes › RFC 9110 §9.2.3',
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3: there is no content to reuse',
    ],
  },
  {
    id: '4-2',
    level: 'MUST',
    of: 'cache',
    quote:
      "a cache MUST generate an Age header field […], replacing any present in the response with a value equal to the stored response's current_age",
    answer: 'yes',
    decided: ['packages/core/src/policy/present.ts#presentStored'],
    shown: [
      'packages/core/src/policy/present.test.ts › presentStored › serves the stored lines as they are, then Age and Cache-Status',
      'packages/core/src/policy/policy-laws.test.ts › laws of presentation and admission › Age and Cache-Status agree with the age, and 304 answers conditions only',
    ],
  },
  {
    id: '4-3',
    level: 'MUST',
    of: 'cache',
    quote: 'A cache MUST write through requests with methods that are unsafe […] to the origin server',
    answer: 'yes',
    note: 'Also where it says only-if-cached; not where the caller of the cache chooses that mode (Fetch §4.6).',
    decided: ['packages/core/src/policy/admit.ts#decideAdmission'],
    shown: [
      'packages/core/src/policy/admit.test.ts › decideAdmission passes › RFC 9110 §9.2.3',
      'packages/core/src/policy/admit.test.ts › decideAdmission passes an unsafe request that wants only what is stored (RFC 9111 §4)',
      'packages/adapters/src/node/gateway.test.ts › a request › %s carries its body, chunked or counted',
    ],
  },
  {
    id: '4-4',
    level: 'MUST',
    of: 'cache',
    quote:
      'When more than one suitable response is stored, a cache MUST use the most recent one (as determined by the Date header field).',
    answer: 'yes',
    decided: ['packages/core/src/policy/select-variant.ts#moreRecent'],
    shown: [
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › §4: the most recent by Date, of those that match',
    ],
  },
  {
    id: '4-5',
    level: 'MUST',
    of: 'cache without a clock',
    quote: 'A cache without a clock […] MUST revalidate stored responses upon every use.',
    answer: 'not ours',
    note: 'This one is given a clock (the port `Clock`).',
  },
  {
    id: '4-c',
    level: 'none',
    of: 'cache',
    quote:
      'A cache can use a response that is stored or storable to satisfy multiple requests, provided that it is allowed to reuse that response […]',
    answer: 'used',
    note: 'Requests are collapsed; each of them checks the reply for itself, and no-cache vetoes it.',
    decided: [
      'packages/core/src/policy/collapse.ts#mayShare',
      'packages/core/src/policy/collapse.ts#flightIdentity',
    ],
    shown: [
      'packages/core/src/policy/collapse.test.ts › a reply that has come for another',
      'test/driver/collapsing.test.ts › requests for the same response, on the %s, › are one request to the origin, and one body for all',
    ],
  },
  {
    id: '4.1-1',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'the cache MUST NOT use that stored response without revalidation unless all the presented request header fields nominated by that Vary field value match',
    answer: 'yes',
    decided: ['packages/core/src/policy/select-variant.ts#matchesVariant'],
    shown: [
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › another value',
      'http-cache-tests › vary-no-match',
      'http-cache-tests › vary-2-no-match',
    ],
  },
  {
    id: '4.1-a',
    level: 'none',
    of: 'cache',
    quote: 'normalizing both header field values in a way that is known to have identical semantics',
    answer: 'yes',
    note: 'Order, case and the spelling of weights in Accept-Language, Accept-Encoding and Accept-Charset; all of it but the order in Accept; whitespace, empty members and lines in every list.',
    decided: ['packages/core/src/policy/normalized-field.ts#normalizedField'],
    shown: [
      'packages/core/src/policy/normalized-field.test.ts › normalizedField (RFC 9111 §4.1)',
      'packages/core/src/policy/normalized-field.test.ts › normalizedField (RFC 9111 §4.1) › never makes one of different preferences',
      'http-cache-tests › vary-normalise-lang-order',
      'http-cache-tests › vary-normalise-lang-case',
    ],
  },
  {
    id: '4.1-b',
    level: 'none',
    of: 'cache',
    quote: 'it can only match another request if it is also absent there',
    answer: 'yes',
    decided: ['packages/core/src/policy/select-variant.ts#matchesVariant'],
    shown: [
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › absent then',
      'http-cache-tests › vary-omit',
      'http-cache-tests › vary-omit-stored',
    ],
  },
  {
    id: '4.1-c',
    level: 'none',
    of: 'cache',
    quote: 'A stored response with a Vary header field value containing a member "*" always fails to match.',
    answer: 'yes',
    note: 'Nor is it stored.',
    decided: ['packages/core/src/policy/select-variant.ts#matchesVariant'],
    shown: [
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › "*" never matches',
      'http-cache-tests › vary-star',
    ],
  },
  {
    id: '4.1-2',
    level: 'MAY',
    of: 'cache',
    quote:
      'When a nominated request header field has a known mechanism for ranking preference […], that mechanism MAY be used to choose a preferred response.',
    answer: 'not used',
    note: 'Of those that match, the most recent is chosen.',
    shown: ['packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › no choosing'],
  },
  {
    id: '4.1-3',
    level: 'SHOULD',
    of: 'cache',
    quote: 'the cache SHOULD choose the most recent […] stored response with a valid Vary field value',
    answer: 'yes',
    note: 'But not when it was stale already as the one without Vary came: an origin that gives Vary up would be asked for ever.',
    adr: '0007',
    decided: ['packages/core/src/policy/select-variant.ts#isPreferred'],
    shown: [
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › §4.1: the one with Vary, be it older',
      'packages/core/src/policy/select-variant.test.ts › selectVariant (RFC 9111 §4.1) › §4: unless it was stale when the other came',
    ],
  },
]
