import type { FieldLines, ResponseHead } from '../http/message.ts'
import type { BackendReply } from '../ports/backend.ts'

/** As much of a response head as matters to a test: 200, without reason and fields, unless it says otherwise. */
export interface FakeReplyHead extends Partial<ResponseHead> {
  /** The trailer fields. */
  readonly trailers?: FieldLines
}

/** A body for a reply; a string is sent as UTF-8. */
export type FakeReplyBody = AsyncIterable<Uint8Array> | Uint8Array | string | null

/**
 * What a backend answers, from the parts that matter.
 * @example
 * const reply = fakeReply({ fields: ['Cache-Control', 'max-age=60'] }, 'hello')
 * console.log(reply.status, reply.fields[1]) // 200, 'max-age=60'
 */
export function fakeReply(head: FakeReplyHead = {}, body: FakeReplyBody = null): BackendReply {
  const { status = 200, reason = '', fields = [], trailers } = head
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const reply = { status, reason, fields, body: bytes }
  return trailers === undefined ? reply : { ...reply, trailers: () => trailers }
}
