import {
  isFenced,
  isJustPurged,
  isLeavingWithin,
  isPart,
  isRead,
  parkedIn,
  type FlightMove,
  type FlightScript,
} from '../flight-step.ts'

const joining: FlightMove = {
  allows: { request: ['plain', 'background'] },
  happens: (play) => {
    play.follow()
  },
}

/** It was found when it was open, and has been fenced in that very turn: see `flight.purged`. */
const joinedMeanwhile: FlightMove = { allows: { request: ['plain', 'background'] } }

const join: FlightScript = (step) => {
  const isLate = step.event === 'follower.late'
  const isAwaiting = step.state.startsWith('awaitReply')
  // Nothing is missed before there is a reply; of a part, all is.
  if (isLate !== (isPart(step) && !isAwaiting)) return undefined
  if (!isFenced(step.state)) return joining
  return isJustPurged(step) ? joinedMeanwhile : undefined
}

const leave: FlightScript = (step) => {
  if (isLeavingWithin(step))
    return step.next === 'fetch.stopped' ? { allows: { request: ['background'] } } : {}
  // A body is not the flight's any more where it is on its way to a follower.
  if (parkedIn(step) === 0 || step.state === 'streaming.fenced') return undefined
  return {
    allows: { following: [step.next === 'fetch.stopped' ? 'stop' : 'finish'] },
    happens: (play) => {
      play.lastFollower.leave()
    },
  }
}

const leaderLeaves: FlightScript = (step) => {
  const { state, before, next } = step
  if (isLeavingWithin(step)) return { allows: { request: ['plain'] } }
  if (before.includes('leader.left') || state === 'committing') return undefined
  if (state.startsWith('awaitReply')) {
    return {
      allows: { request: ['plain'], leaving: ['finish'] },
      happens: async (play) => {
        await play.call()
        play.leave()
      },
    }
  }
  const isLast = !isRead({ ...step, before: [...before, 'leader.left'] })
  // What is neither stored nor read is broken off, or stopped.
  const goesOn = next !== 'fetch.stopped' && next !== 'body.failed'
  if (isFenced(state) && isLast && goesOn) return undefined
  return {
    allows: { request: ['plain'], reading: [next === 'fetch.stopped' ? 'stop' : 'finish'] },
    happens: async (play) => {
      await play.firstPiece()
      play.leave()
    },
  }
}

/** Who comes, and who leaves. */
export const flightFollowerScripts: Readonly<Record<string, FlightScript>> = {
  'follower.joined': join,
  'follower.late': join,
  'follower.left': leave,
  'leader.left': leaderLeaves,
}
