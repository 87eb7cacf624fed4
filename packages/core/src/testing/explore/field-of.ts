import type { FieldLines } from '../../http/message.ts'

/** The values of a field, in order. */
export const valuesOf = (fields: FieldLines, name: string): string[] =>
  fields.filter((_text, at) => at % 2 === 1 && fields[at - 1]?.toLowerCase() === name)

/** The first value of a field; empty where there is none. */
export const fieldOf = (fields: FieldLines, name: string): string => valuesOf(fields, name)[0] ?? ''
