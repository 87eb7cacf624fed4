import { answeredText, storedText } from './bodies.ts'
import type { FlightWalk } from './flight-walk.ts'
import type { SocketFront } from './socket-fronts.ts'

/** What the client has to be told whose request began the flight, in a line: see `Told`. */
export function expectedLeaderLine(
  { path, moves, scene }: FlightWalk,
  errors: SocketFront['errors'],
): string {
  const { events, states } = path
  if (scene.request === 'background') return `200 ${storedText}`
  const isStopped = states.some(
    (state, at) => state.startsWith('awaitReply') && events[at] === 'fetch.stopped',
  )
  if (isStopped || events.includes('leader.left') || events.includes('leader.resigned')) return 'left'
  if (events.includes('body.failed')) return '200, then broken'
  const line = moves.find((move) => move.line !== undefined)?.line ?? ''
  if (line !== 'error') return line
  return errors === 'problem' ? '502 problem' : errors
}

/** What the others may be told: a whole response, now or when they have asked for themselves, unless they have left. */
export function possibleLines({ path }: FlightWalk): readonly string[] {
  const whole = [`200 ${answeredText}`, `200 ${storedText}`]
  const isBroken = path.events.some((event) => event === 'body.failed' || event === 'fetch.stopped')
  return [
    ...whole,
    ...(path.events.includes('follower.left') ? ['left'] : []),
    ...(isBroken ? ['200, then broken'] : []),
  ]
}
