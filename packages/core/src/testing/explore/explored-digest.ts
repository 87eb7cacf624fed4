import type { FlightRun } from '../../driver/flight-run.ts'
import type { TransactionRun } from '../../driver/transaction-run.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { ExploredClient } from './explored-client.ts'
import { readLimit } from './explored-limits.ts'
import { page, type ExploredSystem } from './explored-system.ts'

/**
 * All that what happens next can depend on, as a text: two systems with the same text go on alike. Clients who want the
 * same are told apart by what has become of them alone, so that it does not matter which of them is which.
 */
export const digestOf = (system: ExploredSystem): string => {
  const { clients, environment } = system
  const runs = [...clients].map((client) => ({ client, text: describeClient(system, client) }))
  runs.sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
  const background = backgroundRuns(system)
  const order: (TransactionRun | undefined)[] = [...runs.map(({ client }) => client.run), ...background]
  const numberOf = (run: TransactionRun | undefined): number => (run === undefined ? -1 : order.indexOf(run))
  return [
    ...runs.map(({ text }) => text),
    ...background.map((run) => describeRun(system, run, 'the refresh')),
    ...environment.flights.of(page).map((flight) => describeFlight(system, flight, numberOf)),
    runs.map(
      ({ client }) =>
        `${numberOf(client.run?.following?.leader)}${numberOf(client.run?.shared?.flight.leader)}`,
    ),
    describeWorld(system, (owner) => runs.findIndex(({ client }) => client.name === owner)),
  ].join('|')
}

/** Refreshes that are under way, or whose body is. */
const backgroundRuns = ({ environment, clients }: ExploredSystem): readonly TransactionRun[] => {
  const own = new Set(clients.map(({ run }) => run))
  const found = new Set([...environment.open.toArray(), ...environment.relays.toArray()])
  return [...found].filter((run) => !own.has(run)).toSorted((one, other) => one.id - other.id)
}

const describeClient = (system: ExploredSystem, client: ExploredClient): string => {
  const { kind, state, generation, run, response, text, operations } = client
  const got = response === undefined ? '' : `${response.outcome}${response.status}${text.length}`
  const own = run === undefined ? '' : describeRun(system, run, client.name)
  return `${kind} ${state} ${generation} ${got} ${operations} ${own}`
}

const describeRun = (system: ExploredSystem, run: TransactionRun, owner: string): string => {
  const { transaction, relay, state } = run
  const calls = system.origin.open.filter((call) => call.owner === owner)
  // What has ended is of no more interest than what is left of it.
  if (transaction.state.final && (relay === undefined || relay.hasEnded) && calls.length === 0) return state
  return [
    state,
    transaction.history.role,
    transaction.ask,
    transaction.reason,
    transaction.waitedSince === null ? '' : 'waited',
    describeStored(system, transaction.stored),
    run.entry === undefined ? '' : run.entry.response === system.store.content?.response,
    run.obligation,
    run.lookup,
    run.collapse,
    run.identity === null ? '' : 'shares',
    run.answered,
    run.outcome.isSettled,
    run.purgeOf(purgeProbe) ?? '',
    run.following === undefined ? '' : system.environment.purges.count - run.followsSince,
    relay === undefined ? '' : `${relay.isUnderWay}${relay.readers}${relay.hasEnded}${relay.isWhole}`,
    run.reader?.waitsFor,
    ...calls.map(
      (call) => `${call.state}${call.generation}${call.isConditional}${call.isForPart}${call.invalidations}`,
    ),
  ].join(' ')
}

/** A response without a mark of its own: only what a request is concerned by is asked for. */
const purgeProbe = { surrogateKeys: [] } as unknown as StoredResponse // purgeOf reads nothing else

const describeFlight = (
  system: ExploredSystem,
  flight: FlightRun,
  numberOf: (run: TransactionRun) => number,
): string =>
  [
    flight.state,
    numberOf(flight.leader),
    flight.identity === null ? 'alone' : 'shared',
    flight.grant === undefined ? '' : 'leased',
    flight.shared === undefined
      ? ''
      : `${flight.shared.isWhole}${describeStored(system, flight.shared.stored)}`,
    ...(flight.overtakenBy ?? []).map((response) => describeStored(system, response)),
    ...flight.waiting().map(numberOf),
  ].join(' ')

/** What a stored response may be used for, and how old it is; not which one it is. */
const describeStored = ({ clock }: ExploredSystem, response: StoredResponse | null): string => {
  if (response === null) return 'nothing'
  const age = (clock.now() - response.responseTime) / 1_000 + response.initialAge
  const isFresh = age < response.lifetime
  const veto = response.mustNotBeStale
  return `${isFresh}${response.etag}${response.staleWhileRevalidate}${response.part?.length ?? ''}${veto}`
}

const describeWorld = (system: ExploredSystem, indexOf: (owner: string) => number): string => {
  const { store, lease, clock, environment, purgesBegun, purgesDone, books } = system
  const timers = clock.timers.map(({ delay }) => {
    const { kind, owner } = readLimit(delay)
    return `${kind}${indexOf(system.clients[owner]?.name ?? '')}`
  })
  return [
    describeStored(system, store.content?.response ?? null),
    ...store.held.map(
      ({ name, owner, response }) => `${name}${indexOf(owner)}${describeStored(system, response)}`,
    ),
    ...lease.held.map(({ state, owner }) => `${state}${indexOf(owner)}`),
    ...lease.granted,
    ...timers.toSorted(),
    environment.marks.of(page),
    environment.supervisor.opening(page),
    environment.changes.size,
    environment.owed.size,
    purgesBegun,
    purgesDone,
    books.invalidations,
    books.storeFailed,
  ].join(' ')
}
