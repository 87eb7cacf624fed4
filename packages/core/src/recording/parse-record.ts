import type { CacheRecord } from '../engine/record.ts'
import { readRecord } from './read-record.ts'
import { RecordingError } from './recording-error.ts'
import { recordingLimits } from './recording-limits.ts'

/**
 * The record that a line of a recording holds. Every member is checked: a line may come from anywhere. Members that are not
 * known are left out, so that a later version may add some.
 *
 * @param lineNumber from 1, for the message
 * @throws RecordingError (`ERR_RECORDING`) that names the line and the member, what was expected, and what was seen
 * @example
 * import { parseRecord } from '@cachechart/core/recording'
 *
 * console.log(parseRecord('{"kind":"loss","at":0,"count":3,"more":true}', 1)) // { kind: 'loss', at: 0, count: 3 }
 */
export const parseRecord = (line: string, lineNumber: number): CacheRecord => {
  const place = { line: lineNumber, member: '' }
  if (line.length > recordingLimits.line) {
    const problem = `a record has at most ${recordingLimits.line} characters; this has ${line.length}`
    throw new RecordingError(place, problem)
  }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    const { message } = error as SyntaxError // JSON.parse throws nothing else
    throw new RecordingError(place, `it is no JSON: ${message}`)
  }
  return readRecord(value, place)
}
