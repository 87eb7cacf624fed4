/** How much of the bodies that are being stored may lie in memory until the store has taken it. */
export interface WriteBehindOptions {
  /** For one body, in bytes: when it is reached, its readers wait for the store, as long as `deadlines.store` permits. Default 16 MiB. */
  readonly maxBytes?: number
  /** For all bodies together, in bytes. Default 64 MiB. */
  readonly maxTotalBytes?: number
}

/** What all writers of one cache hold together, of what their store has not taken yet. One whose store answers at once holds nothing. */
export class WriteBehind {
  readonly #maxBytes: number
  readonly #maxTotalBytes: number
  #bytes = 0

  constructor({ maxBytes = 16 * 1024 * 1024, maxTotalBytes = 64 * 1024 * 1024 }: WriteBehindOptions = {}) {
    this.#maxBytes = maxBytes
    this.#maxTotalBytes = maxTotalBytes
  }

  /** In bytes. */
  get bytes(): number {
    return this.#bytes
  }

  take(bytes: number): void {
    this.#bytes += bytes
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes
  }

  /** Whether a writer that holds so much may take on more. One that holds nothing always may: so none waits for another. */
  hasRoomFor(held: number): boolean {
    return held === 0 || (held <= this.#maxBytes && this.#bytes <= this.#maxTotalBytes)
  }
}
