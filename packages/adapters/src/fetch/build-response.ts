import type { CacheResponse, FieldLines } from '@cachechart/core'
import { bodyStream } from '../fetch-standard/body-stream.ts'
import { nullBodyStatuses } from '../fetch-standard/null-body-statuses.ts'
import { toCallerError } from './caller-error.ts'
import { withoutCoding } from './content-codings.ts'
import type { FetchCall } from './fetch-call.ts'
import { FetchedResponse } from './fetched-response.ts'
import { foreignDecoders } from './foreign-decoders.ts'

const toReaderError = (error: unknown): unknown => toCallerError(error, 'terminated')

/** The cache's response as fetch hands it out. */
export function buildResponse(call: FetchCall, reply: CacheResponse): Response {
  const { body, fields } = reply
  if (call.method === 'HEAD' || nullBodyStatuses.has(reply.status)) {
    body.cancel()
    return assemble(call, reply, { stream: null, fields })
  }
  const stream = bodyStream(body, { signal: call.signal, toReaderError })
  const decoders = foreignDecoders(fields)
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
  const { url, redirected, type } = call.onward.landing ?? {
    url: call.url,
    redirected: call.redirects > 0,
    type: call.isTainted ? 'cors' : 'basic',
  }
  const response = new FetchedResponse(stream, { status, statusText }, { url, redirected, type })
  const { headers } = response
  // Half the price of handing them to the constructor.
  for (let index = 0; index < fields.length; index += 2)
    headers.append(fields[index] ?? '', fields[index + 1] ?? '')
  return response
}
