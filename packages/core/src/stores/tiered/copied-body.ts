import type { Body } from '../../ports/body.ts'

/** Who keeps what passes. */
export interface BodyKeeper {
  /** How much it takes, in bytes. */
  readonly most: number
  /** Told once: all of the body, or that it will not be had. */
  done(chunks: readonly Uint8Array[] | undefined): void
}

/** A body of which a copy is kept while its reader takes it, at its reader's pace. */
export class CopiedBody implements Body {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #inner: Body
  readonly #keeper: BodyKeeper
  #chunks: Uint8Array[] | undefined = []
  #size = 0

  constructor(inner: Body, keeper: BodyKeeper) {
    this.#inner = inner
    this.length = inner.length
    this.#keeper = keeper
  }

  cancel(): void {
    this.#giveUp()
    this.#inner.cancel()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    try {
      for await (const chunk of this.#inner) {
        this.#keep(chunk)
        yield chunk
      }
      this.#end()
    } finally {
      this.#giveUp()
    }
  }

  #keep(chunk: Uint8Array): void {
    if (this.#chunks === undefined) return
    this.#size += chunk.length
    if (this.#size > this.#keeper.most) this.#giveUp()
    else this.#chunks.push(chunk)
  }

  #end(): void {
    const chunks = this.#chunks
    if (chunks === undefined || this.#size !== (this.length ?? this.#size)) return
    this.#chunks = undefined
    this.#keeper.done(chunks)
  }

  #giveUp(): void {
    if (this.#chunks === undefined) return
    this.#chunks = undefined
    this.#keeper.done(undefined)
  }
}
