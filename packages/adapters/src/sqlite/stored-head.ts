import {
  contentLengthOf,
  hasField,
  readStoredResponse,
  withoutFields,
  type StoredResponse,
} from '@cachechart/core'
import { keyText } from './key-text.ts'
import { longestHead } from './schema.ts'

/** A head, and what of it has columns of its own. */
export interface StoredHead {
  readonly text: string
  /** What will be read of the text. */
  readonly response: StoredResponse
  readonly selection: string
  readonly date: number
  readonly url: string | null
  readonly labels: readonly string[]
}

/**
 * A head as it is kept beside a body of this length, as far as that is known, in bytes; `undefined` where it is none that
 * could be read again.
 */
export function headToStore(response: StoredResponse, bodyLength?: number): StoredHead | undefined {
  if (response.sensitive) return
  const readable = readStoredResponse(withoutFalseLength(response, bodyLength), bodyLength)
  if (readable === undefined) return
  const text = JSON.stringify(readable)
  if (Buffer.byteLength(text) > longestHead) return
  const { vary, varied, date, url, surrogateKeys } = readable
  return {
    text,
    response: readable,
    selection: JSON.stringify([vary, varied]),
    date,
    url: url === null ? null : keyText(url),
    labels: surrogateKeys.map(keyText),
  }
}

/** The same head, now that the length of its body is known; `undefined` where it speaks of another body. */
export function headBeside(head: StoredHead, bodyLength: number): StoredHead | undefined {
  const { part, fields } = head.response
  const told = part === null ? contentLengthOf(fields) : part.length
  return told === undefined || told === bodyLength ? head : headToStore(head.response, bodyLength)
}

const contentLength = new Set(['content-length'])

/**
 * RFC 9112 §6.3: a Content-Length that is no length, or not that of the body, is what messages are smuggled by. Whoever reads
 * the head would not believe it; the rest of it is as good as any.
 */
function withoutFalseLength(response: StoredResponse, bodyLength: number | undefined): StoredResponse {
  const { fields, part } = response
  if (!hasField(fields, 'content-length')) return response
  const told = contentLengthOf(fields)
  const isTrue = told !== undefined && (part !== null || told === (bodyLength ?? told))
  return isTrue ? response : { ...response, fields: withoutFields(fields, contentLength) }
}

/** The column for labels. */
export const labelsText = ({ labels }: StoredHead): string | null =>
  labels.length === 0 ? null : JSON.stringify(labels)

/** The head that was kept so, beside a body of this length, in bytes; `undefined` where it cannot be believed. */
export function headFromText(text: string, bodyLength: number): StoredResponse | undefined {
  try {
    return readStoredResponse(JSON.parse(text), bodyLength)
  } catch {
    return undefined
  }
}
