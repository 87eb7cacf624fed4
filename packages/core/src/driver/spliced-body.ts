import type { Body } from '../ports/body.ts'
import { BackendError } from '../ports/port-errors.ts'
import { bytesBody } from './bytes-body.ts'
import { joinBytes } from './join-bytes.ts'

/** What a reply's body is put between, and how long it has to be. */
export interface SpliceFrame {
  /** What of the stored body goes ahead of the reply's, already cut. */
  readonly before: Body | null
  /** What of the stored body follows, already cut. */
  readonly after: Body | null
  /** How many bytes the reply's body has to have, so that all fits; `undefined` where nothing was said of it. */
  readonly expected: number | undefined
}

/**
 * The body of a reply between what is stored before and after it. It is a `SplicedBody`, unless all of it is at hand and
 * small: then it has `bytes`.
 *
 * Its reader gets the error of whatever part breaks, and a `BackendError` (`ERR_BACKEND_SHORT_BODY`) where the reply's
 * body is not as long as expected.
 */
export const splicedBody = (reply: Body, frame: SpliceFrame): Body => {
  const bytes = splicedBytes(reply, frame)
  return bytes === undefined ? new SplicedBody(reply, frame) : bytesBody(bytes)
}

const splicedBytes = (reply: Body, { before, after, expected }: SpliceFrame): Uint8Array | undefined => {
  const pieces: Uint8Array[] = []
  for (const part of [before, reply, after]) {
    if (part === null) continue
    if (part.bytes === undefined) return undefined
    pieces.push(part.bytes)
  }
  const fits = expected === undefined || reply.bytes?.length === expected
  return fits ? joinBytes(pieces) : undefined
}

/** Up to three bodies, read one after the other. Whatever ends it gives all of them up. */
export class SplicedBody implements Body {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #reply: Body
  readonly #expected: number | undefined
  readonly #parts: readonly Body[]
  readonly #reading = this.#read()
  #part: Body | undefined
  #state: 'open' | 'closed' = 'open'

  constructor(reply: Body, { before, after, expected }: SpliceFrame) {
    this.#reply = reply
    this.#expected = expected
    this.#parts = [before, reply, after].filter((part) => part !== null)
    this.length = this.#parts.reduce<number | undefined>((sum, part) => {
      const length = part === reply ? (expected ?? part.length) : part.length
      return sum === undefined || length === undefined ? undefined : sum + length
    }, 0)
  }

  /** Who sends what is being read. */
  get sender(): 'origin' | 'store' {
    return this.#part === this.#reply ? 'origin' : 'store'
  }

  cancel(): void {
    if (this.#isClosed()) return
    this.#state = 'closed'
    for (const part of this.#parts) part.cancel()
  }

  /** The same for all who ask: no part is read twice. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#reading
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    if (this.#isClosed()) return
    try {
      for (const part of this.#parts) {
        this.#part = part
        let received = 0
        for await (const chunk of part) {
          if (this.#isClosed()) return
          received += chunk.length
          if (received > this.#expectedOf(part, received)) throw wrongLength(received, this.#expected)
          yield chunk
        }
        if (this.#isClosed()) return
        if (received < this.#expectedOf(part, received)) throw wrongLength(received, this.#expected)
      }
    } finally {
      this.cancel()
    }
  }

  /** What is stored was cut to its length; where nothing is known of the reply's, it is right as it is. */
  #expectedOf(part: Body, received: number): number {
    return part === this.#reply ? (this.#expected ?? received) : received
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }
}

const wrongLength = (received: number, expected: number | undefined): BackendError =>
  new BackendError(
    'ERR_BACKEND_SHORT_BODY',
    `the body of the part has ${received} bytes; between what is stored there is room for ${expected}`,
  )
