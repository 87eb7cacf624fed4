/** The words of the flight machine: what may happen to a fetch that several wait for (events), and what is ordered then (effects). */

/** Every fact that a flight can be told. */
export const flightEvents = [
  'follower.joined',
  'follower.late',
  'follower.left',
  'leader.left',
  'leader.resigned',
  'reply.store',
  'reply.share',
  'reply.combine',
  'reply.freshen',
  'reply.expire',
  'reply.masked',
  'reply.decline',
  'reply.failed',
  'reply.uncacheable',
  'body.done',
  'body.failed',
  'writer.done',
  'writer.failed',
  'fetch.stopped',
  'flight.purged',
] as const

/** The name of an event of the flight machine. */
export type FlightEventType = (typeof flightEvents)[number]

/** An event of the flight machine. */
export type FlightEvent = { [Type in FlightEventType]: { readonly type: Type } }[FlightEventType]

/** Every order that the flight machine can give. */
export const flightEffects = [
  'follower.park',
  'follower.stream',
  'follower.sendElsewhere',
  'follower.release',
  'fetch.adopt',
  'fetch.cancel',
  'ignore.purge',
  'ignore.writer',
  'followers.stream',
  'followers.lookAgain',
  'followers.serveStale',
  'followers.wakeOne',
  'followers.passAll',
  'marker.write',
  'writer.open',
  'writer.commit',
  'writer.discard',
  'writer.giveUp',
] as const

/** The name of an effect of the flight machine. */
export type FlightEffect = (typeof flightEffects)[number]

/** Every state in which a flight can rest, nested ones by their path. */
export const flightStates = [
  'awaitReply.open',
  'awaitReply.fenced',
  'streaming.open',
  'streaming.fenced',
  'committing',
  'closed',
] as const

/** The name of a state of the flight machine. */
export type FlightState = (typeof flightStates)[number]
