import {
  isFenced,
  isJustPurged,
  isPart,
  isRead,
  parkedIn,
  readersIn,
  type FlightMove,
  type FlightScript,
  type FlightStep,
} from '../flight-step.ts'

const hasLeft = ({ before }: FlightStep): boolean => before.includes('leader.left')

const purged: FlightScript = ({ state, next }) => {
  if (isFenced(state)) return { happens: (play) => play.purge() }
  if (next === 'follower.joined' || next === 'follower.late')
    return { happens: (play) => play.purgeWhileJoining() }
  if (next === 'writer.failed') return { happens: (play) => play.purgeWhileBreaking() }
  return { happens: (play) => play.purge() }
}

const bodyDone: FlightScript = (step) =>
  isFenced(step.state) && !isRead(step)
    ? undefined
    : {
        async happens(play) {
          if (step.next === 'leader.left') play.leaveWhenTold('body.done', play.client)
          ;(await play.call()).complete()
        },
      }

const bodyFailed: FlightScript = (step) => {
  if (isFenced(step.state) && !isRead(step)) return {}
  // A leader's client that reads it is told first, and is gone then; a refresh has none.
  return {
    allows: { request: hasLeft(step) || isPart(step) ? ['plain'] : ['background'] },
    async happens(play) {
      await play.othersRead(readersIn(step))
      ;(await play.call()).break()
    },
  }
}

const writerFailed: FlightScript = (step) => {
  if (step.state === 'streaming.open') return { happens: (play) => play.breakStore() }
  if (step.state === 'streaming.fenced') return isJustPurged(step) ? {} : undefined
  // The cache is shut down: what somebody waits for is not given up.
  return parkedIn(step) > 0 ? undefined : { happens: (play) => play.shutDown() }
}

/** The last reader of a body who leaves stops it. One that is not stored is broken off by that, unless nobody has read it yet. */
const afterLastReader = ({ state }: FlightStep, last: string | undefined): FlightMove | undefined => {
  if (last === 'leader.left') return isFenced(state) ? undefined : {}
  return last === 'follower.left' ? { allows: { request: ['background'], reading: ['stop'] } } : undefined
}

const fetchStopped: FlightScript = (step) => {
  const last = step.before.at(-1)
  if (step.state.startsWith('streaming')) return afterLastReader(step, last)
  if (last === 'follower.left' && parkedIn(step) === 0)
    return { allows: { request: hasLeft(step) ? ['plain'] : ['background'] } }
  if (hasLeft(step)) return undefined
  return {
    allows: { request: ['plain'], leaving: ['stop'] },
    happens: async (play) => {
      await play.call()
      play.leave()
    },
  }
}

/** Who waits for the lease has asked the origin for nothing: with its client, it is gone. */
const leaderResigned: FlightScript = (step) =>
  hasLeft(step)
    ? undefined
    : {
        allows: { request: ['plain'], lease: ['silent'] },
        happens: (play) => play.leave(),
      }

/** How a body, its way into the store, and a fetch end. */
export const flightEndScripts: Readonly<Record<string, FlightScript>> = {
  'flight.purged': purged,
  'body.done': bodyDone,
  'body.failed': bodyFailed,
  'writer.failed': writerFailed,
  'writer.done': () => ({ happens: (play) => play.commit() }),
  'fetch.stopped': fetchStopped,
  'leader.resigned': leaderResigned,
}
