import type { CacheResponse, FieldLines } from '@cachechart/core'
import { bodyStream } from '../fetch-standard/body-stream.ts'
import { BytesResponse } from '../fetch-standard/bytes-response.ts'
import { isConstructible, type Description } from '../fetch-standard/described-response.ts'
import { toPairs } from '../fetch-standard/field-lines.ts'
import { nullBodyStatuses } from '../fetch-standard/null-body-statuses.ts'
import { isOnlyLookedAt } from '../fetch-standard/platform.ts'
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
  const { body, status, fields } = reply
  if (!isConstructible(status) || nullBodyStatuses.has(status)) {
    body.cancel()
    return new Response(null, initOf(reply))
  }
  const { bytes } = body
  if (bytes === undefined) return new Response(bodyStream(body, untilRead), initOf(reply))
  if (bytes.length === 0) return new Response(null, initOf(reply))
  if (isOnlyLookedAt()) {
    return new BytesResponse({
      status,
      statusText: reply.reason,
      fields,
      bytes,
      body,
      signal: null,
      description: made,
    })
  }
  // A Response copies the bytes before anybody can change them (Fetch §5.2, extract a body). Nothing of them is shared.
  return new Response(bytes as Content, initOf(reply))
}

/** What any Response says of itself that did not come from a network. */
const made: Description = { url: '', redirected: false, type: 'default' }

const initOf = ({ status, reason, fields }: CacheResponse): Init => ({
  status,
  statusText: reason,
  headers: headersOf(fields),
})

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
