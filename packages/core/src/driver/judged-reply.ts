import { hasField, withoutFields } from '../engine/field-lines.ts'
import { announcedLength, mayHaveContent } from '../engine/incoming-reply.ts'
import type { FieldLines } from '../http/message.ts'
import type { BackendReply } from '../ports/backend.ts'
import type { Candidate } from './candidate.ts'
import { transformedBody } from './transformed-body.ts'

/** What is right for the bytes as the origin sent them. RFC 9110 §8.6; RFC 9530 §2, §3 of the digests. */
const ofTheBytes = new Set(['content-length', 'content-digest', 'repr-digest', 'digest', 'content-md5'])

/** RFC 9110 §8.8.1: a strong entity tag promises bytes that these are not any more. */
const weakened = (fields: FieldLines): FieldLines =>
  hasField(fields, 'etag')
    ? fields.map((text, index) =>
        index % 2 === 1 && fields[index - 1]?.toLowerCase() === 'etag' && text.startsWith('"')
          ? `W/${text}`
          : text,
      )
    : fields

/** The reply as a hook has left it. */
export const judgedReply = (reply: BackendReply, candidate: Candidate): BackendReply => {
  const { status, reason, fields } = candidate
  const { transforms } = candidate.decision
  const { body } = reply
  if (body === null || !mayHaveContent('GET', candidate)) {
    return { ...reply, status, reason, fields }
  }
  const [first, ...others] = transforms
  if (first === undefined) return { ...reply, status, reason, fields }
  const transformed = others.reduce(
    (made, transform) => transformedBody(made, transform),
    transformedBody(body, first, announcedLength(reply)),
  )
  return { ...reply, status, reason, fields: weakened(withoutFields(fields, ofTheBytes)), body: transformed }
}
