import type { Body, FieldLines } from '@cachechart/core'
import { bodyStream } from './body-stream.ts'
import { DescribedResponse, type Description } from './described-response.ts'
import { toFieldLines, withFields } from './field-lines.ts'

/** What a response is made of whose body is at hand. */
export interface BytesResponseParts extends Pick<Response, 'status' | 'statusText'> {
  readonly fields: FieldLines
  /** The whole of it, which nobody changes. */
  readonly bytes: Uint8Array
  readonly body: Body
  /** When it is aborted before the body was read, its reason takes the place of the body. */
  readonly signal: AbortSignal | null
  readonly description: Description
}

const decoder = new TextDecoder()
const unchanged = (error: unknown): unknown => error

/**
 * A Response of which only that is made that is asked for: the platform's own, with a stream and a header list, costs ten
 * times as much as the reading of what is at hand. It is a Response to `instanceof`, and to whoever uses it; what looks
 * inside the platform's own finds nothing.
 */
export class BytesResponse implements Response {
  readonly #parts: BytesResponseParts
  #headers: Headers | undefined
  #isRead = false
  /** One of the platform's, once it was needed. It has the body then. */
  #made: Response | undefined

  /** @param parts with a status that a constructor takes, and that has a body */
  constructor(parts: BytesResponseParts) {
    this.#parts = parts
  }

  get status(): number {
    return this.#parts.status
  }

  get statusText(): string {
    return this.#parts.statusText
  }

  get ok(): boolean {
    const { status } = this.#parts
    return status >= 200 && status <= 299
  }

  get url(): string {
    return this.#parts.description.url
  }

  get redirected(): boolean {
    return this.#parts.description.redirected
  }

  get type(): Response['type'] {
    return this.#parts.description.type
  }

  get headers(): Headers {
    return (this.#headers ??= withFields(new Headers(), this.#parts.fields))
  }

  get body(): Response['body'] {
    return this.#platform().body
  }

  get bodyUsed(): boolean {
    return this.#isRead || (this.#made !== undefined && this.#made.bodyUsed)
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read((bytes) => new Uint8Array(bytes).buffer) ?? this.#platform().arrayBuffer()
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return (
      this.#read((bytes) => new Uint8Array(bytes)) ??
      this.arrayBuffer().then((buffer) => new Uint8Array(buffer))
    )
  }

  text(): Promise<string> {
    return this.#read((bytes) => decoder.decode(bytes)) ?? this.#platform().text()
  }

  json(): Promise<unknown> {
    return this.#read((bytes) => JSON.parse(decoder.decode(bytes)) as unknown) ?? this.#platform().json()
  }

  blob(): Promise<Blob> {
    return this.#typed().blob()
  }

  formData(): Promise<FormData> {
    return this.#typed().formData()
  }

  clone(): Response {
    const { status, statusText, description } = this.#parts
    if (this.#isRead || this.#made !== undefined) {
      const { body } = this.#platform().clone()
      return new DescribedResponse(
        body,
        { status, statusText, headers: new Headers(this.headers) },
        description,
      )
    }
    return new BytesResponse(
      this.#headers === undefined ? this.#parts : { ...this.#parts, fields: toFieldLines(this.#headers) },
    )
  }

  /** What the bytes are turned into; `undefined` where the platform's own response has them, or what is left of them. */
  #read<Value>(convert: (bytes: Uint8Array) => Value): Promise<Value> | undefined {
    if (this.#isRead || this.#made !== undefined) return undefined
    this.#isRead = true
    const { bytes, signal } = this.#parts
    try {
      if (signal?.aborted === true) throw signal.reason
      return Promise.resolve(convert(bytes))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** The same, with the Content-Type that its owner may have changed since it was made. */
  #typed(): Response {
    const made = this.#platform()
    const type = this.headers.get('content-type')
    if (type === null) made.headers.delete('content-type')
    else made.headers.set('content-type', type)
    return made
  }

  #platform(): Response {
    if (this.#made !== undefined) return this.#made
    const { status, statusText, body } = this.#parts
    // What was read is not broken off any more.
    const signal = this.#isRead ? null : this.#parts.signal
    const stream = bodyStream(body, { signal, toReaderError: unchanged })
    this.#made = new Response(stream, { status, statusText, headers: this.headers })
    // What was read before stays so to whoever looks.
    if (this.#isRead) void stream.getReader().cancel()
    return this.#made
  }

  static {
    Object.setPrototypeOf(this.prototype, Response.prototype)
    Object.defineProperty(this.prototype, 'constructor', { value: Response })
    // Whatever else a Response can do on this platform is left to one of its own.
    for (const name of Object.keys(Response.prototype)) {
      const own = Object.getOwnPropertyDescriptor(this.prototype, name) ?? {
        get(this: BytesResponse): unknown {
          const platform = this.#platform()
          const member: unknown = Reflect.get(platform, name)
          return typeof member === 'function' ? member.bind(platform) : member
        },
      }
      Object.defineProperty(this.prototype, name, { ...own, enumerable: true })
    }
  }
}
