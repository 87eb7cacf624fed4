import fc from 'fast-check'
import type { FieldLines } from '../http/message.ts'

/** One field line: its name and its value. */
export type FieldLine = readonly [name: string, value: string]

const tokenCharacters = Array.from("!#$%&'*+-.^_`|~019azAZ")
// RFC 9110 §5.5: visible characters, blanks, and the bytes beyond ASCII that nobody has given a meaning.
const valueCharacters = Array.from(' \t!"#%,;:=\\/()<>019azAZ~\u0080\u00e9\u00ff')

const unknownLine: fc.Arbitrary<FieldLine> = fc.tuple(
  fc.string({ unit: fc.constantFrom(...tokenCharacters), minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...valueCharacters), maxLength: 24 }).map((value) => value.trim()),
)

/**
 * Field lines that a peer may send: the `known` ones, each any number of times, among fields that nobody knows.
 * @example
 * import fc from 'fast-check'
 * fc.assert(fc.property(fieldLinesArbitrary(), (lines) => lines.length % 2 === 0))
 */
export function fieldLinesArbitrary(...known: readonly fc.Arbitrary<FieldLine>[]): fc.Arbitrary<FieldLines> {
  const line =
    known.length === 0
      ? unknownLine
      : fc.oneof({ weight: 4, arbitrary: fc.oneof(...known) }, { weight: 1, arbitrary: unknownLine })
  return fc.array(line, { maxLength: 10 }).map((lines) => lines.flat())
}

/**
 * Lines of one field, its name in any case.
 * @example
 * import fc from 'fast-check'
 * const line = fieldLineArbitrary('Age', fc.constantFrom('0', '60'))
 * fc.assert(fc.property(line, ([name]) => name.toLowerCase() === 'age'))
 */
export function fieldLineArbitrary(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<FieldLine> {
  return fc.tuple(fc.constantFrom(name, name.toLowerCase(), name.toUpperCase()), value)
}
