import type { RedisLink } from '../client/redis-client.ts'
import type { Body } from '@cachechart/core'
import { decodeWith } from './body-coding.ts'
import type { FoundVariant } from './read-variants.ts'
import { StreamedBody, wholeBody } from './redis-body.ts'
import { pieceBytes } from './variant-record.ts'

/** Where a body lies, if it does not lie with its head. */
export interface BodyPlace {
  readonly link: RedisLink
  /** The name of its key. */
  readonly name: string
  /** Told that something there was not believed. */
  readonly reject: (reason: string) => void
}

/** Opens the body of a variant. `undefined` where it is gone, or not believed. */
export async function openBody({ record, bytes }: FoundVariant, place: BodyPlace): Promise<Body | undefined> {
  const { coding, length, pieces } = record.body
  if (bytes !== undefined) {
    const whole = await decodeWith(coding, bytes, length)
    if (whole === undefined) place.reject('its body cannot be decoded')
    return whole === undefined ? undefined : wholeBody(whole)
  }
  const read = async (index: number) => {
    const piece = await place.link.send(place.name, ['HGET', place.name, String(index)])
    const expected = Math.min(pieceBytes, length - index * pieceBytes)
    if (piece === null) return undefined
    // A piece that was compressed is never longer than it was, but for what the coding adds.
    const kept = Buffer.isBuffer(piece) && piece.length <= pieceBytes + 1024 ? piece : undefined
    const decoded = kept && (await decodeWith(coding, kept, expected))
    if (decoded === undefined)
      place.reject(`piece ${index} of its body is not of the length that its record says`)
    return decoded
  }
  const first = await read(0)
  if (first === undefined) return undefined
  return pieces === 1 ? wholeBody(first) : new StreamedBody({ length, pieces, first, read })
}
