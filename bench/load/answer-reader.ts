import type { RequestShape } from './load.ts'

const headEnd = '\r\n\r\n'

/** Heads are shorter than this, nearly always: what is looked at is not a whole body. */
const glance = 1024

/** Tells where answers on a connection end, and looks at as little of them as that takes. */
export class AnswerReader {
  readonly #status: number
  readonly #hasBody: boolean
  #head = ''
  #missing = 0

  constructor({ method = 'GET', status = 200 }: RequestShape = {}) {
    this.#status = status
    // RFC 9112 §6.3: neither an answer to HEAD nor a 304 has a body, whatever its Content-Length.
    this.#hasBody = method !== 'HEAD' && status !== 304
  }

  /**
   * Takes what has arrived; how many answers it completes: more than one where several requests were under way.
   * @throws Error when an answer is not what is expected: the right status, with a Content-Length where there is a body
   */
  takes(bytes: Buffer): number {
    let completed = 0
    for (let position = 0; position < bytes.length;) {
      if (this.#missing > 0) {
        const taken = Math.min(this.#missing, bytes.length - position)
        this.#missing -= taken
        position += taken
        if (this.#missing === 0) completed += 1
        continue
      }
      const known = this.#head.length
      this.#head += bytes.toString('latin1', position, position + glance)
      const end = this.#head.indexOf(headEnd)
      if (end < 0) {
        position += glance
        continue
      }
      position += end + headEnd.length - known
      this.#missing = this.#lengthOf(this.#head.slice(0, end))
      this.#head = ''
      if (this.#missing === 0) completed += 1
    }
    return completed
  }

  #lengthOf(head: string): number {
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    const isRight = head.startsWith(`HTTP/1.1 ${this.#status} `) && (length !== undefined || !this.#hasBody)
    if (!isRight) throw new Error(`unexpected answer:\n${head}`)
    return this.#hasBody ? Number(length) : 0
  }
}
