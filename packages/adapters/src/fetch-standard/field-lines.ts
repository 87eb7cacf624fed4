import type { FieldLines } from '@cachechart/core'

/** Headers of whatever class, as field lines. */
export function toFieldLines(headers: Iterable<[string, string]>): FieldLines {
  const fields: string[] = []
  for (const [name, value] of headers) fields.push(name, value)
  return fields
}

/** Field lines in the form that Headers and its like take. */
export function toPairs(fields: FieldLines): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < fields.length; index += 2)
    pairs.push([fields[index] ?? '', fields[index + 1] ?? ''])
  return pairs
}

/** The headers, with the field lines added to them: half the price of handing those to a constructor. */
export function withFields(headers: Headers, fields: FieldLines): Headers {
  for (let index = 0; index < fields.length; index += 2)
    headers.append(fields[index] ?? '', fields[index + 1] ?? '')
  return headers
}
