import type { GraphPath } from '../graph-path.ts'
import type { FlightMove, FlightScript, FlightStep } from './flight-step.ts'
import { sceneFor, type Scene } from './scene.ts'
import type { SocketFrontName } from './socket-front-name.ts'
import { flightEndScripts } from './scripts/flight-end-scripts.ts'
import { flightFollowerScripts } from './scripts/flight-follower-scripts.ts'
import { flightReplyScripts } from './scripts/flight-reply-scripts.ts'

const scripts: Readonly<Record<string, FlightScript>> = {
  ...flightFollowerScripts,
  ...flightReplyScripts,
  ...flightEndScripts,
}

/** A path of the flight machine that can be walked over sockets, and what has to be so before. */
export interface FlightWalk {
  readonly path: GraphPath
  readonly moves: readonly FlightMove[]
  readonly scene: Scene
}

/** Callers of the same process abort; clients on a connection close it. */
const leavingThrough: Readonly<Record<SocketFrontName, FlightStep['leaving']>> = {
  gateway: 'later',
  fetch: 'within',
  undici: 'within',
  middleware: 'later',
  web: 'later',
}

/** The leader of a flight asks, or is a refresh. */
const leading = { lookup: ['answered'], request: ['plain', 'head', 'background'] } as const

const refreshable = { stored: ['both', 'refreshable'] } as const
const expired = { stored: ['nothing', 'maskable', 'stale', 'part'] } as const

/** `undefined` where no scene allows all that the path tells of. */
export function flightWalk(path: GraphPath, front: SocketFrontName): FlightWalk | undefined {
  const leaving = leavingThrough[front]
  const found = path.events.map((event, at) => scripts[event]?.({ ...stepAt(path, at), leaving }))
  const moves = found.filter((move) => move !== undefined)
  if (moves.length < found.length) return undefined
  const allowed = moves.map(({ allows = {} }) => allows)
  const scene =
    sceneFor([leading, ...allowed, { request: ['plain', 'head'] }, expired]) ??
    sceneFor([leading, ...allowed, { request: ['background'] }, refreshable])
  return scene && { path, moves, scene }
}

const stepAt = ({ events, states }: GraphPath, at: number): Omit<FlightStep, 'leaving'> => ({
  event: events[at] ?? '',
  state: states[at] ?? '',
  past: states.slice(0, at + 1),
  before: events.slice(0, at),
  next: events[at + 1],
})
