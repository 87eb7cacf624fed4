import { BackendError } from '../ports/port-errors.ts'

/**
 * Anything else than bytes would be stored as something else; what is too much would be taken for the next message.
 *
 * @throws BackendError
 */
export const checkChunk = (chunk: Uint8Array, received: number, expected: number | undefined): void => {
  if (!ArrayBuffer.isView(chunk) || chunk.byteLength !== chunk.length) {
    throw new BackendError('ERR_BACKEND_FAILED', `a chunk of a body is a Uint8Array; seen: ${typeof chunk}`)
  }
  const length = received + chunk.length
  if (expected !== undefined && length > expected) throw wrongLength(length, expected)
}

/** @throws BackendError when the body is not as long as was announced */
export const checkWhole = (received: number, expected: number | undefined): void => {
  if (expected !== undefined && received !== expected) throw wrongLength(received, expected)
}

const wrongLength = (received: number, expected: number): BackendError =>
  new BackendError(
    'ERR_BACKEND_SHORT_BODY',
    `the body has ${received} bytes; its Content-Length announced ${expected}`,
  )
