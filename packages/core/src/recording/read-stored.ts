import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { readFields } from './read-fields.ts'
import {
  readAmount,
  readCount,
  readFlag,
  readListOf,
  readMembers,
  readOneOf,
  readOrNull,
  readText,
  readTime,
  refuse,
  type Members,
  type Reads,
} from './reads.ts'

const part: Members<StoredPart> = {
  first: readCount,
  last: readCount,
  complete: readOrNull(readCount),
  length: readCount,
  range: readText,
}

const stored: Members<StoredResponse> = {
  version: readOneOf([1]),
  status: readCount,
  reason: readText,
  fields: readFields,
  vary: readListOf(readText),
  varied: readListOf(readOrNull(readText)),
  requestTime: readTime,
  responseTime: readTime,
  date: readTime,
  initialAge: readAmount,
  lifetime: readAmount,
  heuristic: readFlag,
  immutable: readFlag,
  sharedWithAuthorization: readFlag,
  mustValidate: readFlag,
  mustNotBeStale: readFlag,
  staleWhileRevalidate: readOrNull(readAmount),
  staleIfError: readOrNull(readAmount),
  etag: readOrNull(readText),
  lastModified: readOrNull(readText),
  lastModifiedTime: readOrNull(readTime),
  part: readOrNull(readMembers(part)),
  surrogateKeys: readListOf(readText),
  url: readOrNull(readText),
  sharedWith: readOneOf(['all', 'cookieless', 'none']),
  sensitive: readFlag,
}

const readMembersOfStored = readMembers(stored)

/**
 * The head of a stored response. Nobody is answered with it: what a store in memory has taken from an odd origin is read as
 * well, though a store where others can write would not believe it (`readStoredResponse`).
 */
export const readStored: Reads<StoredResponse> = (value, place) => {
  const response = readMembersOfStored(value, place)
  if (response.vary.length === response.varied.length) return response
  return refuse(value, place, 'a value for each name in "vary"')
}
