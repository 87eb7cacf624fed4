import type { FieldLines } from '@cachechart/core'

/** Header fields as undici hands them out: a name that has several lines has a list. */
export type FieldRecord = Record<string, string | string[]>

/** The fields of a response, for a handler: names in lower case. */
export function fieldRecord(fields: FieldLines): FieldRecord {
  const record: FieldRecord = {}
  for (let index = 0; index + 1 < fields.length; index += 2)
    add(record, (fields[index] ?? '').toLowerCase(), fields[index + 1] ?? '')
  return record
}

/** The fields of a request, as a program would have written them: names as they are. */
export function headerRecord(fields: FieldLines): FieldRecord {
  const record: FieldRecord = {}
  for (let index = 0; index + 1 < fields.length; index += 2)
    add(record, fields[index] ?? '', fields[index + 1] ?? '')
  return record
}

function add(record: FieldRecord, name: string, value: string): void {
  const known = record[name]
  if (known === undefined) record[name] = value
  else if (!Object.hasOwn(record, name)) define(record, name, value)
  else if (Array.isArray(known)) known.push(value)
  else define(record, name, [known, value])
}

/** A field may be called `__proto__`, or as what every object has. */
function define(record: FieldRecord, name: string, value: string | string[]): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
}
