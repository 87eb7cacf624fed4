import type { FieldLines } from '@cachechart/core'
import { contentCodings, isDecodedByFetch } from './content-codings.ts'

type Format = ConstructorParameters<typeof DecompressionStream>[0]

/**
 * What takes the codings off a response that another adapter has stored as it came: a fetch hands out decoded bytes.
 * `undefined` where there is nothing to do, or where the platform lacks a coding.
 */
export function foreignDecoders(fields: FieldLines): readonly DecompressionStream[] | undefined {
  const codings = contentCodings(fields)
  if (!isDecodedByFetch(codings)) return undefined
  try {
    return codings.toReversed().map((coding) => new DecompressionStream(formatOf(coding)))
  } catch {
    return undefined // it goes out coded, and its fields say so
  }
}

function formatOf(coding: string): Format {
  if (coding === 'br') return 'brotli' // where it is unknown the constructor throws
  return coding === 'deflate' ? 'deflate' : 'gzip'
}
