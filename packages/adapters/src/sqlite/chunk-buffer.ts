import { chunkBytes } from './schema.ts'

const nothing = new Uint8Array(0)

/** Cuts a body into chunks of the length that rows have. The last one, which may be all, stays until it is known to be. */
export class ChunkBuffer {
  /** What has come as one piece, and is short enough to stay so. */
  #piece: Uint8Array = nothing
  #collected: Uint8Array | undefined
  #length = 0

  /** What is left. */
  get rest(): Uint8Array {
    return this.#collected?.subarray(0, this.#length) ?? this.#piece
  }

  /** Takes bytes, and gives the chunks that are complete with them and not the last. */
  *add(bytes: Uint8Array): Generator<Uint8Array> {
    let rest = bytes
    while (this.#length + rest.length > chunkBytes) {
      const taken = rest.subarray(0, chunkBytes - this.#length)
      this.#append(taken)
      yield this.rest
      this.#clear()
      rest = rest.subarray(taken.length)
    }
    this.#append(rest)
  }

  #append(bytes: Uint8Array): void {
    if (this.#length === 0) this.#piece = bytes
    else if (bytes.length > 0) {
      this.#collected ??= this.#begin()
      this.#collected.set(bytes, this.#length)
    }
    this.#length += bytes.length
  }

  #begin(): Uint8Array {
    const collected = new Uint8Array(chunkBytes)
    collected.set(this.#piece)
    this.#piece = nothing
    return collected
  }

  #clear(): void {
    this.#piece = nothing
    this.#collected = undefined
    this.#length = 0
  }
}
