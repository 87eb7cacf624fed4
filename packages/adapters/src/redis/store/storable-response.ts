import {
  contentLengthOf,
  hasField,
  readStoredResponse,
  withoutFields,
  type StoredResponse,
} from '@cachechart/core'

const lengthName = new Set(['content-length'])

/**
 * The response as it may be written: one that would be believed when it is read; `undefined` where there is none. A Content-Length
 * that is no length says nothing, and is left out (RFC 9110 §8.6).
 */
export function storableResponse(response: StoredResponse): StoredResponse | undefined {
  const { fields } = response
  const isTold = !hasField(fields, 'content-length') || contentLengthOf(fields) !== undefined
  const told = isTold ? response : { ...response, fields: withoutFields(fields, lengthName) }
  return readStoredResponse(told)
}
