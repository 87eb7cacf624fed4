/** Lines that wait to be written. */
export class LineQueue {
  readonly #maxBytes: number
  #lines: string[] = []
  /** How many bytes each of them has. */
  #sizes: number[] = []
  /** How many of them have been taken away. */
  #gone = 0
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  get length(): number {
    return this.#lines.length - this.#gone
  }

  /** Whether there are so many bytes as were said; with the last line there may be more. */
  get isFull(): boolean {
    return this.#bytes >= this.#maxBytes
  }

  add(line: string, size = Buffer.byteLength(line)): void {
    this.#lines.push(line)
    this.#sizes.push(size)
    this.#bytes += size
  }

  /** The first ones, as many as go into so many bytes. */
  first(room: number): readonly string[] {
    let end = this.#gone
    for (let bytes = 0; end < this.#lines.length; end += 1) {
      bytes += this.#sizes[end] ?? 0
      if (bytes > room) break
    }
    return this.#lines.slice(this.#gone, end)
  }

  /** Takes away what `first` has given. */
  remove(lines: readonly string[]): void {
    const end = this.#gone + lines.length
    for (const size of this.#sizes.slice(this.#gone, end)) this.#bytes -= size
    this.#gone = end
    if (this.#gone * 2 < this.#lines.length) return
    this.#lines = this.#lines.slice(this.#gone)
    this.#sizes = this.#sizes.slice(this.#gone)
    this.#gone = 0
  }
}
