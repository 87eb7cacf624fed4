import type { MaybePromise } from '../ports/body.ts'
import type { StoreWriter } from '../ports/store.ts'

/**
 * A writer that commits a body of exactly `expected` bytes, and no other: any other is refused, and nothing is kept. The
 * offsets of a part mean nothing where its body is not as long as they say.
 */
export const exactWriter = (writer: StoreWriter, expected: number): StoreWriter =>
  new ExactWriter(writer, expected)

class ExactWriter implements StoreWriter {
  readonly #writer: StoreWriter
  readonly #expected: number
  #written = 0

  constructor(writer: StoreWriter, expected: number) {
    this.#writer = writer
    this.#expected = expected
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    this.#written += chunk.length
    return this.#written > this.#expected ? this.#refuse() : this.#writer.write(chunk)
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    return this.#written === this.#expected ? this.#writer.commit() : this.#refuse()
  }

  abort(): void {
    this.#writer.abort()
  }

  #refuse(): 'refused' {
    this.#writer.abort()
    return 'refused'
  }
}
