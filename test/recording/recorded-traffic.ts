import { createCache, memoryStore, BackendError, type Cache, type CacheOptions } from '@cachechart/core'
import type { CacheRecord, PendingRequest, PolicyOptions } from '@cachechart/core'
import {
  fakeBackend,
  fakeBody,
  fakeClock,
  fakeReply,
  faultyStore,
  memoryLease,
  seededRandom,
  type FakeBackend,
  type FakeClock,
  type MemoryLease,
} from '@cachechart/core/testing'
import { bodyFor, drawOverrides, drawReply, drawRequest, type Chance } from './traffic-requests.ts'

/** What a cache at work has told. */
export interface RecordedTraffic {
  /** As they were given, and kept. */
  readonly records: readonly CacheRecord[]
  /** As each was when it was given. */
  readonly lines: readonly string[]
  /** Of all transactions and flights, as `onTransition` and `onFlightTransition` tell them. */
  readonly transitions: readonly string[]
}

const policies: readonly [PolicyOptions, ...PolicyOptions[]] = [
  {},
  {},
  { shared: false },
  { staleIfError: Infinity, heuristicMaximum: Infinity },
  { setCookie: 'store', staleWhileRevalidate: 10 },
  { onStoreFailure: 'fail', key: ({ url }) => `of a rule: ${url}` },
]

const chanceOf = (seed: number): Chance => {
  const random = seededRandom(seed)
  return { random, pick: (items) => items[Math.floor(random() * items.length)] ?? items[0] }
}

/**
 * Lets a seed decide what clients, origin, store, purges and clock do. Where it is odd, another cache shares store and
 * lease; where it is a multiple of three, the store is never at fault.
 */
export const recordedTraffic = async (
  seed: number,
  { steps = 200, ...options }: Partial<CacheOptions> & { readonly steps?: number } = {},
): Promise<RecordedTraffic> => {
  const chance = chanceOf(seed)
  const clock = fakeClock()
  const backend = fakeBackend()
  const kept = memoryStore()
  const store =
    seed % 3 === 0 ? kept : faultyStore(kept, { seed, failing: 0.03, late: 0.3, latest: 40, clock })
  const lease = seed % 2 === 1 ? memoryLease({ clock }) : undefined
  const parts = { store, backend, clock, random: chance.random }
  const records: CacheRecord[] = []
  const lines: string[] = []
  const transitions: string[] = []
  const tell = (told: object): void => void transitions.push(JSON.stringify(told))
  const cache = createCache({
    ...parts,
    ...settings(chance),
    ...(lease !== undefined && { lease }),
    onTransition: tell,
    onFlightTransition: tell,
    onRecord: (record) => {
      records.push(record)
      lines.push(JSON.stringify(record))
    },
    ...options,
  })
  const other = lease && createCache({ ...parts, lease: lease.join() })
  await drive({ caches: other ? [cache, cache, other] : [cache], backend, clock, chance, lease, steps })
  return { records, lines, transitions }
}

const settings = ({ pick }: Chance): Partial<CacheOptions> => ({
  policy: pick(policies),
  deadlines: { store: 60, lease: 2_000, flight: 3_000, reply: 4_000, body: 4_000 },
  collapse: {
    onTimeout: pick(['pass', 'stale', 'fail']),
    uncacheable: pick(['miss', 'pass']),
    markFor: 3_000,
  },
  abort: {
    leader: { awaitBackend: pick(['finish', 'stop', 'finishIfWanted']) },
    background: { awaitBackend: 'stop' },
  },
})

interface World {
  readonly caches: readonly [Cache, ...Cache[]]
  readonly backend: FakeBackend
  readonly clock: FakeClock
  readonly chance: Chance
  readonly lease: MemoryLease | undefined
  readonly steps: number
}

const drive = async ({ caches, backend, clock, chance, lease, steps }: World): Promise<void> => {
  const { random, pick } = chance
  const pending: PendingRequest[] = []
  for (let step = 0; step < steps; step += 1) {
    const drawn = random()
    if (drawn < 0.45) pending.push(send(pick(caches), chance))
    else if (drawn < 0.75) answer(backend, chance)
    else if (drawn < 0.8) pending[Math.floor(random() * pending.length)]?.cancel()
    else if (drawn < 0.84) purge(pick(caches), chance)
    else if (drawn < 0.85) lease?.failNext()
    else clock.advance(random() < 0.8 ? 100 : 2_500)
    await turns()
  }
  for (const cache of caches) await rest(cache, { backend, clock })
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

const send = (cache: Cache, chance: Chance): PendingRequest => {
  const request = drawRequest(chance)
  const pending = cache.send(request, drawOverrides(chance))
  void pending.wait().then(readAll, () => undefined)
  return pending
}

const readAll = async ({ body }: { readonly body: AsyncIterable<Uint8Array> }): Promise<void> => {
  try {
    for await (const _ of body) continue
  } catch {
    // What breaks off is told by the cache itself.
  }
}

const purge = (cache: Cache, { random, pick }: Chance): void => {
  const soft = random() < 0.5
  const target = pick([
    { url: 'https://example.com/a?secret', soft },
    { surrogateKey: 'hook', soft },
  ])
  cache.purge(target).catch(() => 'the store failed')
}

/** Lets some call that waits for the origin, or for the rest of a body, go on. */
const answer = (backend: FakeBackend, chance: Chance): void => {
  const { random } = chance
  const waiting = backend.calls.filter(({ state }) => state === 'waiting')
  const call = waiting[Math.floor(random() * waiting.length)]
  if (call === undefined) return
  const head = drawReply(chance, call.request.fields)
  const drawn = random()
  if (drawn < 0.1) return call.fail(oddError(chance))
  const text = bodyFor(head)
  if (head.status === 304) return call.answer(fakeReply(head))
  if (drawn < 0.6) return call.answer(fakeReply(head, text))
  const body = fakeBody()
  body.push(text.slice(0, 1))
  call.answer(fakeReply(head, body))
  if (drawn < 0.9) body.push(text.slice(1))
  if (drawn < 0.9) body.end()
  else if (drawn < 0.95) body.fail(new BackendError('ERR_BACKEND_RESET', 'the body broke off'))
}

/** What a backend may throw is anything. */
const oddError = ({ pick }: Chance): unknown =>
  pick<unknown>([
    new BackendError('ERR_BACKEND_RESET', `the connection broke \ud800 ${'x'.repeat(199)}\u{1f600}`),
    'no error',
    undefined,
    Object.assign(new Error('odd'), { code: 7, name: undefined }),
  ])

/** Lets time pass, and no origin answer any more, until the cache has nothing to do. */
const rest = async (cache: Cache, { backend, clock }: Pick<World, 'backend' | 'clock'>): Promise<void> => {
  let isIdle = (): boolean => false
  void cache.drain({ timeout: 1_000_000 }).then(() => (isIdle = () => true))
  while (!isIdle()) {
    for (const call of backend.calls) call.fail(new BackendError('ERR_BACKEND_RESET', 'it is over'))
    clock.advance(1_000)
    await turns()
  }
}
