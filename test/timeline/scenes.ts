import {
  createCache,
  type Cache,
  type CacheOptions,
  type CacheRecord,
  type CacheResponse,
} from '@cachechart/core'
import {
  fakeBackend,
  fakeBody,
  fakeClock,
  fakeStore,
  memoryLease,
  type FakeBackend,
  type FakeClock,
  type FakeStore,
} from '@cachechart/core/testing'

/** A cache in which only the cache is real, and all that it has recorded. */
export interface RecordedStage {
  readonly cache: Cache
  readonly clock: FakeClock
  readonly backend: FakeBackend
  readonly store: FakeStore
  readonly records: CacheRecord[]
  /** What clients were answered, in the order in which they were. */
  readonly answers: CacheResponse[]
  /** Somebody asks, and reads what comes. */
  readonly ask: (url?: string, fields?: readonly string[]) => { readonly left: () => void }
  /** Until all promises that can settle have settled, and then so many milliseconds. */
  readonly pass: (span: number) => Promise<void>
}

const page = 'https://shop.example/products/4711?sort=price'
const cacheable = { fields: ['Cache-Control', 'max-age=60', 'Date', 'Tue, 14 Nov 2023 22:13:20 GMT'] }

export const recordedStage = (
  options: Partial<Omit<CacheOptions, 'store'>> & { store?: FakeStore } = {},
): RecordedStage => {
  const clock = fakeClock()
  const backend = fakeBackend()
  const store = options.store ?? fakeStore()
  const records: CacheRecord[] = []
  const answers: CacheResponse[] = []
  const onRecord = (record: CacheRecord) => records.push(record)
  const cache = createCache({
    clock,
    backend,
    random: () => 0.5,
    onRecord,
    onTolerated: () => {},
    ...options,
    store,
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    ...{ cache, clock, backend, store, records, answers },
    ask: (url = page, fields = []) => {
      const pending = cache.send({ method: 'GET', url, fields })
      const read = async () => {
        const response = await pending.wait()
        answers.push(response)
        for await (const _ of response.body);
      }
      // Who has left is told so, and whom nothing can be given: neither matters to a picture.
      read().catch(() => {})
      return { left: () => pending.cancel() }
    },
    pass: async (span) => {
      await settle()
      clock.advance(span)
      await settle()
    },
  }
}

/** One fetches, forty wait for it: they come one after the other, and the body comes in two pieces. */
export const stampede = async (followers = 40): Promise<CacheRecord[]> => {
  const { ask, pass, backend, records } = recordedStage()
  ask()
  await pass(2)
  for (let count = 0; count < followers; count += 1) {
    ask()
    if (count % 4 === 3) await pass(3)
  }
  await pass(180)
  const body = fakeBody()
  backend.reply(cacheable, body)
  await pass(10)
  body.push(new Uint8Array(1_000))
  await pass(60)
  ask()
  await pass(15)
  body.push(new Uint8Array(1_000))
  body.end()
  await pass(8)
  ask()
  await pass(1)
  return records
}

/** Another process has the lease, dies, and is waited for; then the store is slow to commit. */
const stall = async (): Promise<CacheRecord[]> => {
  const lease = memoryLease()
  const other = lease.join()
  await other.acquire({ key: page, variant: '' })
  const { ask, pass, backend, store, records } = recordedStage({ lease })
  ask()
  await pass(40)
  ask()
  await pass(300)
  ask()
  await pass(9_500)
  lease.forget({ key: page, variant: '' })
  await pass(1)
  store.setDelay('manual')
  await pass(120)
  backend.reply(cacheable, 'the page')
  await pass(700)
  ask()
  await pass(1_200)
  store.release()
  store.setDelay('sync')
  await pass(5)
  store.release()
  await pass(5)
  return records
}

/** What comes is out of date before it has come. */
const purgeDuringFetch = async (): Promise<CacheRecord[]> => {
  const { ask, pass, backend, cache, records } = recordedStage()
  ask()
  ask()
  await pass(50)
  await cache.purge({ url: page })
  await pass(10)
  ask()
  await pass(40)
  backend.reply(cacheable, 'old')
  await pass(30)
  backend.reply(cacheable, 'new')
  await pass(5)
  return records
}

/** A stale response is served, and brought up to date in the background. */
const staleWhileRevalidate = async (): Promise<CacheRecord[]> => {
  const { ask, pass, backend, records } = recordedStage()
  const fields = ['Cache-Control', 'max-age=10, stale-while-revalidate=60', 'ETag', '"1"']
  backend.reply({ fields }, 'one')
  ask()
  await pass(12_000)
  ask()
  await pass(20)
  ask()
  await pass(80)
  backend.reply({ status: 304, fields })
  await pass(5)
  ask()
  await pass(1)
  return records
}

/** The leader fails; one of those who wait is woken, and leads. */
const failedLeader = async (): Promise<CacheRecord[]> => {
  const { ask, pass, backend, records } = recordedStage()
  ask()
  await pass(5)
  ask()
  ask()
  ask()
  await pass(400)
  backend.fail(new Error('connection reset'))
  await pass(200)
  backend.reply(cacheable, 'the page')
  await pass(5)
  return records
}

/** The leader's client leaves, and what it has asked for comes for those who wait; one of them leaves, too. */
const cancelledClient = async (): Promise<CacheRecord[]> => {
  const { ask, pass, backend, records } = recordedStage()
  const leader = ask()
  await pass(5)
  ask()
  const follower = ask()
  await pass(50)
  leader.left()
  await pass(30)
  follower.left()
  await pass(100)
  backend.reply(cacheable, 'the page')
  await pass(5)
  return records
}

/** Two processes with one store: who comes second waits for what the first one stores. */
const leaseAcrossProcesses = async (): Promise<CacheRecord[]> => {
  const lease = memoryLease()
  const store = fakeStore()
  const one = recordedStage({ lease, store })
  const two = recordedStage({ lease: lease.join(), store, clock: one.clock, backend: one.backend })
  one.ask()
  await one.pass(10)
  two.ask()
  await one.pass(10)
  two.ask()
  await one.pass(200)
  one.backend.reply(cacheable, 'the page')
  await one.pass(5)
  await one.pass(5)
  return [...one.records, ...two.records]
}

/** The origin keeps silent, and a client has no more patience; then the store does, and the recording ends in the middle. */
const deadlines = async (): Promise<CacheRecord[]> => {
  const { ask, pass, backend, store, records } = recordedStage({ deadlines: { reply: 3_000, store: 500 } })
  ask()
  await pass(100)
  ask('https://shop.example/basket', ['Cache-Control', 'no-store'])
  await pass(3_000)
  store.setDelay('manual')
  ask()
  await pass(800)
  backend.reply(cacheable, 'late')
  await pass(10)
  ask()
  await pass(400)
  backend.reply({}, 'other')
  store.setDelay('sync')
  ask('https://shop.example/other')
  await pass(1)
  return records
}

/** All of them by name. */
export const scenes: Readonly<Record<string, () => Promise<CacheRecord[]>>> = {
  stampede,
  stall,
  'purge during a fetch': purgeDuringFetch,
  'stale while revalidate': staleWhileRevalidate,
  'failed leader': failedLeader,
  'cancelled client': cancelledClient,
  'lease across processes': leaseAcrossProcesses,
  deadlines,
}
