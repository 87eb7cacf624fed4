import {
  createCache,
  memoryStore,
  type Cache,
  type CacheOptions,
  type LookupResult,
  type MaybePromise,
  type PendingRequest,
  type Store,
  type StoredResponse,
  type StoreMoment,
  type StoreWriter,
  type Tolerated,
  type WriteClaim,
} from '@cachechart/core'
import {
  fakeBackend,
  fakeClock,
  memoryLease,
  type FakeBackend,
  type FakeClock,
  type MemoryLease,
} from '@cachechart/core/testing'
import { expect } from '@jest/globals'
import { get } from './stage.ts'

/** What the page of these tests is to a lease. */
export const subject = { key: 'http://origin.example/page', variant: '' }

/** How long a lease lasts whose holder renews nothing any more. */
export const life = 3_000

/** One of several caches that share a store, as if each were a process of its own. */
export interface Member {
  readonly cache: Cache
  readonly lease: MemoryLease
  readonly tolerated: Tolerated[]
}

export interface Fleet {
  readonly members: readonly Member[]
  readonly clock: FakeClock
  readonly backend: FakeBackend
  readonly store: SharedStore
}

/** A store in memory that tells how far its purges have come, and keeps by what right it is written to. */
class SharedStore implements Store {
  readonly claims: (WriteClaim | undefined)[] = []
  /** What it tells of purges; `undefined`: nothing. */
  moment: StoreMoment | undefined
  /** Until when it keeps what it has found to itself. */
  late: Promise<void> | undefined
  readonly #inner = memoryStore()

  get(key: string): MaybePromise<LookupResult> {
    const { late } = this
    const result = this.#look(key)
    return late === undefined ? result : late.then(() => result)
  }

  #look(key: string): LookupResult {
    const result = this.#inner.get(key)
    const { moment } = this
    return result.type === 'error' || moment === undefined ? result : { ...result, moment }
  }

  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter {
    this.claims.push(claim)
    return this.#inner.put(key, response)
  }

  freshen(...[key, entry, response, claim]: Parameters<Store['freshen']>): ReturnType<Store['freshen']> {
    this.claims.push(claim)
    return this.#inner.freshen(key, entry, response)
  }

  delete(key: string): number {
    return this.#inner.delete(key)
  }

  purge(...given: Parameters<Store['purge']>): number {
    return this.#inner.purge(...given)
  }

  close(): void {
    this.#inner.close()
  }
}

/** So many caches over one store and one lease, before one origin. */
export const fleet = (count: number, options: Partial<Omit<CacheOptions, 'store' | 'lease'>> = {}): Fleet => {
  const clock = fakeClock()
  const backend = fakeBackend()
  const store = new SharedStore()
  const first = memoryLease({ life, clock })
  const members = Array.from({ length: count }, (_each, at) => {
    const lease = at === 0 ? first : first.join()
    const tolerated: Tolerated[] = []
    const onTolerated = (failure: Tolerated): void => void tolerated.push(failure)
    const random = (): number => 0.5
    const cache = createCache({ clock, backend, random, onTolerated, ...options, store, lease })
    return { cache, lease, tolerated }
  })
  return { members, clock, backend, store }
}

/** So many requests in each of them, one after the other. */
export const sendEach = (members: readonly Member[], count: number): PendingRequest[] =>
  members.flatMap(({ cache }) => Array.from({ length: count }, () => cache.send(get())))

/** The states of what is under way in one of them. */
export const statesOf = ({ cache }: Member): readonly string[] =>
  cache.inFlight().map(({ role, state }) => `${role} ${state}`)

/** That nothing waits, nothing is owed, and nobody holds the lease or waits for it. */
export const expectFleetAtRest = ({ members, clock, backend }: Fleet): void => {
  for (const { cache, lease } of members) {
    const { leaks, ...lines } = cache.ledger()
    expect([cache.inFlight(), leaks, cache.tolerated().run]).toEqual([[], 0, 0])
    for (const { taken, discharged } of Object.values(lines)) expect(discharged).toBe(taken)
    expect([lease.holder(subject), lease.waiting(subject), lease.held]).toEqual([undefined, 0, []])
  }
  expect(clock.pending()).toBe(0)
  expect(backend.calls.filter(({ state }) => state === 'waiting' || state === 'sending')).toEqual([])
}

/** One of the members, which must be there. */
export const memberAt = ({ members }: Fleet, at: number): Member => {
  const member = members[at]
  if (member === undefined) throw new Error(`there are only ${members.length} of them`)
  return member
}
