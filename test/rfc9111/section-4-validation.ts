import type { Requirement } from './requirement.ts'

/** RFC 9111 §4.3: validation. */
export const section4Validation: readonly Requirement[] = [
  {
    id: '4.3.1-1',
    level: 'MUST',
    of: 'cache',
    quote:
      'MUST send the relevant entity tags (using If-Match, If-None-Match, or If-Range) if the entity tags were provided in the stored response(s) being validated',
    answer: 'yes',
    decided: [
      'packages/core/src/policy/validate.ts#validatingFields',
      'packages/core/src/policy/validate.ts#completingFields',
    ],
    shown: [
      'packages/core/src/policy/validate.test.ts › what is added to validate (RFC 9111 §4.3.1)',
      'packages/core/src/policy/validate.test.ts › what is added to complete (RFC 9111 §3.3) › the end is missing',
      'http-cache-tests › conditional-etag-strong-generate',
    ],
  },
  {
    id: '4.3.1-2',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'SHOULD send the Last-Modified value (using If-Modified-Since) if the request is not for a subrange, a single stored response is being validated […]',
    answer: 'yes',
    decided: ['packages/core/src/policy/validate.ts#validatingFields'],
    shown: [
      'packages/core/src/policy/validate.test.ts › what is added to validate (RFC 9111 §4.3.1)',
      'http-cache-tests › conditional-lm-stale',
    ],
  },
  {
    id: '4.3.1-3',
    level: 'MAY',
    of: 'cache',
    quote:
      'MAY send the Last-Modified value (using If-Unmodified-Since or If-Range) if the request is for a subrange […]',
    answer: 'not used',
    note: 'What is put together needs a strong entity tag.',
  },
  {
    id: '4.3.2-1',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'the cache SHOULD evaluate any applicable conditional header field preconditions received in that request',
    answer: 'yes',
    decided: ['packages/core/src/policy/precondition.ts#isNotModified'],
    shown: [
      'packages/core/src/policy/precondition.test.ts › isNotModified › is asked of a stored %d',
      'packages/core/src/policy/present.test.ts › presentStored › answers 304 where the copy of the client is still right, with what a 304 carries (RFC 9110 §15.4.5)',
      'packages/core/src/policy/present-range.test.ts › a stored part › answers a condition of the client with 304 (RFC 9111 §4.3.2)',
    ],
  },
  {
    id: '4.3.2-2',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'A cache MUST NOT evaluate conditional header fields that only apply to an origin server, occur in a request with semantics that […]',
    answer: 'no',
    note: 'If-Match and If-Unmodified-Since are never evaluated, nor is a condition on an unsafe method. But on a miss If-None-Match and If-Modified-Since are held against the reply, which is stored by then.',
    adr: '0007',
    decided: [
      'packages/core/src/policy/admit.ts#obstacle',
      'packages/core/src/engine/answer.ts#isHeldByClient',
    ],
    shown: ['packages/core/src/policy/admit.test.ts › decideAdmission passes › RFC 9111 §4.3.2'],
  },
  {
    id: '4.3.2-a',
    level: 'none',
    of: 'cache',
    quote: 'If-None-Match takes precedence over If-Modified-Since',
    answer: 'yes',
    decided: ['packages/core/src/policy/precondition.ts#isNotModified'],
    shown: [
      'packages/core/src/policy/precondition.test.ts › isNotModified by If-None-Match (RFC 9111 §4.3.2) › RFC 9110 §13.1.3: If-Modified-Since does not count beside If-None-Match',
      'http-cache-tests › conditional-etag-precedence',
    ],
  },
  {
    id: '4.3.2-3',
    level: 'SHOULD',
    of: 'cache',
    quote: "a cache SHOULD use the stored response's Date field value […] to evaluate the conditional",
    answer: 'yes',
    decided: ['packages/core/src/policy/precondition.ts#isUnmodifiedSince'],
    shown: [
      'packages/core/src/policy/precondition.test.ts › isNotModified by If-Modified-Since (RFC 9111 §4.3.2) › without Last-Modified, Date counts',
    ],
  },
  {
    id: '4.3.2-b',
    level: 'none',
    of: 'cache',
    quote:
      "also needs to evaluate a received If-Range header field […] with respect to the cache's chosen response",
    answer: 'yes',
    decided: ['packages/core/src/policy/precondition.ts#matchesIfRange'],
    shown: [
      'packages/core/src/policy/precondition.test.ts › matchesIfRange (RFC 9110 §13.1.5)',
      'packages/core/src/policy/present-range.test.ts › one range of a whole response › false (RFC 9110 §13.1.5)',
    ],
  },
  {
    id: '4.3.2-4',
    level: 'MAY',
    of: 'cache',
    quote:
      'the cache MAY combine the received list with a list of entity tags from its own stored set of responses',
    answer: 'not used',
    note: 'Only its own entity tag is sent.',
    shown: [
      "packages/core/src/policy/validate.test.ts › the client's own lines › go without its conditions and its Range",
    ],
  },
  {
    id: '4.3.2-5',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'If a stored response contains only partial content, the cache MUST NOT include its entity tag in the union unless […]',
    answer: 'yes',
    note: 'No union is sent; and for more than a stored part has, its entity tag goes along in If-Range alone.',
    decided: ['packages/core/src/policy/reuse.ts#askBeyond'],
    shown: [
      'packages/core/src/policy/reuse-part.test.ts › decideReuse of a part that lacks some of what is asked for › a 304 could not be answered with it',
      'packages/core/src/policy/reuse-part.test.ts › decideReuse of a part that lacks some of what is asked for › RFC 9111 §4.3.2: no whole to judge',
    ],
  },
  {
    id: '4.3.2-6',
    level: 'MUST',
    of: 'cache',
    quote:
      'the cache MUST generate a 200 (OK) response for the client by reusing its corresponding stored response, as updated by the 304 response metadata',
    answer: 'yes',
    note: "The client's conditions are held against the updated response.",
    decided: ['packages/core/src/policy/present.ts#presentStored'],
    shown: [
      'packages/core/src/policy/present.test.ts › presentStored › judges the conditions of the client also after validation and for a masked error',
      'test/driver/answers.test.ts › a cache on the %s › validates a stale response and serves it with what the 304 brought',
    ],
  },
  {
    id: '4.3.3-1',
    level: 'MUST',
    of: 'cache',
    quote: 'Instead, the cache MUST use the full response to satisfy the request.',
    answer: 'yes',
    decided: ['packages/core/src/policy/reply.ts#decideReply'],
    shown: ['packages/core/src/policy/reply.test.ts › decideReply on a whole response › RFC 9111 §4.3.3'],
  },
  {
    id: '4.3.3-2',
    level: 'MAY',
    of: 'cache',
    quote: 'The cache MAY store such a full response, subject to its constraints',
    answer: 'used',
    decided: ['packages/core/src/policy/reply.ts#decideReply'],
    shown: ['packages/core/src/policy/reply.test.ts › decideReply on a whole response › RFC 9111 §4.3.3'],
  },
  {
    id: '4.3.3-a',
    level: 'none',
    of: 'cache',
    quote:
      'it can either forward this response to the requesting client or act as if the server failed to respond',
    answer: 'used',
    note: 'As if it had failed, where stale-if-error permits a stored response; else it is forwarded.',
    decided: ['packages/core/src/policy/reply.ts#decideReply'],
    shown: [
      'packages/core/src/policy/reply.test.ts › decideReply on an error › RFC 5861 §4',
      'packages/core/src/policy/reply.test.ts › decideReply on an error › RFC 9111 §4.3.3: forwarded as it is',
    ],
  },
  {
    id: '4.3.4-1',
    level: 'MUST NOT',
    of: 'cache',
    quote:
      'If none […] contains […] the same strong validators, then the cache MUST NOT use the new response to update any stored responses.',
    decided: ['packages/core/src/policy/freshen.ts#correspondsTo'],
    answer: 'no',
    note: 'Another strong validator updates nothing. But one that differs from the stored one in weakness only is taken for the same: servers weaken the tag of a content-coded 200 and not of its 304.',
    adr: '0007',
    shown: [
      'packages/core/src/policy/freshen.test.ts › correspondsTo (RFC 9111 §4.3.4) › another strong validator',
      'packages/core/src/policy/freshen.test.ts › correspondsTo (RFC 9111 §4.3.4) › a strong one that is not stored',
      'packages/core/src/policy/freshen.test.ts › correspondsTo (RFC 9111 §4.3.4) › a tag that was weakened with the content coding',
    ],
  },
  {
    id: '4.3.4-2',
    level: 'MUST',
    of: 'cache',
    quote:
      'For each stored response identified, the cache MUST update its header fields with the header fields provided in the 304 (Not Modified) response',
    answer: 'no',
    note: 'The one that was validated is updated. Others with the same strong validator are older, and not chosen before it.',
    adr: '0007',
    decided: ['packages/core/src/policy/freshen.ts#freshenStored'],
    shown: [
      'packages/core/src/policy/freshen.test.ts › freshenStored (RFC 9111 §3.2, §4.3.4) › keeps status and reason, and computes everything anew',
      'packages/core/src/policy/reply.test.ts › decideReply on a 304 (RFC 9111 §4.3.4) › hands on the stored response as it is updated',
    ],
  },
  {
    id: '4.3.5-1',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'the cache SHOULD update or invalidate each of its stored GET responses that could have been chosen for that request',
    answer: 'no',
    note: 'Only the one that is chosen.',
    adr: '0007',
    decided: ['packages/core/src/policy/head-reply.ts#decideHeadReply'],
    shown: ['packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5)'],
  },
  {
    id: '4.3.5-2',
    level: 'SHOULD',
    of: 'cache',
    quote:
      'the value of Content-Length matches that of the stored response, the cache SHOULD update the stored response as described below',
    answer: 'no',
    note: 'It is updated where a validator came and all that came are the same (entity tags by weak comparison), and no other length. Where no validator came nothing says that it is still right.',
    adr: '0007',
    decided: ['packages/core/src/policy/evidence.ts#evidenceOf'],
    shown: [
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › the same validator',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › and the same length',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › the same length alone says nothing',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › nothing to compare',
    ],
  },
  {
    id: '4.3.5-3',
    level: 'SHOULD',
    of: 'cache',
    quote: 'otherwise, the cache SHOULD consider the stored response to be stale',
    answer: 'yes',
    decided: ['packages/core/src/policy/head-reply.ts#expired'],
    shown: [
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › another validator',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › another length',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › another length, and no validator',
      'packages/core/src/policy/head-reply.test.ts › decideHeadReply (RFC 9111 §4.3.5) › another length',
    ],
  },
  {
    id: '4.3.5-4',
    level: 'MUST',
    of: 'cache',
    quote: 'the cache MUST use the header fields provided in the HEAD response to update the stored response',
    answer: 'yes',
    decided: ['packages/core/src/policy/freshen.ts#freshenStored'],
    shown: [
      'packages/core/src/policy/freshen.test.ts › freshenStored (RFC 9111 §3.2, §4.3.4) › keeps status and reason, and computes everything anew',
      'packages/core/src/policy/reply.test.ts › decideReply on a reply to HEAD (RFC 9111 §4.3.5)',
    ],
  },
]
