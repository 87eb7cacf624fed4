import { ArchiveError } from './archive-error.ts'

/** Bytes that arrive in pieces of any length, taken in pieces of a length that is asked for. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** So many bytes, in one piece. @throws ArchiveError when there are not as many */
  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length)
    let filled = 0
    for await (const piece of this.stream(length)) {
      taken.set(piece, filled)
      filled += piece.length
    }
    return taken
  }

  /** So many bytes, in the pieces in which they come. @throws ArchiveError when there are not as many */
  async *stream(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const piece = await this.#next()
      const taken = piece.subarray(0, left)
      this.#rest = piece.subarray(taken.length)
      left -= taken.length
      yield taken
    }
  }

  /** Lets go of where the bytes come from. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #next(): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#pieces.next()
      if (done === true) throw new ArchiveError('the archive ends before its end: it was cut off')
      this.#rest = value
    }
    return this.#rest
  }
}
