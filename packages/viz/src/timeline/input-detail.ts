import type { RecordedInput, RecordedStep } from '@cachechart/core'
import { clipped } from './clipped.ts'
import { durationText } from '../duration-text.ts'

/** The status that a client is given for an input, or would be; `null` where none is. `stored`: of what was found stored. */
export const statusOf = ({ input, event }: RecordedStep, stored: number | null): number | null => {
  if (fromStored.some((each) => event.startsWith(each))) return stored
  if (input.type === 'reply') return input.reply.status
  return input.type === 'flightReply' ? input.stored.status : null
}

/** What is answered with what was stored. */
const fromStored = [
  'lookup.fresh',
  'lookup.stale',
  'reply.freshen',
  'reply.masked',
  'flight.masked',
  'deadline.masked',
]

/** What came with an input, in a few words; empty where nothing did that its event does not say. */
export const inputDetail = ({ input, leader }: RecordedStep): string =>
  [leader === undefined ? '' : `behind #${leader}`, detailOf(input)].filter((text) => text !== '').join(', ')

const detailOf = (input: RecordedInput): string => {
  switch (input.type) {
    case 'reply':
      return `status ${input.reply.status}`
    case 'flightReply':
      return `status ${input.stored.status}`
    case 'lookup':
      return input.stored === null ? noneOf(input.variants) : `status ${input.stored.status} stored`
    case 'lookupError':
    case 'leaseError':
    case 'replyError':
    case 'flightFailed':
    case 'bodyError':
      return clipped(`${input.error.code ?? input.error.name}: ${input.error.message}`, 120)
    case 'deadline':
      return `${input.of} deadline, after ${durationText(input.after)}`
    case 'clientGone':
      return input.others === 0 ? '' : `${input.others} others wait`
    default:
      return ''
  }
}

const noneOf = (variants: 'none' | 'some'): string =>
  variants === 'none' ? 'nothing stored' : 'another variant stored'
