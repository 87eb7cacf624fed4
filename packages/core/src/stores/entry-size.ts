import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'

/** A key's string, its place in the table, its list of variants and the lookup result, beside the key's own text. */
const keyOverhead = 200

/** The head's object, the entry and the buffer of the body with the platform's part of it. */
const entryOverhead = 550

/** A string's header and padding, and the slot that points to it. */
const stringOverhead = 20

/** A name in an index and its way to the keys: the most where two keys share a name, less for one key and for many. */
const indexOverhead = 150

/** What a key is taken to occupy in memory, in bytes. */
export function keySize(key: string): number {
  return keyOverhead + key.length
}

/** What a stored response without its body is taken to occupy in memory, in bytes: rather more than less. */
export function headSize(response: StoredResponse): number {
  const { fields, vary, varied, reason, etag, lastModified, surrogateKeys, url } = response
  const rest = textSize(reason) + textSize(etag) + textSize(lastModified)
  const found = surrogateKeys.length * indexOverhead + (url === null ? 0 : indexOverhead + textSize(url))
  const lines = linesSize(fields) + linesSize(vary) + linesSize(varied) + linesSize(surrogateKeys)
  return entryOverhead + lines + rest + found
}

function linesSize(texts: FieldLines | readonly (string | null)[]): number {
  let size = 0
  for (const text of texts) size += textSize(text)
  return size
}

/** Fields hold one byte a character (RFC 9110 §5.5), and so do strings made of them. */
function textSize(text: string | null): number {
  return text === null ? 0 : stringOverhead + text.length
}
