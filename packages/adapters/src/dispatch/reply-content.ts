import { BackendError, fieldValue, type FieldLines } from '@cachechart/core'

/** RFC 9112 §6.3: of the others nothing follows the head, whatever their fields say. */
export function mayHaveContent(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304
}

/**
 * RFC 9112 §7.4: another transfer coding than chunked was never asked for, and nobody here could take it off.
 *
 * @throws BackendError `ERR_BACKEND_PROTOCOL`
 */
export function checkTransferCoding(fields: FieldLines): void {
  const coding = fieldValue(fields, 'transfer-encoding')
  if (coding === null || coding.trim().toLowerCase() === 'chunked') return
  throw new BackendError('ERR_BACKEND_PROTOCOL', `the origin used the transfer coding "${coding}"`)
}
