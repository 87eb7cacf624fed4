/** The head of an answer. Names are in lower case; of fields that come several times the lines are joined. */
export interface AnswerHead {
  readonly status: number
  readonly fields: ReadonlyMap<string, string>
}

/** Who is told what was read. */
export interface AnswerListener {
  head(head: AnswerHead): void
  content(bytes: Buffer): void
  end(): void
}

type Part = 'head' | 'content' | 'untilClose' | 'chunkSize' | 'chunk' | 'chunkEnd' | 'trailers' | 'done'

/**
 * Reads one answer from a connection, byte by byte as RFC 9112 has it, and knows what came after its end: a library's
 * client would hide a second answer, or bytes too many.
 */
export class AnswerReader {
  readonly #method: string
  readonly #listener: AnswerListener
  #part: Part = 'head'
  #unread: Buffer = Buffer.alloc(0)
  /** Bytes of the content, or of the chunk, that are still to come. */
  #missing = 0

  constructor(method: string, listener: AnswerListener) {
    this.#method = method
    this.#listener = listener
  }

  /** Bytes that belong to no answer. */
  get surplus(): number {
    return this.#part === 'done' ? this.#unread.length : 0
  }

  /** @throws Error when it is not HTTP */
  take(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    while (this.#advance());
  }

  /** The connection has ended. `whole`: the answer is one that ends with its connection. */
  close(): 'whole' | 'nothing' | 'broken' {
    if (this.#part === 'head') return this.#unread.length === 0 ? 'nothing' : 'broken'
    if (this.#part !== 'untilClose') return 'broken'
    this.#finish()
    return 'whole'
  }

  #advance(): boolean {
    switch (this.#part) {
      case 'head':
        return this.#withText('\r\n\r\n', (text) => this.#begin(readHead(text)))
      case 'content':
      case 'chunk':
        return this.#takeMissing()
      case 'untilClose':
        return this.#takeAll()
      case 'chunkSize':
        return this.#withText('\r\n', (text) => this.#beginChunk(text))
      case 'chunkEnd':
        return this.#withText('\r\n', (text) => this.#endChunk(text))
      case 'trailers':
        return this.#withText('\r\n', (text) => {
          if (text === '') this.#finish()
        })
      case 'done':
        return false
    }
  }

  /** Takes what comes before the mark, and the mark. */
  #withText(mark: string, use: (text: string) => void): boolean {
    const end = this.#unread.indexOf(mark)
    if (end < 0) return false
    const text = this.#unread.toString('latin1', 0, end)
    this.#unread = this.#unread.subarray(end + mark.length)
    use(text)
    return true
  }

  #begin(head: AnswerHead): void {
    if (head.status < 200) return // RFC 9110 §15.2: the final one follows
    this.#listener.head(head)
    const { status, fields } = head
    // RFC 9112 §6.3
    if (this.#method === 'HEAD' || status === 204 || status === 304) this.#finish()
    else if (fields.get('transfer-encoding') === 'chunked') this.#part = 'chunkSize'
    else if (fields.has('content-length')) this.#expect(Number(fields.get('content-length')))
    else this.#part = 'untilClose'
  }

  #expect(length: number): void {
    if (!Number.isSafeInteger(length)) throw new Error('the Content-Length is no number')
    this.#part = 'content'
    this.#missing = length
    if (length === 0) this.#finish()
  }

  #takeMissing(): boolean {
    if (this.#unread.length === 0) return false
    const bytes = this.#unread.subarray(0, this.#missing)
    this.#unread = this.#unread.subarray(bytes.length)
    this.#missing -= bytes.length
    this.#listener.content(bytes)
    if (this.#missing > 0) return false
    if (this.#part === 'chunk') this.#part = 'chunkEnd'
    else this.#finish()
    return true
  }

  #takeAll(): boolean {
    if (this.#unread.length > 0) this.#listener.content(this.#unread)
    this.#unread = Buffer.alloc(0)
    return false
  }

  #beginChunk(text: string): void {
    if (!/^[0-9a-f]+$/i.test(text)) throw new Error(`a chunk has the size ${JSON.stringify(text)}`)
    this.#missing = Number.parseInt(text, 16)
    this.#part = this.#missing === 0 ? 'trailers' : 'chunk'
  }

  #endChunk(text: string): void {
    if (text !== '') throw new Error('a chunk is longer than its size')
    this.#part = 'chunkSize'
  }

  #finish(): void {
    this.#part = 'done'
    this.#listener.end()
  }
}

function readHead(text: string): AnswerHead {
  const [start = '', ...lines] = text.split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1])
  if (Number.isNaN(status)) throw new Error(`an answer begins with ${JSON.stringify(start.slice(0, 60))}`)
  const fields = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new Error(`a field line is ${JSON.stringify(line.slice(0, 60))}`)
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = fields.get(name)
    fields.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { status, fields }
}
