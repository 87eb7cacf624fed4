import {
  fieldValue,
  type Backend,
  type BackendReply,
  type BackendRequest,
  type Clock,
} from '@cachechart/core'

/** What an origin is like, all its life. */
export interface OriginTraits {
  readonly tag: 'strong' | 'weak' | 'none'
  readonly ranges: 'served' | 'ignored'
  readonly length: 'counted' | 'chunked'
  readonly cacheControl: string
}

/** One state of the only resource. Every byte tells where it stands, and in which state. */
export interface Version {
  readonly bytes: Uint8Array
  readonly etag: string | null
}

const bytesOf = (version: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (version * 61 + index) % 256)

/** An origin whose only resource changes when it is told to. It answers conditions and ranges as RFC 9110 has it. */
export class ChangingOrigin implements Backend {
  readonly versions: Version[] = []
  readonly #traits: OriginTraits
  readonly #clock: Clock
  /** What the next body does after its first piece. */
  next: 'goes on' | 'breaks off' = 'goes on'
  /** How many bodies were told to break off. */
  broken = 0

  constructor(traits: OriginTraits, clock: Clock) {
    this.#traits = traits
    this.#clock = clock
    this.change(20)
  }

  change(length: number): void {
    const number = this.versions.length
    const etag = { strong: `"${number}"`, weak: `W/"${number}"`, none: null }[this.#traits.tag]
    this.versions.push({ bytes: bytesOf(number, length), etag })
  }

  send(request: BackendRequest): BackendReply {
    const version = this.versions.at(-1)
    if (version === undefined) throw new Error('there is always a version')
    const isHeld = version.etag !== null && fieldValue(request.fields, 'if-none-match') === version.etag
    if (isHeld) return { status: 304, reason: '', fields: this.#fields(version), body: null }
    const span = this.#spanOf(request, version)
    if (span === null) return this.#whole(request, version)
    const { first, last } = span
    const complete = version.bytes.length
    if (first >= complete) {
      const fields = [...this.#fields(version), 'Content-Range', `bytes */${complete}`]
      return { status: 416, reason: '', fields, body: null }
    }
    const part = version.bytes.subarray(first, last + 1)
    const range = ['Content-Range', `bytes ${first}-${first + part.length - 1}/${complete}`]
    return { status: 206, reason: '', fields: [...this.#fields(version), ...range], body: this.#sent(part) }
  }

  #whole({ method }: BackendRequest, version: Version): BackendReply {
    const { bytes } = version
    const counted = this.#traits.length === 'counted' ? ['Content-Length', String(bytes.length)] : []
    const fields = [...this.#fields(version), ...counted]
    return { status: 200, reason: '', fields, body: method === 'HEAD' ? null : this.#sent(bytes) }
  }

  #fields({ etag }: Version): string[] {
    const date = new Date(this.#clock.now()).toUTCString()
    const tag = etag === null ? [] : ['ETag', etag]
    return ['Date', date, 'Cache-Control', this.#traits.cacheControl, ...tag]
  }

  /** The one range that was asked for, where it is served. */
  #spanOf(
    { fields, method }: BackendRequest,
    { etag, bytes }: Version,
  ): { first: number; last: number } | null {
    const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(fieldValue(fields, 'range') ?? '') ?? []
    const ifRange = fieldValue(fields, 'if-range')
    const isMeant = ifRange === null || (ifRange === etag && this.#traits.tag === 'strong')
    if (this.#traits.ranges === 'ignored' || method !== 'GET' || !isMeant || first + last === '') return null
    if (first === '') return { first: Math.max(bytes.length - Number(last), 0), last: bytes.length - 1 }
    return { first: Number(first), last: last === '' ? bytes.length - 1 : Number(last) }
  }

  #sent(bytes: Uint8Array): BackendReply['body'] {
    const ending = this.next
    this.next = 'goes on'
    if (ending === 'breaks off') this.broken += 1
    if (this.#traits.length === 'counted' && ending === 'goes on') return bytes
    return (async function* pieces() {
      for (let at = 0; at < bytes.length; at += 4) {
        if (at > 0 && ending === 'breaks off') throw new Error('the origin broke off')
        yield await Promise.resolve(bytes.subarray(at, at + 4))
      }
    })()
  }
}
