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
  readonly selection: string
  readonly date: number
  readonly url: string | null
  readonly labels: readonly string[]
}

/** A head as it is kept; `undefined` where it is none that could be read again. */
export function headToStore(response: StoredResponse): StoredHead | undefined {
  if (response.sensitive) return
  const readable = readStoredResponse(withoutFalseLength(response))
  if (readable === undefined) return
  const text = JSON.stringify(readable)
  if (Buffer.byteLength(text) > longestHead) return
  const { vary, varied, date, url, surrogateKeys } = readable
  return {
    text,
    selection: JSON.stringify([vary, varied]),
    date,
    url: url === null ? null : keyText(url),
    labels: surrogateKeys.map(keyText),
  }
}

const contentLength = new Set(['content-length'])

/**
 * RFC 9112 §6.3: a Content-Length that is no length says nothing of the body, and messages are smuggled by it. Whoever reads the
 * head would not believe it; the rest of it is as good as any.
 */
function withoutFalseLength(response: StoredResponse): StoredResponse {
  const { fields } = response
  const isTold = contentLengthOf(fields) !== undefined || !hasField(fields, 'content-length')
  return isTold ? response : { ...response, fields: withoutFields(fields, contentLength) }
}

/** The column for labels. */
export const labelsText = ({ labels }: StoredHead): string | null =>
  labels.length === 0 ? null : JSON.stringify(labels)

/** The head that was kept so; `undefined` where it cannot be believed. */
export function headFromText(text: string): StoredResponse | undefined {
  try {
    return readStoredResponse(JSON.parse(text))
  } catch {
    return undefined
  }
}
