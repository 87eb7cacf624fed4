import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { HeadTraits } from './head-traits.ts'
import type { KeptHead } from './kept-head.ts'

/** What few responses have. */
export type HeadExtras = Pick<StoredResponse, 'surrogateKeys' | 'url' | 'part'>

/** The parts of a head as they are shared with others, and what they take. */
export interface HeadParts {
  readonly traits: HeadTraits
  readonly fields: FieldLines
  readonly etag: string | null
  readonly lastModified: string | null
  readonly extras: HeadExtras
  /** In bytes. */
  readonly size: number
}

export const noExtras: HeadExtras = Object.freeze({ surrogateKeys: Object.freeze([]), url: null, part: null })

/**
 * A head in less than half of the memory of a plain object. Times are kept as a second and what they differ from it by:
 * V8 keeps a whole number below 2³¹ in the member itself, and any other in an object of 16 bytes beside it.
 */
export class CompactHead implements KeptHead {
  readonly size: number
  readonly #traits: HeadTraits
  readonly #fields: FieldLines
  readonly #etag: string | null
  readonly #lastModified: string | null
  readonly #extras: HeadExtras
  readonly #second: number
  readonly #responseTime: number
  readonly #requestTime: number
  readonly #date: number
  readonly #lastModifiedSecond: number | null
  readonly #initialAge: number
  readonly #lifetime: number

  private constructor(
    response: StoredResponse,
    { traits, fields, etag, lastModified, extras, size }: HeadParts,
  ) {
    const { responseTime, requestTime, date, lastModifiedTime, initialAge, lifetime } = response
    const second = Math.floor(responseTime / 1000)
    this.size = small(size)
    this.#traits = traits
    this.#fields = fields
    this.#etag = etag
    this.#lastModified = lastModified
    this.#extras = extras
    this.#second = small(second)
    this.#responseTime = small(responseTime - second * 1000)
    this.#requestTime = small(requestTime - second * 1000)
    this.#date = small(date - second * 1000)
    this.#lastModifiedSecond = lastModifiedTime === null ? null : small(lastModifiedTime / 1000)
    this.#initialAge = small(initialAge)
    this.#lifetime = small(lifetime)
  }

  /** `undefined` where its times could not be told exactly: in whole milliseconds, and seconds for Last-Modified. */
  static of(response: StoredResponse, parts: HeadParts): CompactHead | undefined {
    const { responseTime, requestTime, date, lastModifiedTime } = response
    const areWhole =
      areExact(responseTime, requestTime) &&
      areExact(date, responseTime) &&
      isExact((lastModifiedTime ?? 0) / 1000)
    return areWhole ? new CompactHead(response, parts) : undefined
  }

  get vary(): readonly string[] {
    return this.#traits.vary
  }

  get varied(): readonly (string | null)[] {
    return this.#traits.varied
  }

  get date(): number {
    return this.#second * 1000 + this.#date
  }

  get surrogateKeys(): readonly string[] {
    return this.#extras.surrogateKeys
  }

  get url(): string | null {
    return this.#extras.url
  }

  response(): StoredResponse {
    const traits = this.#traits
    const extras = this.#extras
    const base = this.#second * 1000
    const lastModifiedSecond = this.#lastModifiedSecond
    return {
      version: 1,
      status: traits.status,
      reason: traits.reason,
      fields: this.#fields,
      vary: traits.vary,
      varied: traits.varied,
      requestTime: base + this.#requestTime,
      responseTime: base + this.#responseTime,
      date: base + this.#date,
      initialAge: this.#initialAge,
      lifetime: this.#lifetime,
      heuristic: traits.heuristic,
      immutable: traits.immutable,
      sharedWithAuthorization: traits.sharedWithAuthorization,
      mustValidate: traits.mustValidate,
      mustNotBeStale: traits.mustNotBeStale,
      staleWhileRevalidate: traits.staleWhileRevalidate,
      staleIfError: traits.staleIfError,
      etag: this.#etag,
      lastModified: this.#lastModified,
      lastModifiedTime: lastModifiedSecond === null ? null : lastModifiedSecond * 1000,
      part: extras.part,
      surrogateKeys: extras.surrogateKeys,
      url: extras.url,
      sharedWith: traits.sharedWith,
      sensitive: traits.sensitive,
    }
  }
}

/** The number that V8 can keep without an object, where there is one: it does not look for it by itself. */
const small = (number: number): number => ((number | 0) === number ? number | 0 : number)

/** Half of what a number can hold exactly: the difference of two is exact as well. */
const isExact = (number: number): boolean => Number.isInteger(number) && Math.abs(number) <= 2 ** 52

const areExact = (one: number, other: number): boolean => isExact(one) && isExact(other)
