import type { Requirement } from './requirement.ts'

/** RFC 9111 §3.3 to §3.5: parts of representations, and authenticated requests. */
export const section3Parts: readonly Requirement[] = [
  {
    id: '3.3-1',
    level: 'MAY',
    of: 'cache',
    quote:
      'a cache MAY store a response that is not complete […] provided that the stored response is recorded as being incomplete',
    answer: 'not used',
    note: 'A body that breaks off is given up.',
    shown: ['test/hostile/broken-origins.test.ts › $title: the client is told, and nothing is stored'],
  },
  {
    id: '3.3-2',
    level: 'MAY',
    of: 'cache',
    quote: 'a 206 (Partial Content) response MAY be stored as if it were an incomplete 200 (OK) response',
    answer: 'used',
    note: 'As one contiguous span of bytes.',
    decided: ['packages/core/src/policy/storable.ts#refusalOfExchange'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3: a part that says which',
      'packages/core/src/policy/reply.test.ts › decideReply on a part (RFC 9111 §3.3, §3.4) › RFC 9111 §3.3',
      'http-cache-tests › partial-store-partial-reuse-partial',
    ],
  },
  {
    id: '3.3-3',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'a cache MUST NOT store incomplete or partial-content responses if it does not support the Range and Content-Range header fields or […] the range units',
    answer: 'yes',
    note: 'Of units, bytes are known.',
    decided: [
      'packages/core/src/policy/admit.ts#obstacle',
      'packages/core/src/policy/storable.ts#refusalOfExchange',
    ],
    shown: [
      'packages/core/src/policy/admit.test.ts › decideAdmission passes › RFC 9111 §3.3',
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9110 §15.3.7: which part it is was not said',
    ],
  },
  {
    id: '3.3-4',
    level: 'MAY',
    of: 'cache',
    quote:
      'A cache MAY complete a stored incomplete response by making a subsequent range request […] and combining the successful response',
    answer: 'used',
    decided: [
      'packages/core/src/policy/reuse.ts#judgePart',
      'packages/core/src/policy/validate.ts#completingFields',
    ],
    shown: [
      'packages/core/src/policy/reuse-part.test.ts › decideReuse of a part that lacks some of what is asked for › RFC 9111 §3.3: the rest is asked for',
      'packages/core/src/policy/partial-reply.test.ts › decidePartialReply where the rest of a part was asked for (RFC 9111 §3.3) › the rest',
      'http-cache-tests › partial-store-partial-complete',
    ],
  },
  {
    id: '3.3-5',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT use an incomplete response to answer requests unless the response has been made complete, or the request is partial […]',
    answer: 'yes',
    decided: [
      'packages/core/src/policy/satisfy-range.ts#hasWhatIsAsked',
      'packages/core/src/policy/reuse.ts#judgePart',
      'packages/core/src/policy/stale-if-error.ts#mayMaskError',
    ],
    shown: [
      'packages/core/src/policy/reuse-part.test.ts › decideReuse of a part that lacks some of what is asked for',
      'packages/core/src/policy/satisfy-range.test.ts › a part has what lies wholly within it (RFC 9111 §3.3)',
    ],
  },
  {
    id: '3.3-6',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT send a partial response to a client without explicitly marking it using the 206 (Partial Content) status code.',
    answer: 'yes',
    decided: ['packages/core/src/policy/present-range.ts#presentRange'],
    shown: [
      'packages/core/src/policy/present-range.test.ts › a stored part › is sent as the part that it is, whatever is asked for (RFC 9111 §3.3)',
      'packages/core/src/policy/present-range.test.ts › a stored part › answers a range within it',
      'http-cache-tests › partial-store-complete-reuse-partial',
    ],
  },
  {
    id: '3.4-1',
    level: 'MAY',
    of: 'cache',
    quote:
      'A cache MAY combine these ranges into a single stored response […] if they all share the same strong validator',
    answer: 'used',
    decided: ['packages/core/src/policy/combine.ts#combineWith'],
    shown: [
      'packages/core/src/policy/combine.test.ts › the union of a part and what is stored (RFC 9110 §15.3.7.3)',
      'packages/core/src/policy/combine.test.ts › nothing is combined › RFC 9110 §15.3.7.3: another strong validator',
      'packages/core/src/policy/partial-reply.test.ts › decidePartialReply where the client asked for a part › RFC 9111 §3.4',
    ],
  },
  {
    id: '3.4-2',
    level: 'MUST',
    of: 'cache',
    quote:
      'a cache MUST update the stored response header fields using the header fields provided in the new response',
    answer: 'yes',
    decided: ['packages/core/src/policy/combine.ts#combineWith'],
    shown: [
      'packages/core/src/policy/combine.test.ts › the combined response (RFC 9111 §3.4) › has the fields of the new one, those of the stored one beside them, and its own length',
    ],
  },
  {
    id: '3.5-1',
    level: 'MUST NOT',
    of: 'shared cache',
    quote:
      'A shared cache MUST NOT use a cached response to a request with an Authorization header field […] to satisfy any subsequent request unless […]',
    answer: 'yes',
    note: 'Without permission it is not stored in the first place.',
    decided: ['packages/core/src/policy/storable.ts#lacksPermission'],
    shown: [
      'packages/core/src/policy/storable.test.ts › decideStorage declines › RFC 9111 §3.5',
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3.5: must-revalidate',
      'packages/core/src/policy/storable.test.ts › decideStorage stores › RFC 9111 §3.5: s-maxage',
    ],
  },
]
