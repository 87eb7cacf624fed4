import type { Dispatcher } from 'undici'
import { knownName } from './known-name.ts'

type RawFields = Dispatcher.DispatchController['rawHeaders']
type ParsedFields = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * undici's raw header section as field lines: bytes become latin1, names keep their case, duplicates their order.
 *
 * @param parsed what undici has made of it: names in lower case
 */
export function rawFieldLines(raw: RawFields, parsed?: ParsedFields): string[] {
  if (raw === null || raw === undefined) return []
  if (!Array.isArray(raw)) return fromRecord(raw)
  const lines: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ''
    const value = raw[index + 1] ?? ''
    if (typeof name === 'string') {
      lines.push(name, textOf(value))
    } else {
      const { text, lowerCase } = knownName(name)
      lines.push(text, decodedValue(value, parsed?.[lowerCase]))
    }
  }
  return lines
}

const textOf = (part: string | Buffer): string => (typeof part === 'string' ? part : part.toString('latin1'))

/** undici has decoded the value already, unless the name has several lines. */
const decodedValue = (raw: string | Buffer, parsed: string | readonly string[] | undefined): string =>
  typeof parsed === 'string' && parsed.length === raw.length ? parsed : textOf(raw)

/** Dispatchers that do not speak HTTP/1.1 give a record. */
function fromRecord(record: ParsedFields): string[] {
  const lines: string[] = []
  for (const name of Object.keys(record)) {
    const value = record[name]
    if (typeof value === 'string') lines.push(name, value)
    else if (Array.isArray(value)) for (const line of value) lines.push(name, String(line))
    else if (value !== undefined) lines.push(name, String(value))
  }
  return lines
}
