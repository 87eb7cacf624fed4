import { noBytes } from './bytes-body.ts'

/** Up to this size, in bytes, a copy costs less than a body that is read piece by piece. */
const joinLimit = 256 * 1024

/** The pieces as one; a single one as it is. `undefined` where that would copy more than is worth it. */
export const joinBytes = (pieces: readonly Uint8Array[]): Uint8Array | undefined => {
  const [first = noBytes, ...others] = pieces
  if (others.length === 0) return first
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (length > joinLimit) return undefined
  const joined = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.length
  }
  return joined
}
