import type { Body } from '../ports/body.ts'

/** A body that comes in the chunks it was given, and counts what its reader does with it. */
export class ChunkedBody implements Body {
  readonly bytes = undefined
  readonly chunks: readonly Uint8Array[]
  /** How many chunks were asked for and given. */
  given = 0
  /** How often it was given up. */
  cancelled = 0

  /** Strings are sent as UTF-8. */
  constructor(chunks: readonly (Uint8Array | string)[]) {
    const encoder = new TextEncoder()
    this.chunks = chunks.map((chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : chunk))
  }

  get length(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  }

  cancel(): void {
    this.cancelled += 1
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (const chunk of this.chunks) {
      if (this.cancelled > 0) return
      this.given += 1
      yield chunk
    }
  }
}
