import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import type { PurgeSelector, StoredEntry, StoredResponse, StoreMoment } from '@cachechart/core'
import { sampleResponse, seededRandom } from '@cachechart/core/testing'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { bytesOf, put } from './store-steps.ts'

/** A purge that has answered: what was looked up before it began may not be found fresh any more. */
interface Done {
  readonly selector: PurgeSelector
  readonly kind: 'removed' | 'softened'
  readonly began: number
}

const urlOf = (index: number) => `https://example.com/${index % 3}`
const isAbout = ({ selector }: Done, key: string, { surrogateKeys, url }: StoredResponse): boolean => {
  if (selector.type === 'key') return selector.key === key
  if (selector.type === 'url') return selector.url === url
  return selector.type === 'all' || surrogateKeys.includes(selector.surrogateKey)
}

/** Several processes that look up, store, validate and purge at random; what is wrong with what they find. */
class Turmoil {
  readonly #stores: readonly RedisStore[]
  readonly #random: () => number
  readonly #done: Done[] = []
  readonly faults: string[] = []
  found = 0
  #time = 0

  constructor(stores: readonly RedisStore[], seed: number) {
    this.#stores = stores
    this.#random = seededRandom(seed)
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) await (this.#below(6) === 0 ? this.#purge() : this.#fetch())
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #store(): RedisStore {
    return this.#stores[this.#below(this.#stores.length)] ?? this.#stores[0] ?? this.#fail('no store')
  }

  #fail(message: string): never {
    throw new Error(message)
  }

  /** Looks a key up, looks at what is found, and stores or validates what the origin would have answered then. */
  async #fetch(): Promise<void> {
    const [store, index] = [this.#store(), this.#below(8)]
    const key = `key ${index}`
    const done = [...this.#done]
    const result = await store.get(key)
    if (result.type === 'error') throw result.error
    const [entry] = result.type === 'hit' ? result.variants : []
    if (entry !== undefined) await this.#judge(key, entry, done)
    this.#time += 1
    const response = sampleResponse({
      reason: String(this.#time),
      surrogateKeys: [`label ${index % 4}`, 'label'],
      url: urlOf(index),
    })
    if (this.#below(3) === 0) await new Promise((resolve) => setTimeout(resolve, this.#below(5)))
    await this.#commit({ store, key, entry, response, moment: result.moment })
  }

  async #commit(late: {
    store: RedisStore
    key: string
    entry: StoredEntry | undefined
    response: StoredResponse
    moment: StoreMoment | undefined
  }): Promise<void> {
    const { store, key, entry, response, moment } = late
    if (entry !== undefined && this.#below(2) === 0) {
      await store.freshen(key, entry, response, { moment })
      return
    }
    const word = `${key} ${response.reason};`
    const times = this.#below(8) === 0 ? 15_000 : 1 + this.#below(10)
    await put(store, { key, body: word.repeat(times), response, claim: { moment } })
  }

  async #judge(key: string, entry: StoredEntry, done: readonly Done[]): Promise<void> {
    const { response } = entry
    this.found += 1
    const wrong = done.find(
      (purge) =>
        Number(response.reason) <= purge.began &&
        isAbout(purge, key, response) &&
        (purge.kind === 'removed' || response.lifetime > 0),
    )
    if (wrong !== undefined) this.faults.push(`${key} ${response.reason} after ${JSON.stringify(wrong)}`)
    const body = await entry.open()
    if (body === undefined) return
    const text = (await bytesOf(body)).toString()
    const word = text.slice(0, text.indexOf(';') + 1)
    if (!word.startsWith(`${key} `) || text !== word.repeat(text.length / word.length))
      this.faults.push(`a mixed body of ${key}: ${text.slice(0, 40)}`)
  }

  async #purge(): Promise<void> {
    const [store, index] = [this.#store(), this.#below(8)]
    const selectors: readonly PurgeSelector[] = [
      { type: 'key', key: `key ${index}` },
      { type: 'surrogateKey', surrogateKey: `label ${index % 4}` },
      { type: 'url', url: urlOf(index) },
      { type: 'all' },
    ]
    const selector = selectors[this.#below(4)] ?? { type: 'all' }
    const kind = this.#below(2) === 0 ? 'removed' : 'softened'
    const began = this.#time
    await store.purge(selector, kind === 'removed' ? 'remove' : (head) => ({ ...head, lifetime: 0 }))
    this.#done.push({ selector, kind, began })
  }
}

const processes = 3
const atOnce = 8
let made = 0

const expectNoFault = async (url: string, seed: number, steps: number): Promise<void> => {
  made += 1
  const prefix = `turmoil ${made}:`
  const stores = Array.from({ length: processes }, () => redisStore({ url, prefix, compress: 'zstd' }))
  const turmoil = new Turmoil(stores, seed)
  await Promise.all(Array.from({ length: atOnce }, () => turmoil.run(steps)))
  await Promise.all(stores.map((store) => store.close()))
  expect(turmoil.faults).toEqual([])
  expect(turmoil.found).toBeGreaterThan(steps)
  expect(stores.map(({ rejectedValues }) => rejectedValues)).toEqual([0, 0, 0])
}

describeWithRedis('three processes that store and purge at random, on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  test.each([1, 2, 3])(
    'nothing is found that was fetched before a purge that has answered, nor a mixed body: seed %i',
    (seed) => expectNoFault(server.url, seed, 120),
  )
})

describeWithRedis('three processes that store and purge at random, on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster.stop())

  test.each([4, 5])(
    'nothing is found that was fetched before a purge that has answered, nor a mixed body: seed %i',
    (seed) => {
      const addresses = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
      return expectNoFault(`redis+cluster://${addresses}`, seed, 120)
    },
  )
})
