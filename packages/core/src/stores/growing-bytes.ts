/** As much is made ready at once because a Content-Length promises it; beyond that, as much as has really come. */
const mostOnTrust = 64 * 1024

/** What is known of a body before it comes. */
export interface ExpectedBody {
  /** The length that was announced, in bytes, which need not be true; `undefined` where none was. */
  readonly announced: number | undefined
  /** The room is never made larger than this, unless it is needed. */
  readonly most: number
}

/**
 * Bytes that are collected in one buffer. Chunks are copied at once: they may be parts of the large buffers that a
 * network library reads into, which would stay in memory for as long as the smallest part of them.
 */
export class GrowingBytes {
  readonly #expected: ExpectedBody
  #room: Uint8Array<ArrayBuffer> | undefined
  #length = 0

  constructor(expected: ExpectedBody) {
    this.#expected = expected
  }

  get length(): number {
    return this.#length
  }

  /** The memory taken, in bytes. */
  get capacity(): number {
    return this.#room === undefined ? 0 : this.#room.length
  }

  /** The capacity that would be good for a further chunk, and for what is likely to follow. */
  capacityFor(chunk: Uint8Array): number {
    const needed = this.#length + chunk.length
    if (needed <= this.capacity) return this.capacity
    const { announced, most } = this.#expected
    const ahead = this.capacity === 0 ? Math.min(announced ?? 0, mostOnTrust) : this.capacity * 2
    return Math.max(needed, Math.min(ahead, announced ?? most, most))
  }

  /** Copies a chunk to the end. The capacity is made this large first; it must be enough. */
  append(chunk: Uint8Array, capacity: number): void {
    if (this.#room === undefined) this.#room = new Uint8Array(capacity)
    else if (capacity !== this.capacity) this.#room = new Uint8Array(this.#room.buffer.transfer(capacity))
    this.#room.set(chunk, this.#length)
    this.#length += chunk.length
  }

  /** The bytes in a buffer of exactly their length. Nothing is left here. */
  take(): ArrayBuffer {
    const buffer = this.#room?.buffer ?? new ArrayBuffer(0)
    const bytes = buffer.byteLength === this.#length ? buffer : buffer.transfer(this.#length)
    this.clear()
    return bytes
  }

  clear(): void {
    this.#room = undefined
    this.#length = 0
  }
}
