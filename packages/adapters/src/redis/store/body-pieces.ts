import type { RedisLink, RedisReply } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'
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
  /** Told that it cannot be read; what remains to be done then. */
  readonly lost: (loss: LostBody) => Promise<void>
}

/** What is wrong with a body: something else lies where a piece of it belongs, or nothing does. */
export interface LostBody {
  readonly seen: 'another value' | 'nothing'
  readonly reason: string
}

/** Opens the body of a variant. `undefined` where it is gone, or not believed. */
export async function openBody({ record, bytes }: FoundVariant, place: BodyPlace): Promise<Body | undefined> {
  const { coding, length, pieces } = record.body
  if (bytes !== undefined) {
    const whole = await decodeWith(coding, bytes, length)
    if (whole !== undefined) return wholeBody(whole)
    await place.lost({ seen: 'another value', reason: 'its body cannot be decoded' })
    return undefined
  }
  const read = async (index: number) => {
    const piece = await readPiece(place, index)
    const expected = Math.min(pieceBytes, length - index * pieceBytes)
    // A piece that was compressed is never longer than it was, but for what the coding adds.
    const kept = Buffer.isBuffer(piece) && piece.length <= pieceBytes + 1024 ? piece : undefined
    const decoded = kept && (await decodeWith(coding, kept, expected))
    if (decoded !== undefined) return decoded
    const seen = piece === null ? 'nothing' : 'another value'
    await place.lost({ seen, reason: `piece ${index} of its body is missing, or not as its record says` })
    return undefined
  }
  const first = await read(0)
  if (first === undefined) return undefined
  return pieces === 1 ? wholeBody(first) : new StreamedBody({ length, pieces, first, read })
}

async function readPiece({ link, name }: BodyPlace, index: number): Promise<RedisReply> {
  try {
    return await link.send(name, ['HGET', name, String(index)])
  } catch (error) {
    if (refusalOf(error) !== 'WRONGTYPE') throw error
    return 'of another type'
  }
}
