import {
  ServerResponse,
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
} from 'node:http'
import { cachingFields, givenFields, linesOf, type GivenHeaders } from './captured-fields.ts'

/**
 * The head of a response without a connection, as the application writes it. Fields, their checks, and the errors of
 * misuse are those of `ServerResponse` itself.
 */
export class CapturedHead extends ServerResponse {
  /** Fields that were set before the application had its turn, in lower case, with their lines. */
  readonly #given = new Map<string, readonly string[]>()
  /** Those that it has set itself. */
  readonly #set = new Set<string>()

  constructor(request: IncomingMessage, before: ServerResponse) {
    super(request)
    this.statusCode = before.statusCode
    this.statusMessage = before.statusMessage
    for (const name of before.getHeaderNames()) {
      const value = before.getHeader(name) ?? ''
      this.#given.set(name, linesOf(name, value))
      super.setHeader(name, Array.isArray(value) ? [...value] : value)
    }
  }

  override setHeader(name: string, value: OutgoingHttpHeader): this {
    super.setHeader(name, value)
    this.#set.add(name.toLowerCase())
    return this
  }

  override appendHeader(name: string, value: string | readonly string[]): this {
    super.appendHeader(name, value)
    this.#set.add(name.toLowerCase())
    return this
  }

  override writeHead(
    status: number,
    reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    const given = typeof reason === 'string' ? headers : (headers ?? reason)
    if (given !== undefined && given !== null && !this.headersSent) this.#take(given)
    return typeof reason === 'string' ? super.writeHead(status, reason) : super.writeHead(status)
  }

  /** Whether anything may follow the head. RFC 9110 §6.4.1 */
  get hasContent(): boolean {
    return this.req.method !== 'HEAD' && this.statusCode !== 204 && this.statusCode !== 304
  }

  writeImplicitHead(): void {
    if (!this.headersSent) this.writeHead(this.statusCode)
  }

  /** What the application has set, and of what was set before it whatever is about caching. */
  toFieldLines(): string[] {
    const lines: string[] = []
    for (const name of rawNames(this)) {
      const lower = name.toLowerCase()
      const given = this.#given.get(lower)
      const own = linesOf(name, this.getHeader(lower) ?? '')
      if (given === undefined) lines.push(...own)
      else if (lower === 'set-cookie') lines.push(...ownCookies(own, given))
      else if (this.#set.has(lower) || cachingFields.has(lower)) lines.push(...own)
    }
    return lines
  }

  #take(headers: GivenHeaders): void {
    const seen = new Set<string>()
    for (const [name, value] of givenFields(headers)) {
      const lower = name.toLowerCase()
      // As in node:http: what is given here takes the place of what was set before, but not of its own like.
      if (seen.has(lower)) this.appendHeader(name, Array.isArray(value) ? value : String(value))
      else this.setHeader(name, value)
      seen.add(lower)
    }
  }
}

/** Cookies that were set for this client before the application was asked are not the application's. */
function ownCookies(lines: readonly string[], given: readonly string[]): readonly string[] {
  const before = new Set(given.filter((_part, index) => index % 2 === 1))
  return lines.filter((_part, index) => !before.has(lines[index | 1] ?? ''))
}

/** As they were written; the types of Node know the method of requests alone. */
const rawNames = (response: ServerResponse): readonly string[] =>
  'getRawHeaderNames' in response && typeof response.getRawHeaderNames === 'function'
    ? (response.getRawHeaderNames() as string[])
    : response.getHeaderNames()
