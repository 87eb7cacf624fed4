import { contentLengthOf } from '../http/content-length.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { hasMembers, storedResponseGuards } from './stored-response-guards.ts'

/** Whether what its members say goes together. */
const isConsistent = ({ status, vary, varied, part, ...response }: StoredResponse): boolean =>
  vary.length === varied.length &&
  (part === null || status === 206) &&
  (response.lastModified === null) === (response.lastModifiedTime === null)

/** Whether a body of this length is what the head speaks of. */
const isBodyLength = ({ part, fields }: StoredResponse, length: number): boolean =>
  part === null ? (contentLengthOf(fields) ?? length) === length : part.length === length

const copyOfPart = ({ first, last, complete, length, range }: StoredPart): StoredPart => ({
  first,
  last,
  complete,
  length,
  range,
})

/** Member by member: what else the value may carry stays behind. */
const copyOf = (response: StoredResponse): StoredResponse => ({
  version: 1,
  status: response.status,
  reason: response.reason,
  fields: response.fields.slice(),
  vary: response.vary.slice(),
  varied: response.varied.slice(),
  requestTime: response.requestTime,
  responseTime: response.responseTime,
  date: response.date,
  initialAge: response.initialAge,
  lifetime: response.lifetime,
  heuristic: response.heuristic,
  immutable: response.immutable,
  sharedWithAuthorization: response.sharedWithAuthorization,
  mustValidate: response.mustValidate,
  mustNotBeStale: response.mustNotBeStale,
  staleWhileRevalidate: response.staleWhileRevalidate,
  staleIfError: response.staleIfError,
  etag: response.etag,
  lastModified: response.lastModified,
  lastModifiedTime: response.lastModifiedTime,
  part: response.part === null ? null : copyOfPart(response.part),
  surrogateKeys: response.surrogateKeys.slice(),
  url: response.url,
  sharedWith: response.sharedWith,
  sensitive: response.sensitive,
})

/**
 * Believes a parsed JSON value to be the head of a stored response, or does not (`undefined`): for stores that keep heads
 * where others can write, too. Each member is there, of its type and within its range and `storedResponseLimits`; nothing in
 * it can end a field line or say where the message ends; what it says does not contradict itself. Members that are not known
 * are left out. Never throws for what `JSON.parse` gives.
 *
 * With `bodyLength`, in bytes, the head also agrees with the length of the body that lies beside it.
 *
 * @example
 * const value: unknown = JSON.parse('{"version":1,"status":200,"fields":["X","1\\r\\nSet-Cookie: a=b"]}')
 * console.log(readStoredResponse(value)) // undefined
 */
export function readStoredResponse(value: unknown, bodyLength?: number): StoredResponse | undefined {
  if (!hasMembers(value, storedResponseGuards) || !isConsistent(value)) return undefined
  if (bodyLength !== undefined && !isBodyLength(value, bodyLength)) return undefined
  return copyOf(value)
}
