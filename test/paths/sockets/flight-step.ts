import type { FlightPlay } from './flight-play.ts'
import type { Allowed } from './scene.ts'

/** An event of a path of the flight machine, and what is around it. */
export interface FlightStep {
  readonly event: string
  readonly state: string
  /** The states of the path up to this one. */
  readonly past: readonly string[]
  /** The events before it. */
  readonly before: readonly string[]
  readonly next: string | undefined
  /**
   * Whether a client can leave within a turn of the cache: a caller aborts, which is known at once. That a connection was
   * closed is known in a later turn.
   */
  readonly leaving: 'within' | 'later'
}

/** How such an event is made to happen over sockets. */
export interface FlightMove {
  readonly allows?: Allowed
  /** Without it, it follows from what was done before. */
  readonly happens?: (play: FlightPlay) => void | Promise<void>
  /** What the leader's client is told of the reply. */
  readonly line?: string
}

/** `undefined`: over sockets it cannot happen there. */
export type FlightScript = (step: FlightStep) => FlightMove | undefined

/** Whether nobody may join any more, and nothing is stored. */
export const isFenced = (state: string): boolean => state.endsWith('.fenced')

/** Whether this event is the first since the flight was fenced, by a purge that found it open. */
export const isJustPurged = ({ state, past, before }: FlightStep): boolean =>
  isFenced(state) && before.at(-1) === 'flight.purged' && !isFenced(past.at(-2) ?? '')

/** Whether the reply is a part, and the whole is put together in the store. */
export const isPart = ({ before }: FlightStep): boolean => before.includes('reply.combine')

/** How many wait for the reply, or for what is stored of it. */
export function parkedIn(step: FlightStep): number {
  let parked = 0
  for (const [at, event] of step.before.entries()) {
    const state = step.past[at] ?? ''
    if (event === 'follower.left') parked -= 1
    // A reply that is not a part is for all who have waited for it.
    if (event === 'reply.store' || event === 'reply.share') parked = 0
    if (waitsAfter(event, state)) parked += 1
  }
  return parked
}

const waitsAfter = (event: string, state: string): boolean =>
  (event === 'follower.joined' && (state === 'awaitReply.open' || state === 'committing')) ||
  (event === 'follower.late' && !isFenced(state))

/** Whether somebody leaves in the turn in which the event before this one is told: later there is nothing to leave. */
export const isLeavingWithin = ({ event, state, before, leaving }: FlightStep): boolean =>
  leaving === 'within' &&
  ((event === 'follower.left' && state === 'streaming.fenced' && before.at(-1) === 'reply.share') ||
    (event === 'leader.left' && state === 'committing' && before.at(-1) === 'body.done'))

/** How many followers read the body. */
export function readersIn(step: FlightStep): number {
  if (isPart(step)) return 0
  const states = step.before.map((event, at): readonly [string, string] => [event, step.past[at] ?? ''])
  const joined = states.filter(
    ([event, state]) =>
      event === 'follower.joined' && (state === 'awaitReply.open' || state === 'streaming.open'),
  )
  const left = states.filter(([event]) => event === 'follower.left')
  return joined.length - left.length
}

/** Whether somebody reads the body, its leader's client included. */
export const isRead = (step: FlightStep): boolean =>
  readersIn(step) > 0 || !step.before.includes('leader.left')
