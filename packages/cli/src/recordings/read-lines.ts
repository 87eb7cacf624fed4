import { isUtf8 } from 'node:buffer'

/** One line of a file, without its end. */
export interface TextLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** `false`: the file ended before the line did. */
  readonly isWhole: boolean
}

/** What cannot be a line of text. */
export class LineError extends Error {
  override readonly name = 'LineError'
  readonly code = 'ERR_LINE'
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

const lineFeed = 0x0a

/**
 * The lines of a text, one after another; no more than one piece and `maxBytes` of a line are held.
 * Rejects with a `LineError` for a line that is longer, or that is no UTF-8.
 */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<TextLine> {
  const line = new GrowingLine(maxBytes)
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, from)) {
      line.add(piece.subarray(from, end))
      yield line.take('whole')
      from = end + 1
    }
    line.add(piece.subarray(from))
  }
  if (!line.isEmpty) yield line.take('cut off')
}

class GrowingLine {
  readonly #maxBytes: number
  #parts: Uint8Array[] = []
  #bytes = 0
  #number = 1

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  add(part: Uint8Array): void {
    this.#bytes += part.length
    if (this.#bytes > this.#maxBytes)
      throw new LineError(`is longer than ${this.#maxBytes / 2 ** 20} MiB`, this.#number)
    if (part.length > 0) this.#parts.push(part)
  }

  take(end: 'whole' | 'cut off'): TextLine {
    const [first = new Uint8Array(), ...more] = this.#parts
    const bytes = more.length === 0 ? first : Buffer.concat(this.#parts)
    const number = this.#number
    const isWhole = end === 'whole'
    // A sign may be cut off in its middle.
    if (isWhole && !isUtf8(bytes)) throw new LineError('is no text in UTF-8', number)
    this.#parts = []
    this.#bytes = 0
    this.#number += 1
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    return { number, text, isWhole }
  }
}
