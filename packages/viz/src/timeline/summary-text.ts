import { durationText } from '../duration-text.ts'
import type { Timeline } from './timeline.ts'

/** How much there is, and from when on. */
export const summaryText = ({ transactions, flights, begin, end }: Timeline): string => {
  if (transactions.length === 0) return 'Nothing happened'
  const keys = new Set(transactions.map(({ key }) => key)).size
  return [
    counted(transactions.length, 'transaction'),
    counted(flights.length, 'flight'),
    counted(keys, 'key'),
    `${durationText(end - begin)}${dateText(begin)}`,
  ].join(' · ')
}

/** How much there is not; empty where that is all. */
export const leftOutText = ({ leftOut: { transactions, records, lost } }: Timeline): string =>
  [
    transactions === 0 ? '' : `no room for ${counted(transactions, 'transaction')} more`,
    records === 0 ? '' : `${counted(records, 'record')} of others`,
    lost === 0 ? '' : `${counted(lost, 'record')} lost`,
  ]
    .filter((text) => text !== '')
    .join(' · ')

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Beyond what a date can be, it is the time of a clock that counts from something else. */
const dateText = (at: number): string =>
  Math.abs(at) <= 8.64e15 ? ` from ${new Date(at).toISOString()}` : ''
