import type { FlightRun } from '../../driver/flight-run.ts'
import { mayFollow } from '../../engine/flight-identity.ts'
import { page, type ExploredSystem } from './explored-system.ts'
import { first } from './first.ts'

/** Two that wait for the same reply, of which the younger could have waited for the older. */
export const oneLeader = ({ environment }: ExploredSystem): string | undefined => {
  // The latest first.
  const open = environment.flights.of(page).filter(({ state }) => state === 'awaitReply.open')
  return first(open.entries(), ([at, younger]) =>
    first(open.slice(at + 1), (older) =>
      couldFollow(younger, older)
        ? `transactions ${older.leader.id} and ${younger.leader.id} both ask the origin for the same`
        : undefined,
    ),
  )
}

const couldFollow = ({ identity, leader }: FlightRun, older: FlightRun): boolean =>
  identity !== null &&
  older.identity !== null &&
  leader.transaction.facts?.directives?.noCache !== true &&
  mayFollow(identity, older.identity)

/** Whoever waits for a fetch is known to it. */
export const noLostFollower = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, run }) => {
    if (run?.state !== 'awaitFlight') return undefined
    const { following } = run
    if (following === undefined) return `${name} waits for a fetch, and follows none`
    if (following.isClosed) return `${name} waits for a fetch that is over`
    return following.waiting().includes(run) ? undefined : `${name} waits for a fetch that does not know it`
  })
