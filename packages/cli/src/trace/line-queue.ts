/** Lines that wait to be written. */
export class LineQueue {
  readonly #maxBytes: number
  #lines: string[] = []
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

  add(line: string): void {
    this.#lines.push(line)
    this.#bytes += Buffer.byteLength(line)
  }

  /** The first ones, as many as go into so many bytes. */
  first(room: number): readonly string[] {
    let end = this.#gone
    for (let bytes = 0; end < this.#lines.length; end += 1) {
      bytes += Buffer.byteLength(this.#lines[end] ?? '')
      if (bytes > room) break
    }
    return this.#lines.slice(this.#gone, end)
  }

  /** Takes away what `first` has given. */
  remove(lines: readonly string[]): void {
    for (const line of lines) this.#bytes -= Buffer.byteLength(line)
    this.#gone += lines.length
    if (this.#gone * 2 < this.#lines.length) return
    this.#lines = this.#lines.slice(this.#gone)
    this.#gone = 0
  }
}
