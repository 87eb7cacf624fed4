import type { Body } from '../ports/body.ts'

/** Who wants to know what becomes of a delivery. Exactly one of the three is called, once. */
export interface DeliveryListener {
  done(): void
  failed(error: unknown): void
  /** The reader left before the end. */
  left(): void
}

/** A body on its way to the client. */
export interface Delivery extends Body {
  /** Who has to move next. The relay itself watches an origin; store and client have the transaction's deadline. */
  readonly waitsFor: 'client' | 'origin' | 'store'
  /** How many pieces the client has taken. */
  readonly taken: number
  /** Ends the delivery with an error that the client sees; its listener is not told. */
  abort(error: unknown): void
}

/** A promise to a reader that asked for the next piece. */
export interface Waiting {
  readonly resolve: (result: IteratorResult<Uint8Array>) => void
  readonly reject: (error: unknown) => void
}

/** What a reader gets after the last piece. */
export const endOfBody: IteratorResult<Uint8Array> = { done: true, value: undefined }
