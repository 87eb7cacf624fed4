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
 * that is no length, or not that of the body, says nothing, and is left out (RFC 9110 §8.6). `bodyLength`, in bytes, where it
 * is known.
 */
export function storableResponse(response: StoredResponse, bodyLength?: number): StoredResponse | undefined {
  const { fields } = response
  const announced = contentLengthOf(fields)
  const isTrue = announced !== undefined && (bodyLength ?? announced) === announced
  const isTold = isTrue || !hasField(fields, 'content-length')
  const told = isTold ? response : { ...response, fields: withoutFields(fields, lengthName) }
  return readStoredResponse(told, bodyLength)
}
