const headEnd = '\r\n\r\n'

/** Tells where one answer on a connection ends, and looks at as little of it as that takes. */
export class AnswerReader {
  #head = ''
  #missing = 0

  /**
   * Takes what has arrived; whether it completes the answer. There is never more: the next request waits for it.
   * @throws Error when the answer is not what is expected here: 200, with a Content-Length
   */
  takes(bytes: Buffer): boolean {
    if (this.#missing > 0) {
      this.#missing -= bytes.length
      return this.#missing === 0
    }
    this.#head += bytes.toString('latin1')
    const end = this.#head.indexOf(headEnd)
    if (end < 0) return false
    this.#missing = lengthOf(this.#head.slice(0, end)) - (this.#head.length - end - headEnd.length)
    this.#head = ''
    return this.#missing === 0
  }
}

function lengthOf(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined)
    throw new Error(`unexpected answer:\n${head}`)
  return Number(length)
}
