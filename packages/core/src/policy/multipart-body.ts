import { formatContentRange } from '../http/byte-ranges.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { BodyCut } from './presented-head.ts'
import type { Excerpt } from './satisfy-range.ts'

/** Several excerpts as one body, and its media type. */
export interface MultipartBody {
  readonly contentType: string
  readonly cut: BodyCut
}

/** FNV-1a, 32 bits, in hexadecimal digits. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/**
 * A text that no body has by accident; always the same for the same stored response. RFC 9110 §14.6: it is one that needs
 * no quotes, which some recipients misread.
 */
function boundaryOf({ fields, requestTime, responseTime }: StoredResponse): string {
  return `cachechart-${digest(fields.join('\n'))}${digest(`${requestTime} ${responseTime}`)}`
}

const printable = /^[\t\x20-\x7e]*$/

/** RFC 9110 §15.3.7.2: each part has the Content-Type that the whole would have. */
function typeLineOf(stored: StoredResponse): string {
  const contentType = fieldValue(stored.fields, 'content-type')
  return contentType !== null && printable.test(contentType) ? `Content-Type: ${contentType}\r\n` : ''
}

/** The body that carries several pieces of a stored one. RFC 9110 §14.6, §15.3.7.2; RFC 2046 §5.1. */
export function multipartBody(stored: StoredResponse, excerpts: readonly Excerpt[]): MultipartBody {
  const boundary = boundaryOf(stored)
  const typeLine = typeLineOf(stored)
  const pieces: BodyCut['pieces'][number][] = []
  let length = 0
  let lineBreak = ''
  for (const { range, slice } of excerpts) {
    const contentRange = `Content-Range: ${formatContentRange(range)}\r\n`
    const delimiter = `${lineBreak}--${boundary}\r\n${typeLine}${contentRange}\r\n`
    pieces.push(delimiter, slice)
    length += delimiter.length + slice.to - slice.from
    lineBreak = '\r\n'
  }
  const closing = `\r\n--${boundary}--\r\n`
  pieces.push(closing)
  const contentType = `multipart/byteranges; boundary=${boundary}`
  return { contentType, cut: { pieces, length: length + closing.length } }
}
