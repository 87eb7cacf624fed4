import {
  createCache,
  type Cache,
  type CacheOptions,
  type CacheRequest,
  type CacheResponse,
  type Tolerated,
} from '@cachechart/core'
import {
  fakeBackend,
  fakeClock,
  fakeStore,
  type FakeBackend,
  type FakeClock,
  type FakeStore,
} from '@cachechart/core/testing'

/** A cache in which only the cache is real: time, origin and store do what the test says. */
export interface Stage {
  readonly cache: Cache
  readonly clock: FakeClock
  readonly backend: FakeBackend
  readonly store: FakeStore
  readonly tolerated: Tolerated[]
}

export const interpreters = ['table', 'xstate'] as const

/** What a test may choose: all that a cache takes, of the fakes here. */
export type StageOptions = Partial<Omit<CacheOptions, 'store'>> & { readonly store?: FakeStore }

export const stage = (options: StageOptions = {}): Stage => {
  const clock = fakeClock()
  const backend = fakeBackend()
  const store = options.store ?? fakeStore()
  const tolerated: Tolerated[] = []
  const cache = createCache({
    clock,
    backend,
    random: () => 0.5,
    onTolerated: (failure) => tolerated.push(failure),
    ...options,
    store,
  })
  return { cache, clock, backend, store, tolerated }
}

export const get = (url = 'http://origin.example/page', ...fields: string[]): CacheRequest => ({
  method: 'GET',
  url,
  fields,
})

/** Until all promises that can settle have settled. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

export const textOf = async ({ body }: CacheResponse): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
  return text
}

export const fieldOf = ({ fields }: CacheResponse, name: string): string | undefined => {
  const index = fields.findIndex((field, at) => at % 2 === 0 && field.toLowerCase() === name.toLowerCase())
  return index < 0 ? undefined : fields[index + 1]
}

/** The events of a finished transaction, the last one or one further back. */
export const storyOf = (cache: Cache, back = 1): string[] =>
  cache
    .traces()
    .at(-back)
    ?.history.map(({ event }) => event) ?? []

/** A response in the store, fresh for a minute. */
export const storeOne = async ({ cache, backend }: Stage, ...fields: string[]): Promise<void> => {
  backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"', ...fields] }, 'one')
  await textOf(await cache.handle(get()))
  await settle()
}
