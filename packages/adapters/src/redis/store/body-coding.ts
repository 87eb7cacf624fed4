import { promisify } from 'node:util'
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib'

/** How the pieces of a body are kept; each by itself. */
export type BodyCoding = 'identity' | 'gzip' | 'zstd'

type Transform = (bytes: Uint8Array, options: { maxOutputLength?: number }) => Promise<Buffer>

// Their overloads say no more than this of the form that is used here.
const coders: Readonly<Record<'gzip' | 'zstd', { readonly encode: Transform; readonly decode: Transform }>> =
  {
    gzip: { encode: promisify(gzip) as Transform, decode: promisify(gunzip) as Transform },
    zstd: { encode: promisify(zstdCompress) as Transform, decode: promisify(zstdDecompress) as Transform },
  }

/** Less than this has nothing to save. */
const leastWorth = 256

export const isBodyCoding = (text: string): text is BodyCoding =>
  text === 'identity' || text === 'gzip' || text === 'zstd'

export const encodeWith = (coding: BodyCoding, bytes: Uint8Array): Promise<Uint8Array> =>
  coding === 'identity' ? Promise.resolve(bytes) : coders[coding].encode(bytes, {})

/** Tries it with the beginning of a body; `identity` where it saves less than a tenth. */
export async function codingFor(wanted: 'gzip' | 'zstd', beginning: Uint8Array): Promise<BodyCoding> {
  if (beginning.length < leastWorth) return 'identity'
  const encoded = await encodeWith(wanted, beginning)
  return encoded.length <= beginning.length * 0.9 ? wanted : 'identity'
}

/** What a piece was before; `undefined` where it is not of that length, or damaged. It never becomes longer in memory. */
export async function decodeWith(
  coding: BodyCoding,
  bytes: Uint8Array,
  length: number,
): Promise<Uint8Array | undefined> {
  if (coding === 'identity') return bytes.length === length ? bytes : undefined
  try {
    const decoded = await coders[coding].decode(bytes, { maxOutputLength: Math.max(1, length) })
    return decoded.length === length ? decoded : undefined
  } catch {
    return undefined
  }
}
