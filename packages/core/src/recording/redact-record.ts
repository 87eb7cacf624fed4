import type { CacheRecord, RecordedBegin, RecordedInput } from '../engine/record.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { normalizedField } from '../policy/normalized-field.ts'

/** What is to be kept from whoever reads a recording. */
export interface Redaction {
  /** Names of fields whose values are redacted, in any case, beside those that always are. Default: none. */
  readonly fields?: readonly string[]
  /**
   * Stands for a value: the same for equal values, and from which nobody can tell the value. A hash with a secret key
   * is such a function, and a plain hash is not: whoever guesses a value can try it.
   */
  readonly token: (value: string) => string
}

/** They say who somebody is, or prove it. */
const alwaysRedacted: readonly string[] = Object.freeze([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
])

interface Redactor {
  readonly names: ReadonlySet<string>
  readonly stands: (value: string) => string
}

/** All but what may stand in the value of any field, means nothing in any, and is the same in every comparison. */
const eloquent = /[^0-9a-z-]/g

const redactors = new WeakMap<Redaction, Redactor>()

/** Made once for all the records of a cache. */
const redactorOf = (redaction: Redaction): Redactor => {
  const known = redactors.get(redaction)
  if (known !== undefined) return known
  const made = createRedactor(redaction)
  redactors.set(redaction, made)
  return made
}

const createRedactor = ({ fields = [], token }: Redaction): Redactor => ({
  names: new Set([...alwaysRedacted, ...fields.map((name) => name.toLowerCase())]),
  // Different tokens stay different, though case may not count in the field.
  stands: (value) =>
    `redacted-${token(value).replace(eloquent, (unit) => `_${unit.charCodeAt(0).toString(16)}_`)}`,
})

/** Each line for itself: the values of several Set-Cookie are not one list. RFC 9110 §5.3 */
const responseFields = (fields: FieldLines, { names, stands }: Redactor): FieldLines =>
  fields.map((text, index) =>
    index % 2 === 1 && names.has((fields[index - 1] ?? '').toLowerCase()) ? stands(text) : text,
  )

/** All lines of a name are one value, in the form in which it selects a stored response. RFC 9111 §4.1 */
const requestFields = (fields: FieldLines, { names, stands }: Redactor): FieldLines => {
  const redacted: string[] = []
  const known = new Set<string>()
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name = '', value = ''] = fields.slice(index, index + 2)
    const lowerCaseName = name.toLowerCase()
    if (!names.has(lowerCaseName)) redacted.push(name, value)
    else if (!known.has(lowerCaseName)) {
      known.add(lowerCaseName)
      redacted.push(name, stands(normalizedField(lowerCaseName, fieldValue(fields, lowerCaseName) ?? '')))
    }
  }
  return redacted
}

const redactStored = (stored: StoredResponse, redactor: Redactor): StoredResponse => ({
  ...stored,
  fields: responseFields(stored.fields, redactor),
  varied: stored.varied.map((value, index) =>
    value !== null && redactor.names.has(stored.vary[index] ?? '') ? redactor.stands(value) : value,
  ),
})

const redactInput = (input: RecordedInput, redactor: Redactor): RecordedInput => {
  switch (input.type) {
    case 'lookup':
      return { ...input, stored: input.stored && redactStored(input.stored, redactor) }
    case 'flightReply':
      return { ...input, stored: redactStored(input.stored, redactor) }
    case 'reply':
      return { ...input, reply: { ...input.reply, fields: responseFields(input.reply.fields, redactor) } }
    default:
      return input
  }
}

const redactBegin = (record: RecordedBegin, redactor: Redactor): RecordedBegin => {
  const fields = requestFields(record.fields, redactor)
  const { refreshOf } = record
  if (refreshOf === undefined) return { ...record, fields }
  const stored = refreshOf.stored && redactStored(refreshOf.stored, redactor)
  return { ...record, fields, refreshOf: { ...refreshOf, stored } }
}

/**
 * The record without the values of fields that are nobody's business: Authorization, Proxy-Authorization, Cookie and
 * Set-Cookie, and whichever are named. Each becomes `redacted-` and the token that stands for it. Equal values stay equal,
 * so what was selected by them still is: the recording replays as it did. The record itself is not changed.
 *
 * What the URL or the key says is left as it is; so is what an error says. A field by which the cache decides
 * (Cache-Control, say) decides otherwise once it is redacted: do not name one.
 *
 * @example
 * import { redactRecord } from '@cachechart/core/recording'
 *
 * const redacted = redactRecord(
 *   {
 *     kind: 'begin', id: 1, at: 0, role: 'client', method: 'GET', url: 'https://example.com/', key: 'https://example.com/',
 *     fields: ['Cookie', 'session=secret'], namedUrl: null, mode: 'default', range: 'kept',
 *     rules: { onTimeout: 'stale', leaderLeaves: 'finish' },
 *   },
 *   { token: (value) => String(value.length) }, // a hash with a secret key, in earnest
 * )
 * console.log(redacted.kind === 'begin' && redacted.fields) // [ 'Cookie', 'redacted-14' ]
 */
export const redactRecord = (record: CacheRecord, redaction: Redaction): CacheRecord => {
  const redactor = redactorOf(redaction)
  switch (record.kind) {
    case 'begin':
      return redactBegin(record, redactor)
    case 'step':
      return { ...record, input: redactInput(record.input, redactor) }
    case 'start':
    case 'flight':
    case 'loss':
      return record
  }
}
