import type { Backend, BackendReply, BackendRequest } from '@cachechart/core'
import { toFieldLines } from '../fetch-standard/field-lines.ts'
import { ReplyBody } from '../fetch-standard/reply-body.ts'
import { contentCodings, isDecodedByFetch, withoutCoding } from './content-codings.ts'
import { Onward } from './fetch-call.ts'
import { toFetchFailure } from './fetch-failure.ts'
import { parseTarget } from './parse-target.ts'
import { OpaqueRedirectError } from './opaque-redirect-error.ts'
import { outgoingInit } from './outgoing-init.ts'

const untouched = new Onward()

/** A `Backend` over a fetch. What it replies describes the bytes that it hands out, which fetch has decoded. */
export const fetchBackend = (underlying: typeof globalThis.fetch): Backend => ({
  async send(request, signal) {
    const onward = request.context instanceof Onward ? request.context : untouched
    try {
      const response = await underlying(targetOf(request, onward), outgoingInit(request, onward, signal))
      if (response.type === 'opaqueredirect') throw new OpaqueRedirectError(request.url)
      onward.land(response)
      return await toReply(request, response, signal)
    } catch (error) {
      throw toFetchFailure(error, signal)
    }
  },
})

/** The caller's own Request, unless a hook has sent this one elsewhere. */
const targetOf = ({ url }: BackendRequest, { input }: Onward): string | Request =>
  input !== undefined && parseTarget(input.url) === url ? input : url

async function toReply(
  request: BackendRequest,
  response: Response,
  signal: AbortSignal,
): Promise<BackendReply> {
  const fields = toFieldLines(response.headers)
  const { status, statusText: reason } = response
  if (response.body === null || request.method === 'HEAD') return { status, reason, fields, body: null }
  const body = new ReplyBody(response.body, (thrown) => toFetchFailure(thrown, signal))
  const isDecoded = await isBodyDecoded(contentCodings(fields), body)
  return { status, reason, fields: isDecoded ? withoutCoding(fields) : fields, body }
}

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd]

/** Some fetches decode zstd and some do not; the first bytes of the body tell (RFC 8878 §3.1.1). */
async function isBodyDecoded(codings: readonly string[], body: ReplyBody): Promise<boolean> {
  if (codings.at(-1) !== 'zstd') return isDecodedByFetch(codings)
  const start = await body.peek()
  return !zstdMagic.every((byte, index) => start?.[index] === byte)
}
