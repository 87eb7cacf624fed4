import type { CacheResponse, FieldLines } from '@cachechart/core'
import { bodyStream } from '../fetch-standard/body-stream.ts'
import { toPairs } from '../fetch-standard/field-lines.ts'
import { nullBodyStatuses } from '../fetch-standard/null-body-statuses.ts'
import { toCallerError } from './handler-failure.ts'

type Init = NonNullable<ConstructorParameters<typeof Response>[1]>
type Content = ConstructorParameters<typeof Response>[0]

/** A client that leaves has its server cancel the body: an error would only be one more to report. */
const untilRead = { signal: null, toReaderError: toCallerError }

/**
 * The cache's response as a handler gives it.
 *
 * @throws RangeError for a status over 599, which no Response has
 */
export function buildResponse(reply: CacheResponse): Response {
  const { body, status } = reply
  const init = { status, statusText: reply.reason, headers: headersOf(reply.fields) }
  if (status > 599 || nullBodyStatuses.has(status)) {
    body.cancel()
    return new Response(null, init)
  }
  const { bytes } = body
  if (bytes === undefined) return new Response(bodyStream(body, untilRead), init)
  // A Response copies the bytes before anybody can change them (Fetch §5.2, extract a body). Nothing of them is shared.
  return new Response(bytes.length === 0 ? null : (bytes as Content), init)
}

/**
 * As an object, which servers with a Response of their own write as it is; as a list where a name comes twice, or is one
 * that every object has.
 */
function headersOf(fields: FieldLines): NonNullable<Init['headers']> {
  const headers: Record<string, string> = {}
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    if (headers[name] !== undefined) return toPairs(fields)
    headers[name] = fields[index + 1] ?? ''
  }
  return headers
}
