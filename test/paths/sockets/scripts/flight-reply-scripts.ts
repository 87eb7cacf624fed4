import type { Reply } from '../../../adapters/origin/origin-call.ts'
import {
  answeredText,
  changed,
  otherPart,
  refused,
  storable,
  storedText,
  unavailable,
  unusable,
  validated,
  withCookie,
} from '../bodies.ts'
import { isFenced, isRead, parkedIn, type FlightMove, type FlightScript } from '../flight-step.ts'
import type { Allowed } from '../scene.ts'

const answered = `200 ${answeredText}`
const stored = `200 ${storedText}`
const either: Allowed = { request: ['plain', 'background'] }
const ownWhole: Allowed = { ...either, stored: ['nothing', 'maskable', 'stale', 'refreshable', 'both'] }

const whole = (reply: Reply, line: string, allows: Allowed): FlightMove => ({
  allows,
  line,
  happens: async (play) => (await play.call()).answer(reply),
})

const streamed = (reply: Reply, line: string, allows: Allowed): FlightMove => ({
  allows,
  line,
  happens: async (play) => (await play.call()).answer(reply, 'held'),
})

const always =
  (move: FlightMove): FlightScript =>
  () =>
    move

const storing: FlightScript = (step) => {
  // What is neither stored nor read is broken off.
  const isRefused = isFenced(step.state) && !isRead(step) && step.next !== 'body.failed'
  return isRefused ? undefined : streamed(storable, answered, ownWhole)
}

const sharing: FlightScript = (step) => {
  if (parkedIn(step) === 0) return undefined
  const { happens, ...move } = streamed(unusable, answered, ownWhole)
  return {
    ...move,
    happens: (play) => {
      if (step.next === 'follower.left') play.leaveWhenTold('reply.share', play.lastFollower)
      return happens?.(play)
    },
  }
}

/** What the leader's reply means to all who wait. */
export const flightReplyScripts: Readonly<Record<string, FlightScript>> = {
  'reply.store': storing,
  // RFC 9111 §4: of use to those who have waited for it, and to nobody else.
  'reply.share': sharing,
  'reply.combine': always(streamed(otherPart, stored, { request: ['plain'], stored: ['part'] })),
  'reply.freshen': always(
    whole(validated, stored, { ...either, stored: ['maskable', 'stale', 'refreshable', 'both'] }),
  ),
  'reply.expire': ({ before }) =>
    before.some((event) => event !== 'flight.purged')
      ? undefined
      : whole(changed, '200', { request: ['head'], stored: ['maskable', 'stale'] }),
  'reply.masked': always(whole(unavailable, stored, { request: ['plain'], stored: ['maskable'] })),
  // RFC 6585 §4: about this request alone.
  'reply.decline': always(whole(refused, '429 not for you', ownWhole)),
  'reply.uncacheable': always(whole(withCookie, answered, ownWhole)),
  'reply.failed': always({
    allows: { request: ['plain'], stored: ['nothing', 'stale'] },
    line: 'error',
    happens: async (play) => play.lose(await play.call()),
  }),
}
