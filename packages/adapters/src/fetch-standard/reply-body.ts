type Reading = ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>
type Piece = Awaited<Reading>

/** A stream that is made of something at hand gives each piece, and its end, within fewer turns of the microtask queue. */
const turnsToBeThere = 8

const nothing = (): void => undefined

/** The body of a response, as a backend hands it over: one reader, and errors that are a port's. */
export class ReplyBody implements AsyncIterableIterator<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #toFailure: (thrown: unknown) => unknown
  /** What was asked for before its turn. */
  readonly #ahead: Reading[] = []

  /** @param toFailure the port's error for whatever the stream breaks with */
  constructor(stream: ReadableStream<Uint8Array>, toFailure: (thrown: unknown) => unknown) {
    this.#reader = stream.getReader()
    this.#toFailure = toFailure
  }

  /** The first piece, which will be read all the same; `undefined` where the body is empty. */
  async peek(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#lookAhead(0)).value
    } catch (error) {
      throw this.#toFailure(error)
    }
  }

  /**
   * The whole body, where it is one piece that is there at once, as that of a text is; otherwise `undefined`, and the
   * body will be read as ever. Nothing is waited for that is not there, save the end where all that was announced has
   * come: it is due, and may take a moment.
   *
   * @param announced how many bytes there are to come, where that is known
   */
  async whole(announced?: number): Promise<Uint8Array | undefined> {
    const first = await soon(this.#lookAhead(0))
    if (first?.done === true && announced === 0) return new Uint8Array(0)
    const bytes = first?.value
    if (!(bytes instanceof Uint8Array) || (announced ?? bytes.length) !== bytes.length) return undefined
    // Only now: the streams of some platforms let one read wait at a time.
    const end = this.#lookAhead(1)
    const last = (await soon(end)) ?? (announced === undefined ? undefined : await inAMoment(end))
    return last?.done === true ? bytes : undefined
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const reading = this.#ahead.shift() ?? this.#reader.read()
    try {
      const { done, value } = await reading
      return done ? { done, value: undefined } : { done, value }
    } catch (error) {
      throw this.#toFailure(error)
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#reader.cancel().catch(nothing) // it broke by itself: nothing is left to stop
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #lookAhead(index: number): Reading {
    return (this.#ahead[index] ??= this.#reader.read())
  }
}

/** In milliseconds: a source whose end takes longer than this is read as ever. */
const momentToEnd = 10

/** What is read within a moment. */
async function inAMoment(reading: Reading): Promise<Piece | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const moment = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), momentToEnd)
  })
  const read = await Promise.race([reading.catch(() => undefined), moment])
  clearTimeout(timer)
  return read
}

/** What was read, if it is there; nothing is waited for. */
async function soon(reading: Reading): Promise<Piece | undefined> {
  const read: Piece[] = []
  reading.then((piece) => read.push(piece), nothing)
  for (let turn = 0; turn < turnsToBeThere && read.length === 0; turn += 1) await Promise.resolve()
  return read[0]
}
