import type { ResponseHead } from '../http/message.ts'
import type { ByteSlice } from './verdicts.ts'

/** A body made of pieces of the stored one, and of text between them (multipart/byteranges). RFC 9110 §14.6. */
export interface BodyCut {
  /** Slices in ascending order, so that the stored body can be read once. */
  readonly pieces: readonly (string | ByteSlice)[]
  /** The length of all pieces together, in bytes; the text is ASCII. */
  readonly length: number
}

/** A response head for the client. */
export interface PresentedHead extends ResponseHead {
  /** What of the stored body goes with it: nothing in answer to HEAD, nor when the client's own copy is still right (304). */
  readonly content: 'full' | 'none' | BodyCut
}
