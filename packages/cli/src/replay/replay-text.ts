import type { ReplayDifference, ReplayResult } from '@cachechart/core/recording'
import { printable } from '../printable.ts'
import { nameOfRecording } from '../recordings/recording-failure.ts'
import type { RecordPlace } from './line-numbers.ts'

/** What was replayed, for a person. */
export function replayText(
  { transactions, flights, steps, incomplete, lost, different }: ReplayResult,
  seconds: number,
): string {
  const counts = [
    `${counted(transactions, 'transaction')}, ${counted(flights, 'flight')}, ${counted(steps, 'step')} (${seconds.toFixed(1)} s)`,
    ...(incomplete === 0 ? [] : [`${incomplete} more of which not everything is recorded`]),
    ...(lost === 0 ? [] : [`${counted(lost, 'record')} left out by who recorded them`]),
    different === 0 ? 'All go the way that was recorded.' : `${different} of them go another way.`,
  ]
  return `${counts.join('\n')}\n`
}

/** The first difference, for a person. */
export function differenceText(
  { kind, run, id, step, what, expected, seen }: ReplayDifference,
  place: RecordPlace | null,
): string {
  const where = place === null ? '' : `${nameOfRecording(place.file)}:${place.line}: `
  const whose = kind === 'flight' ? `the flight of transaction ${id}` : `transaction ${id}`
  const when = step === 0 ? 'at its beginning' : `at step ${step}`
  return `
The first difference is in ${where}${whose}${run === '' ? '' : ` of ${printable(run)}`}, ${when} (${what}):
  recorded  ${printable(expected)}
  replayed  ${printable(seen)}
`
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
