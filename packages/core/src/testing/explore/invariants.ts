import type { FlightRun } from '../../driver/flight-run.ts'
import { mayFollow } from '../../engine/flight-identity.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { ExploredClient } from './explored-client.ts'
import { page, type ExploredSystem } from './explored-system.ts'
import { unowedWaits } from './unowed-waits.ts'

/** Something that holds in every state of a system, whatever has happened. */
export interface Invariant {
  readonly name: string
  /** What it promises, in a sentence. */
  readonly promise: string
  /** What is wrong, if anything is. */
  readonly check: (system: ExploredSystem) => string | undefined
}

/** An invariant that does not hold, and the actions that lead there. */
export interface Violation {
  readonly invariant: string
  readonly what: string
  readonly path: readonly number[]
}

/** What has become of one invariant. */
export interface InvariantReport {
  readonly name: string
  readonly promise: string
  /** `undecided`: another is broken, and nothing was looked at after that. */
  readonly verdict: 'holds' | 'broken' | 'undecided'
}

const first = <Subject>(
  subjects: Iterable<Subject>,
  check: (subject: Subject) => string | undefined,
): string | undefined => {
  for (const subject of subjects) {
    const wrong = check(subject)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const hasEnded = ({ run }: ExploredClient): boolean => run?.transaction.state.final === true

const oneOutcome = (system: ExploredSystem): string | undefined =>
  first(system.clients, (client) => {
    const answers = system.books.accounts.get(client.run?.id ?? 0)?.answers ?? 0
    if (answers > 1) return `${client.name} was answered ${answers} times`
    const isOwed = hasEnded(client) && client.state === 'waiting'
    return isOwed ? `${client.name}'s transaction has ended, and ${client.name} still waits` : undefined
  })

const oneDischarge = ({ books }: ExploredSystem): string | undefined =>
  first(books.accounts, ([transaction, account]) => {
    const { obligationsTaken: taken, obligationsDischarged: discharged, state } = account
    if (taken > 1 || discharged > taken)
      return `transaction ${transaction} has taken ${taken} obligations and discharged ${discharged}`
    const isOver = ['delivered', 'failed', 'abandoned', 'settled'].includes(state)
    return isOver && discharged < taken
      ? `transaction ${transaction} has ended without discharging its obligation`
      : undefined
  }) ?? leakOf(books, 'obligation')

const leakOf = ({ leaks }: ExploredSystem['books'], what: string): string | undefined => {
  const leak = leaks.find((each) => each.what === what)
  return leak && `${what} ${leak.how}, says the cache, by transaction ${leak.transaction.id}`
}

/** Two that wait for the same reply, of which the younger could have waited for the older. */
const oneLeader = ({ environment }: ExploredSystem): string | undefined => {
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

/** Where clients may leave without harm, nothing is given up that could have been stored; unless it takes too long. */
const givenUp = ({
  origin,
  world,
  clock,
  books,
  purgesBegun,
  clients,
}: ExploredSystem): string | undefined => {
  if (world.abort !== 'finish' || clock.fired > 0 || books.storeFailed || purgesBegun > 0) return undefined
  return first(origin.calls, ({ cancelledWhile, mark, owner, request }) => {
    const isFetch =
      books.isObliged(clients.find(({ name }) => name === owner)?.run?.id) && request.method === 'GET'
    const isStorable = cancelledWhile === 'waiting' ? isFetch : books.toBeStored.has(mark)
    return cancelledWhile !== undefined && isStorable && books.invalidations === 0
      ? `the fetch of ${owner} was given up, though nobody may stop it`
      : undefined
  })
}

const storableIsStored = (system: ExploredSystem): string | undefined => {
  const { origin, store, purgesBegun, books } = system
  if (store.held.length > 0 || books.storeFailed) return givenUp(system)
  const marks = store.committed.map(markOf)
  const lost = first(origin.calls, (call) => {
    // A fetch is as old as its first question, though it may have had to ask again.
    const asked = origin.calls.find(({ owner }) => owner === call.owner) ?? call
    const isDue =
      call.state === 'complete' &&
      books.toBeStored.has(call.mark) &&
      asked.generation === purgesBegun &&
      asked.invalidations === books.invalidations
    if (!isDue) return undefined
    // What was asked for later may take its place.
    if (!marks.some((mark) => mark >= call.mark))
      return `body ${call.mark} has come whole, may be stored, and is not`
    // RFC 9111 §4.3.3: what was asked for after it may have said that it is not right any more.
    const isRefused = [...books.refused].some((mark) => mark > call.mark)
    return store.content === undefined && !isRefused
      ? `body ${call.mark} was stored, and nothing is`
      : undefined
  })
  return lost ?? givenUp(system)
}

const noLostFollower = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, run }) => {
    if (run?.state !== 'awaitFlight') return undefined
    const { following } = run
    if (following === undefined) return `${name} waits for a fetch, and follows none`
    if (following.isClosed) return `${name} waits for a fetch that is over`
    return following.waiting().includes(run) ? undefined : `${name} waits for a fetch that does not know it`
  })

const staleInsideWindow = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, response }) => {
    if (response === undefined || !response.stale || response.outcome === 'revalidated') return undefined
    const { outcome, maskedError, fields, waited } = response
    // RFC 9111 §4: it came for those who were waiting, however short it lives.
    if (outcome === 'hit.fresh' && waited) return undefined
    if (!outcome.startsWith('hit.')) return undefined
    const control = fields[fields.indexOf('Cache-Control') + 1] ?? ''
    if (control.includes('must-revalidate')) return `${name} was served stale what must be validated`
    if (outcome === 'hit.masked')
      return maskedError === undefined
        ? `${name} was served stale for an error that there was not`
        : undefined
    return control.includes('stale-while-revalidate')
      ? undefined
      : `${name} was served stale, and no error is hidden`
  })

const operationsOnce = ({ clients, store }: ExploredSystem): string | undefined =>
  first(clients, ({ name, state, operations }) => {
    if (state !== 'served' && state !== 'reading' && state !== 'failed') return undefined
    return operations === 1 ? undefined : `${name}'s header operation was applied ${operations} times`
  }) ??
  first(store.content === undefined ? [] : [store.content], ({ response }) =>
    response.fields.includes('X-Operation') ? "a client's header operation was stored" : undefined,
  )

/** RFC 9111 §4.4: what was asked for before a write succeeded may show what was there before it. */
const writeHolds = (system: ExploredSystem): string | undefined => {
  const { store, origin, books } = system
  if (store.content === undefined || store.held.length > 0 || books.storeFailed) return undefined
  const { response } = store.content
  const call = origin.calls.find(({ mark }) => mark === markOf(response))
  if (call === undefined || call.request.method !== 'GET' || !isFresh(system, response)) return undefined
  return call.invalidations < books.invalidations
    ? `body ${call.mark} was asked for before a write, and is stored, and fresh, after it`
    : undefined
}

const purgeHolds = (system: ExploredSystem): string | undefined => {
  const { store, clients, purgesDone } = system
  if (store.content !== undefined && isFresh(system, store.content.response)) {
    const generation = generationOf(store.content.response.fields)
    if (generation < purgesDone)
      return `what was asked for before purge ${generation + 1} is stored, and fresh, after purge ${purgesDone}`
  }
  const wrong = first(clients, ({ name, response, generation }) => {
    // What was made stale, and not removed, may be served as what it is.
    if (response === undefined || (response.stale && system.world.purging === 'soft')) return undefined
    const served = generationOf(response.fields)
    return served < generation ? `${name} came after the purge, and was served what is older` : undefined
  })
  return wrong ?? writeHolds(system)
}

const isFresh = (
  { clock }: ExploredSystem,
  { responseTime, initialAge, lifetime }: StoredResponse,
): boolean => (clock.now() - responseTime) / 1_000 + initialAge < lifetime

/** Of how many purges a response knows. What has no ETag is none of the origin's. */
const generationOf = (fields: readonly string[]): number => {
  const at = fields.indexOf('ETag')
  return at < 0 ? Infinity : Number(fields[at + 1]?.replaceAll('"', ''))
}

const markOf = ({ fields }: StoredResponse): string => fields[fields.indexOf('X-Mark') + 1] ?? ''

const nothingLeft = (system: ExploredSystem): string | undefined => {
  if (!system.isOver) return undefined
  const { environment, clock, cache } = system
  const left = {
    transactions: environment.open.size,
    flights: environment.flights.of(page).length,
    bodies: environment.relays.size,
    'changes to the store': environment.changes.size,
    refreshes: environment.supervisor.running,
    timers: clock.timers.length,
  }
  const { leaks, ...lines } = cache.ledger()
  return (
    first(Object.entries(left), ([what, count]) =>
      count > 0 ? `all is over, and there are ${count} ${what}` : undefined,
    ) ??
    first(Object.entries(lines), ([what, { taken, discharged }]) =>
      taken === discharged ? undefined : `all is over; of ${taken} ${what} ${discharged} were discharged`,
    ) ??
    (leaks > 0 ? `the cache counts ${leaks} leaks` : undefined)
  )
}

const expectedEvents = ({ books }: ExploredSystem): string | undefined => {
  const [defect] = books.defects
  return defect === undefined ? undefined : `the cache broke off: ${String(defect)}`
}

/** Every body of the explored origin has four bytes, all the same: the mark of its reply. A part may have two of them. */
const wholeBodies = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, kind, state, text, response }) => {
    if (state !== 'served' || response === undefined) return undefined
    const { status } = response
    const lengths = kind === 'head' ? [0] : ({ 200: [4], 206: [2, 4] }[status] ?? [0])
    // A part of what was stored at first, and the rest that came later, are one body.
    const isOne = new Set(text.replaceAll('-', '')).size <= 1
    return isOne && lengths.includes(text.length)
      ? undefined
      : `${name} was served ${status} with the body "${text}"`
  })

/** What holds in every state; the first ten are those of the design. Liveness needs the whole graph: `explore` adds it. */
export const invariants: readonly Invariant[] = [
  { name: 'one outcome', promise: 'each client gets exactly one outcome', check: oneOutcome },
  { name: 'one discharge', promise: 'each obligation is discharged exactly once', check: oneDischarge },
  { name: 'one leader', promise: 'of those who want the same, one asks the origin', check: oneLeader },
  { name: 'no deadlock', promise: 'nobody waits for what nobody owes, and all can end', check: unowedWaits },
  {
    name: 'storable is stored',
    promise: 'a storable reply that arrives is stored, whoever has left',
    check: storableIsStored,
  },
  { name: 'no lost follower', promise: 'whoever waits for a fetch is known to it', check: noLostFollower },
  {
    name: 'stale inside its window',
    promise: 'stale is served only where it may be',
    check: staleInsideWindow,
  },
  {
    name: 'operations once',
    promise: 'header operations apply once on every way out, and are never stored',
    check: operationsOnce,
  },
  {
    name: 'purge holds',
    promise: 'a fetch begun before a purge, or a write, is not fresh after it',
    check: purgeHolds,
  },
  { name: 'nothing left', promise: 'when all is over nothing is left', check: nothingLeft },
  { name: 'expected events', promise: 'no event comes where none expects it', check: expectedEvents },
  {
    name: 'whole bodies',
    promise: 'a client that is served has the whole body of one reply',
    check: wholeBodies,
  },
]

/** The first invariant that does not hold in a system. */
export const brokenInvariant = (system: ExploredSystem): Omit<Violation, 'path'> | undefined => {
  for (const { name, check } of invariants) {
    const what = check(system)
    if (what !== undefined) return { invariant: name, what }
  }
  return undefined
}

/** Each invariant by name, and whether it is the one that a story is about. */
export const verdictsOf = (story: { readonly invariant: string } | undefined): InvariantReport[] =>
  invariants.map(({ name, promise }) => ({ name, promise, verdict: verdictOf(name, story) }))

const verdictOf = (
  name: string,
  story: { readonly invariant: string } | undefined,
): InvariantReport['verdict'] => {
  if (story === undefined) return 'holds'
  return story.invariant === name ? 'broken' : 'undecided'
}
