import { page, type ExploredSystem } from './explored-system.ts'
import { fieldOf } from './field-of.ts'
import { first } from './first.ts'

/** What a client asks of the cache is done: RFC 9111 §5.2.1.4 and §5.2.1.7, and what the cache's owner wants stopped. */
export const wishesKept = (system: ExploredSystem): string | undefined =>
  wrongSource(system) ?? needlessQuestion(system) ?? unwantedFetch(system) ?? needlessWait(system)

const wrongSource = ({ clients, origin }: ExploredSystem): string | undefined =>
  first(clients, ({ kind, name, response }) => {
    const isAsked = origin.calls.some(({ owner }) => owner === name)
    if (kind === 'onlyIfCached' && isAsked) return `${name} wanted nothing of the origin, which was asked`
    if (response === undefined) return undefined
    const call = origin.calls.find(({ mark }) => mark === fieldOf(response.fields, 'x-mark'))
    const isForOne = fieldOf(response.fields, 'cache-control').includes('no-store')
    if (isForOne && call !== undefined && call.owner !== name)
      return `${name} was given ${call.owner}'s no-store reply`
    if (kind !== 'noCache' || response.outcome === 'hit.masked') return undefined
    const isPassed = response.source === 'origin' && !isAsked
    return isPassed || response.outcome.startsWith('hit.')
      ? `${name} wanted the origin asked, and was served ${response.outcome}`
      : undefined
  })

/** A request asks the origin once; and once more, without conditions, where a 304 or a part did not fit. */
const needlessQuestion = ({ clients, origin }: ExploredSystem): string | undefined =>
  first(clients, ({ name }) => {
    const [, again, ...more] = origin.calls.filter(({ owner }) => owner === name)
    return more.length > 0 || again?.isConditional === true
      ? `${name} asks the origin again and again`
      : undefined
  })

/** Where a client that leaves stops what it has begun. */
const unwantedFetch = ({ world, clients, origin, clock }: ExploredSystem): string | undefined => {
  if (world.abort === 'finish' || clock.fired > 0 || !clients.every(({ isOver }) => isOver)) return undefined
  return first(origin.open, ({ owner }) =>
    clients.some(({ name, state }) => name === owner && state === 'left')
      ? `nobody wants the fetch of ${owner} any more, and it goes on`
      : undefined,
  )
}

/** Who could read does not wait; and what may not be shared is not waited for again: Varnish's hit-for-miss. */
const needlessWait = ({ clients, books, environment }: ExploredSystem): string | undefined => {
  if (books.isRefusedLast && environment.marks.of(page) === 'none')
    return 'a reply was not for sharing, and its key is not marked'
  return first(clients, ({ name, run }) => {
    if (run === undefined) return undefined
    const { following, state } = run
    const canRead =
      following?.state === 'streaming.open' &&
      following.shared?.isWhole === true &&
      following.shared.relay.isWhole
    if (state === 'awaitFlight' && canRead) return `${name} waits for what it could read`
    const waits = state === 'awaitFlight' || state.startsWith('awaitBackend')
    return waits && books.refusedFollowers.has(run.id)
      ? `${name} waits again, after a reply that was not for sharing`
      : undefined
  })
}
