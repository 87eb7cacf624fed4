import type { CacheResponse, FieldLines } from '@cachechart/core'
import { bodyStream } from '../fetch-standard/body-stream.ts'
import { BytesResponse } from '../fetch-standard/bytes-response.ts'
import { DescribedResponse, isConstructible, type Description } from '../fetch-standard/described-response.ts'
import { withFields } from '../fetch-standard/field-lines.ts'
import { nullBodyStatuses } from '../fetch-standard/null-body-statuses.ts'
import { platform } from '../fetch-standard/platform.ts'
import { toCallerError } from './caller-error.ts'
import { withoutCoding } from './content-codings.ts'
import type { FetchCall } from './fetch-call.ts'
import { foreignDecoders } from './foreign-decoders.ts'

const toReaderError = (error: unknown): unknown => toCallerError(error, 'terminated')

/** The cache's response as fetch hands it out. */
export function buildResponse(call: FetchCall, reply: CacheResponse): Response {
  const { body, fields, status, reason: statusText } = reply
  const { signal } = call
  if (call.method === 'HEAD' || nullBodyStatuses.has(status)) {
    body.cancel()
    return assemble(call, reply, { stream: null, fields })
  }
  const decoders = foreignDecoders(fields)
  const { bytes } = body
  // Native code may have to read the Responses of other platforms.
  if (bytes !== undefined && decoders === undefined && platform === 'undici' && isConstructible(status)) {
    return new BytesResponse({ status, statusText, fields, bytes, body, signal, description: describe(call) })
  }
  const stream = bodyStream(body, { signal, toReaderError })
  if (decoders === undefined) return assemble(call, reply, { stream, fields })
  const decoded = decoders.reduce<ReadableStream>((coded, decoder) => coded.pipeThrough(decoder), stream)
  return assemble(call, reply, { stream: decoded, fields: withoutCoding(fields) })
}

interface Content {
  readonly stream: ReadableStream | null
  readonly fields: FieldLines
}

function assemble(call: FetchCall, reply: CacheResponse, { stream, fields }: Content): Response {
  const { status, reason: statusText } = reply
  const response = new DescribedResponse(stream, { status, statusText }, describe(call))
  withFields(response.headers, fields)
  return response
}

const describe = ({ onward, url, redirects, isTainted }: FetchCall): Description =>
  onward.landing ?? { url, redirected: redirects > 0, type: isTainted ? 'cors' : 'basic' }
