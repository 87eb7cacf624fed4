import { isToken } from './check-values.ts'
import { MisuseError } from './driver-errors.ts'

/** RFC 9110 §5.5: what a field value may hold, as it is written: anything else could be read as the end of the line. */
const content = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/** These say where a message ends, or are about one connection: they belong to whoever writes it. RFC 9110 §7.6.1, §8.6 */
const framing = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** @throws MisuseError when this is no field name, or one that nobody but the writer of the message may set */
export const checkHeaderName = (name: unknown): void => {
  if (!isToken(name)) {
    throw new MisuseError(`a header name is a token, as in "X-Served-By"; it is ${JSON.stringify(name)}`)
  }
  if (framing.has(name.toLowerCase())) {
    throw new MisuseError(`${name} belongs to whoever writes the message; it cannot be changed here`)
  }
}

/** @throws MisuseError when this cannot stand in a field line */
export const checkHeaderValue = (name: string, value: unknown): void => {
  if (typeof value === 'string' && content.test(value)) return
  const seen = JSON.stringify(value)
  throw new MisuseError(
    `the value of ${name} must be a string without line breaks or characters beyond latin1; it is ${seen}`,
  )
}
