import { contentLengthOf } from '../http/content-length.ts'
import { withoutFields } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import type { FieldLines, ResponseHead } from '../http/message.ts'

const contentLength = new Set(['content-length'])

/**
 * A reply's field lines without those that were meant for the connection that it came by (RFC 9110 §7.6.1), and without a
 * Content-Length that is no length or two: the next recipient might read it in its own way, and take a part of the body
 * for another message (RFC 9110 §8.6).
 */
export const incomingFields = (reply: ResponseHead): FieldLines => {
  const fields = withoutConnectionFields(reply.fields)
  return contentLengthOf(fields) === undefined ? withoutFields(fields, contentLength) : fields
}

/** An interim response as it may go on: without what was meant for one connection. RFC 9110 §15.2 */
export const informationHead = (head: ResponseHead): ResponseHead => ({
  status: head.status,
  reason: incomingReason(head),
  fields: withoutConnectionFields(head.fields),
})

/** RFC 9112 §4: a reason phrase has these characters and no others. */
const reasonPhrase = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/** A reply's reason phrase; empty where it could not be written again. It says nothing that the status does not. */
export const incomingReason = ({ reason }: ResponseHead): string => (reasonPhrase.test(reason) ? reason : '')

/** The length of the body as the origin announced it, where that is a length. RFC 9110 §8.6 */
export const announcedLength = (reply: ResponseHead): number | undefined => contentLengthOf(reply.fields)

/** RFC 9110 §6.4.1: answers to HEAD, 204 and 304 have no content, whatever their fields say. */
export const mayHaveContent = (method: string, { status }: ResponseHead): boolean =>
  method !== 'HEAD' && status !== 204 && status !== 304
