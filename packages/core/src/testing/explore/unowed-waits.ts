import type { FlightRun } from '../../driver/flight-run.ts'
import type { TransactionRun } from '../../driver/transaction-run.ts'
import type { StateMeta } from '../../machine/transaction-alphabet.ts'
import { readLimit } from './explored-limits.ts'
import { page, type ExploredSystem } from './explored-system.ts'

/** The first wait of which the one who owes its end is not at work; `undefined` where every wait is owed. */
export const unowedWaits = (system: ExploredSystem): string | undefined => {
  const { environment } = system
  for (const run of environment.open.toArray()) {
    const wrong = waitOf(system, run) ?? unguarded(system, run)
    if (wrong !== undefined) return `${system.ownerOf(run.id)} (${run.state}) waits for ${wrong}`
  }
  for (const flight of environment.flights.of(page)) {
    const wrong = flightWaitOf(system, flight)
    if (wrong !== undefined)
      return `the fetch of ${system.ownerOf(flight.leader.id)} (${flight.state}) waits for ${wrong}`
  }
  return undefined
}

const isCalled = ({ origin }: ExploredSystem, owner: string, state: 'waiting' | 'sending'): boolean =>
  origin.open.some((call) => call.owner === owner && call.state === state)

const isHeld = ({ store }: ExploredSystem, owner: string, ...names: readonly string[]): boolean =>
  store.held.some((operation) => operation.owner === owner && names.includes(operation.name))

const isAskedFor = ({ lease }: ExploredSystem, owner: string): boolean =>
  lease.held.some((question) => question.owner === owner)

/** What a transaction waits for in vain. */
const waitOf = (system: ExploredSystem, run: TransactionRun): string | undefined => {
  const owner = system.ownerOf(run.id)
  switch (run.state) {
    case 'awaitCache':
      return isHeld(system, owner, 'lookup') ? undefined : 'a lookup that the store was not asked for'
    case 'awaitFlight':
      return run.following === undefined || run.following.isClosed ? 'a fetch that is over' : undefined
    case 'awaitLease.asked':
    case 'awaitLease.parked':
    case 'awaitLease.background':
      return isAskedFor(system, owner) ? undefined : 'a lease that nobody was asked for'
    case 'awaitBackend.attached':
    case 'awaitBackend.detached':
    case 'direct':
      return isCalled(system, owner, 'waiting') ? undefined : 'a reply that the origin was not asked for'
    case 'delivering': {
      const source = system.ownerOf((run.shared?.flight.leader ?? run).id)
      return isCalled(system, source, 'sending') ? undefined : 'a body that nobody sends'
    }
    default:
      return 'nothing, and has not ended'
  }
}

/** Whoever owes something may never give it: each wait has a deadline that runs. */
const unguarded = (system: ExploredSystem, run: TransactionRun): string | undefined => {
  const { deadline, state, transaction } = run
  if (!deadline.isArmed) return `${state} to end, without a deadline`
  const client = system.clients.find((each) => each.run === run)
  if (client === undefined) return undefined
  const own = system.clock.timers
    .map(({ delay }) => readLimit(delay))
    .filter(({ owner }) => owner === client.index)
  const meta = transaction.state.meta as StateMeta // the machine's own type for meta; a test checks every state
  const isWhole = system.world.deadlines === 'all' && state !== 'awaitBackend.detached'
  const due = isWhole ? [meta.deadline, 'transaction'] : [meta.deadline]
  const missing = due.find((kind) => !own.some((timer) => timer.kind === kind))
  return missing === undefined ? undefined : `${state} to end, without the deadline "${missing}"`
}

/** What a fetch waits for in vain. */
const flightWaitOf = (system: ExploredSystem, flight: FlightRun): string | undefined => {
  const owner = system.ownerOf(flight.leader.id)
  if (flight.isAwaiting) {
    const isAsked =
      isCalled(system, owner, 'waiting') || isHeld(system, owner, 'freshen') || isAskedFor(system, owner)
    return isAsked ? undefined : 'a verdict that its leader will not give'
  }
  if (flight.isStreaming) return isCalled(system, owner, 'sending') ? undefined : 'a body that nobody sends'
  return isHeld(system, owner, 'commit') ? undefined : 'a commit that the store was not asked for'
}
