import type { Dispatcher } from 'undici'

type RawFields = Dispatcher.DispatchController['rawHeaders']

/** undici's raw header section as field lines: bytes become latin1, names keep their case, duplicates their order. */
export function rawFieldLines(raw: RawFields): string[] {
  if (raw === null || raw === undefined) return []
  if (!Array.isArray(raw)) return fromRecord(raw)
  const lines: string[] = []
  for (const part of raw) lines.push(typeof part === 'string' ? part : part.toString('latin1'))
  return lines
}

/** Dispatchers that do not speak HTTP/1.1 give a record. */
function fromRecord(record: Readonly<Record<string, string | readonly string[] | undefined>>): string[] {
  const lines: string[] = []
  for (const name of Object.keys(record)) {
    const value = record[name]
    if (typeof value === 'string') lines.push(name, value)
    else if (Array.isArray(value)) for (const line of value) lines.push(name, String(line))
    else if (value !== undefined) lines.push(name, String(value))
  }
  return lines
}
