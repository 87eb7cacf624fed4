import type { RecordingStart } from '../engine/record.ts'
import { definePolicy } from '../policy/default-policy.ts'
import {
  ownMember,
  readAmount,
  readCount,
  readFlag,
  readMembers,
  readOneOf,
  readText,
  readTime,
  readListOf,
  refuse,
  type Reads,
} from './reads.ts'
import { RecordingError } from './recording-error.ts'
import { recordingLimits } from './recording-limits.ts'

const readStatuses: Reads<readonly number[]> = (value, place) => {
  if (!Array.isArray(value) || value.length > recordingLimits.members)
    return refuse(value, place, 'a list of statuses')
  return value.map((status) => readCount(status, place))
}

type RecordedPolicy = RecordingStart['policy']

const readOptions = readMembers<RecordedPolicy>({
  shared: readFlag,
  name: readText,
  heuristicFraction: readAmount,
  heuristicMaximum: readAmount,
  staleIfError: readAmount,
  staleWhileRevalidate: readAmount,
  errorStatuses: readStatuses,
  targets: readListOf(readText),
  setCookie: readOneOf(['refuse', 'store']),
  onStoreFailure: readOneOf(['pass', 'fail']),
  isKeyedByUrl: readFlag,
})

/** A policy that a cache may have. */
const readPolicy: Reads<RecordedPolicy> = (value, place) => {
  const options = readOptions(value, place)
  const { isKeyedByUrl: _told, ...choices } = options
  try {
    definePolicy(choices)
  } catch (error) {
    throw new RecordingError(place, (error as TypeError | RangeError).message) // as it promises
  }
  return options
}

const readMembersOfStart = readMembers<RecordingStart>({
  kind: readOneOf(['start']),
  format: readOneOf(['cachechart']),
  version: readOneOf([1]),
  at: readTime,
  run: readText,
  policy: readPolicy,
})

/** The beginning of a recording; what was written by another version of the format is told from what is wrong. */
export const readStart: Reads<RecordingStart> = (value, place) => {
  const version = ownMember(value, 'version')
  if (typeof version === 'number' && version !== 1) {
    const problem = `the recording is of version ${version}; this is a reader of version 1`
    throw new RecordingError({ ...place, member: 'version' }, problem)
  }
  return readMembersOfStart(value, place)
}
