import type { StoredResponse } from '../../http/stored-response.ts'
import type { ExploredSystem } from './explored-system.ts'
import { first } from './first.ts'

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
    // What has come later takes its place, and nobody wants the rest of it.
    const isOvertaken = origin.calls.some((other) => other.mark > mark && other.state === 'complete')
    return cancelledWhile !== undefined && isStorable && !isOvertaken && books.invalidations === 0
      ? `the fetch of ${owner} was given up, though nobody may stop it`
      : undefined
  })
}

/** A storable reply that arrives is stored, whoever has left. */
export const storableIsStored = (system: ExploredSystem): string | undefined => {
  const { origin, store, purgesBegun, books } = system
  if (store.held.length > 0 || books.storeFailed || system.world.storeFailures === 'full')
    return givenUp(system)
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

/** A fetch begun before a purge, or a write, never counts as fresh after it. */
export const purgeHolds = (system: ExploredSystem): string | undefined => {
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
