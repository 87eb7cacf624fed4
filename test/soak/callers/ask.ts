import type { AnswerHead } from '../client/answer-reader.ts'
import type { Errand } from '../client/errand.ts'

/** The content of an answer, to be taken piece by piece. */
export interface AnswerBody {
  /** The next piece; `undefined` at the end. Rejects where it breaks off. */
  read(): Promise<Uint8Array | undefined>
  /** Nobody wants the rest. */
  leave(): void
}

/** What a call in process gives. */
export interface CallAnswer {
  readonly head: AnswerHead
  /** `undefined` where there is no content. */
  readonly body: AnswerBody | undefined
}

/** Asks in process, as the API of an adapter has it. The signal is the caller's, to leave by. */
export type Ask = (errand: Errand, signal: AbortSignal) => Promise<CallAnswer>
