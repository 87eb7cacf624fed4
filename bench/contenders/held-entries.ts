import { requestFields } from './sample-messages.ts'

/** How many responses are kept: enough that what a store takes once for all does not show. */
export const heldCount = 100_000

/** One response to keep. */
export interface HeldEntry {
  readonly url: string
  /** Names and values in turn; texts of their own, as they come from a socket. */
  readonly fields: readonly string[]
  readonly body: Uint8Array
}

const bodyLength = 1024
const day = 86_400

/** A text that shares its bytes with no other. */
const own = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** A response with the nine fields that web servers most often send. */
export function heldEntry(number: number): HeldEntry {
  const modified = new Date(Date.UTC(2026, 0, 1) + number * 7_001).toUTCString()
  const fields = [
    ...['Date', new Date().toUTCString(), 'Server', 'nginx/1.26.3'],
    ...['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(bodyLength)],
    ...['Cache-Control', `public, max-age=${day}`, 'ETag', `"${(0x5a1f0000 + number).toString(16)}-400"`],
    ...['Last-Modified', modified, 'Accept-Ranges', 'bytes', 'X-Content-Type-Options', 'nosniff'],
  ]
  const url = `http://www.example.com/articles/2026/${String(number).padStart(8, '0')}/story.html`
  return { url: own(url), fields: fields.map(own), body: Buffer.alloc(bodyLength, String(number)) }
}

/** The bytes of what is given to be kept: the URL, the text of the fields and the body. */
export const bytesOf = ({ url, fields, body }: HeldEntry): number =>
  fields.reduce((sum, text) => sum + text.length, url.length + body.length)

/** The fields of the request for it, as node:http has them. */
export const heldRequestFields = (): string[] => requestFields.map(own)
