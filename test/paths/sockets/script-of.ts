import type { GraphPath } from '../graph-path.ts'
import type { EdgeScript, EdgeScripts } from './edge-script.ts'
import { sceneFor, type Scene } from './scene.ts'
import type { SocketFrontName } from './socket-front-name.ts'
import { attachedScripts, detachedScripts, turnTakenScripts } from './scripts/await-backend-scripts.ts'
import { afterLeaseScripts, awaitCacheScripts, landedScripts } from './scripts/await-cache-scripts.ts'
import { awaitFlightScripts } from './scripts/await-flight-scripts.ts'
import {
  askedScripts,
  backgroundParkedScripts,
  backgroundScripts,
  parkedScripts,
} from './scripts/await-lease-scripts.ts'
import { deliveringScripts } from './scripts/delivering-scripts.ts'
import { directScripts } from './scripts/direct-scripts.ts'
import { receivedScripts } from './scripts/received-scripts.ts'

const scripts: Readonly<Record<string, EdgeScripts>> = {
  received: receivedScripts,
  awaitCache: awaitCacheScripts,
  awaitFlight: awaitFlightScripts,
  'awaitLease.asked': askedScripts,
  'awaitLease.parked': parkedScripts,
  'awaitLease.background': backgroundScripts,
  'awaitBackend.attached': attachedScripts,
  'awaitBackend.detached': detachedScripts,
  direct: directScripts,
  delivering: deliveringScripts,
}

/** A 304 answers conditions: what was asked again without any has no other. */
const onlyOnce = new Set(['reply.orphaned', 'reply.freshen'])

/** Where the store has not answered, nothing is kept. */
const withoutStore = new Set([
  'awaitCache on lookup.failed',
  'awaitCache on deadline.passed',
  'awaitCache on deadline.joined',
])

/** What may follow for one whose way was special: what else may is walked by those who have come straight. */
const plainTail = new Set(['reply.store', 'reply.decline', 'reply.failed', 'delivery.done'])

/** Whether another path walks this as well, or none can. */
const isAside = ({ events, edges, states }: GraphPath, at: number): boolean => {
  const event = events[at] ?? ''
  const state = states[at] ?? ''
  const past = edges.slice(0, at)
  const isWithoutStore = past.some((edge) => withoutStore.has(edge))
  if (event === 'reply.store' && isWithoutStore) return true
  const isSpecial = isWithoutStore || past.some((edge) => edge.startsWith('awaitLease'))
  const isServed = state.startsWith('awaitBackend') || state === 'delivering'
  return isServed && isSpecial && !plainTail.has(event)
}

/** How an edge of a path is walked; `undefined` where that is not possible. */
function scriptOf(path: GraphPath, at: number, front: SocketFrontName): EdgeScript | undefined {
  const { events, states } = path
  const event = events[at] ?? ''
  const state = states[at] ?? ''
  const before = events[at - 1]
  if (onlyOnce.has(event) && events.slice(0, at).includes('reply.orphaned')) return undefined
  if (isAside(path, at)) return undefined
  if (state === 'awaitLease.background' && before === 'lease.taken') return backgroundParkedScripts[event]
  if (before === 'flight.landed') return landedScripts[event]
  if (before === 'lease.ended' || before === 'purge.noted') return afterLeaseScripts[`${before} on ${event}`]
  if (before === 'reply.orphaned' && front === 'middleware') return turnTakenScripts[event]
  return scripts[state]?.[event]
}

/** A path that can be walked over sockets, and what has to be so before. */
export interface DrivablePath {
  readonly path: GraphPath
  readonly scripts: readonly EdgeScript[]
  readonly scene: Scene
}

/** `undefined` where no scene allows all that the path tells of. */
export function drivable(path: GraphPath, front: SocketFrontName): DrivablePath | undefined {
  const found = path.events.map((_event, at) => scriptOf(path, at, front))
  const known = found.filter((script) => script !== undefined)
  if (known.length < found.length) return undefined
  const scene = sceneFor(known.map(({ allows = {} }) => allows))
  return scene && { path, scripts: known, scene }
}
