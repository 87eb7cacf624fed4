import type { FieldLines } from './message.ts'

/** Whether `name` is the field name `lowerCaseName`, in whatever case it is written. RFC 9110 §5.1. */
export function isFieldName(name: string, lowerCaseName: string): boolean {
  if (name.length !== lowerCaseName.length) return false
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index)
    const lower = code >= 65 && code <= 90 ? code | 32 : code
    if (lower !== lowerCaseName.charCodeAt(index)) return false
  }
  return true
}

/**
 * All lines of a name, joined by commas (RFC 9110 §5.3); `null` where there is none.
 *
 * @example
 * fieldValue(['Vary', 'Accept', 'vary', 'Cookie'], 'vary') // 'Accept, Cookie'
 */
export function fieldValue(fields: FieldLines, lowerCaseName: string): string | null {
  let value: string | null = null
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (!isFieldName(fields[index] ?? '', lowerCaseName)) continue
    const line = fields[index + 1] ?? ''
    value = value === null ? line : `${value}, ${line}`
  }
  return value
}

/** Whether there is a line of this name. */
export function hasField(fields: FieldLines, lowerCaseName: string): boolean {
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (isFieldName(fields[index] ?? '', lowerCaseName)) return true
  }
  return false
}

/** The lines whose names `keep` accepts; it is given them as they are written. The same array where it accepts all. */
export function filterLines(fields: FieldLines, keep: (name: string) => boolean): FieldLines {
  const kept: string[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index] ?? ''
    if (keep(name)) kept.push(name, fields[index + 1] ?? '')
  }
  return kept.length === fields.length ? fields : kept
}

/** The same; `keep` is given the names in lower case. */
export function filterFields(fields: FieldLines, keep: (lowerCaseName: string) => boolean): FieldLines {
  return filterLines(fields, (name) => keep(name.toLowerCase()))
}

/** Which lengths names of a set have, as bits: most field lines are told by that not to be meant. */
const lengthsOfSets = new WeakMap<ReadonlySet<string>, number>()

/** The bit of a length; all from 31 on have one. */
const bitOf = (length: number): number => 1 << Math.min(length, 31)

function lengthsOf(names: ReadonlySet<string>): number {
  let lengths = lengthsOfSets.get(names)
  if (lengths === undefined) {
    lengths = 0
    for (const name of names) lengths |= bitOf(name.length)
    lengthsOfSets.set(names, lengths)
  }
  return lengths
}

/** The lines without those of the given lower-case names; the same array where there are none. The set is not to change. */
export function withoutFields(fields: FieldLines, lowerCaseNames: ReadonlySet<string>): FieldLines {
  const lengths = lengthsOf(lowerCaseNames)
  const isMeant = (name: string): boolean =>
    (lengths & bitOf(name.length)) !== 0 && lowerCaseNames.has(name.toLowerCase())
  for (let index = 0; index < fields.length; index += 2) {
    if (isMeant(fields[index] ?? '')) return filterLines(fields, (name) => !isMeant(name))
  }
  return fields
}

/** The lines with one line of this name, at the end, in place of whatever there was. */
export function withField(fields: FieldLines, name: string, value: string): FieldLines {
  const lowerCaseName = name.toLowerCase()
  return [...filterFields(fields, (other) => other !== lowerCaseName), name, value]
}
