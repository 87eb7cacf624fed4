import { filterFields } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'

/**
 * RFC 9110 §15.4.5; the Cache-Status of caches nearer to the origin, which is to be preserved (RFC 9211 §2); and the
 * targeted field that every cache may know (RFC 9213 §3), as it guides a cache's update like Cache-Control.
 */
const carried = new Set([
  'cache-control',
  'cache-status',
  'cdn-cache-control',
  'content-location',
  'date',
  'etag',
  'expires',
  'vary',
])

/**
 * The stored lines that go with a 304: what identifies the client's copy and brings it up to date. RFC 9110 §15.4.5.
 * `targets` are the targeted fields that this cache obeys: in lower case: one behind it may obey them, too. RFC 9213 §2.
 */
export function notModifiedFields({ fields, etag }: StoredResponse, targets: readonly string[]): FieldLines {
  return filterFields(fields, (name) => {
    if (carried.has(name) || targets.includes(name)) return true
    // RFC 9110 §15.4.5: Last-Modified is of use to the client's cache where there is no entity tag.
    return etag === null && name === 'last-modified'
  })
}
