import type { FieldLines } from '../http/message.ts'
import { readListOf, readText, refuse, type Reads } from './reads.ts'

const readLines = readListOf(readText)

/** Names and values by turns. */
export const readFields: Reads<FieldLines> = (value, place) => {
  const lines = readLines(value, place)
  return lines.length % 2 === 0 ? lines : refuse(value, place, 'name, value, name, value, …')
}
