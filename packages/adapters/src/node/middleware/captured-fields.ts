import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http'

/** How header fields are given to node:http: an object, a flat list of names and values, or a list of pairs. */
export type GivenHeaders =
  OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | readonly (readonly [string, OutgoingHttpHeader])[]

/** A field, or the trailer field of a message, and its value or values. */
export type GivenField = readonly [name: string, value: OutgoingHttpHeader]

/** The fields one by one, a name of a list as often as it stands there. */
export function givenFields(headers: GivenHeaders): readonly GivenField[] {
  // What is no list is an object; `isArray` does not narrow what is read-only.
  if (!Array.isArray(headers)) return Object.entries(headers as OutgoingHttpHeaders) as GivenField[] // undefined is refused later
  if (Array.isArray(headers[0])) return headers as readonly GivenField[]
  const fields: GivenField[] = []
  for (let index = 0; index < headers.length; index += 2) {
    fields.push([String(headers[index]), headers[index + 1] as OutgoingHttpHeader]) // the same
  }
  return fields
}

/** A field as the lines in which it is written. */
export const linesOf = (name: string, value: OutgoingHttpHeader): readonly string[] =>
  Array.isArray(value) ? value.flatMap((line: unknown) => [name, String(line)]) : [name, String(value)]

/**
 * Fields that say how a response may be stored and found again. Whoever sets them before the application speaks of its
 * response, too: they are always a part of it. RFC 9111 §5.2, §5.3, §5.4, §4.1; RFC 9213; labels for purges.
 */
export const cachingFields: ReadonlySet<string> = new Set([
  ...['cache-control', 'expires', 'pragma', 'vary', 'age', 'etag', 'last-modified'],
  ...['cdn-cache-control', 'surrogate-control', 'surrogate-key', 'cache-tag'],
])
