import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { redisInvalidations, redisStore, type RedisSource } from '@cachechart/adapters/redis'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { memoryStore, systemClock, tieredStore, type Clock, type Store } from '@cachechart/core'
import { startRedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer } from '../servers/redis-server.ts'
import { heardInvalidations } from './heard-invalidations.ts'

/** Where stores of one kind lie. */
export interface StorePlace {
  /** A store with nothing in it, that sees nothing of the others. Its responses age by the clock. */
  open(clock?: Clock): Promise<Store>
  /** Ends what the stores lie on; the stores have been closed. */
  close(): Promise<void>
}

type OpenPlace = () => Promise<StorePlace>

/** Timers of a store's own housekeeping are no part of what a test puts forward, or counts. */
const agingBy = (clock: Clock): Clock => ({ ...systemClock, now: () => clock.now() })

const memoryPlace: OpenPlace = async () => ({ open: async () => memoryStore(), close: async () => {} })

const sqlitePlace: OpenPlace = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-matrix-'))
  let count = 0
  return {
    open: async (clock = systemClock) =>
      sqliteStore({ file: join(folder, `${(count += 1)}.db`), clock: agingBy(clock) }),
    close: async () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A prefix for each store, on what all of them share; each is connected before it is used. */
const redisPlaceOn = (source: RedisSource, close: () => Promise<void>): StorePlace => {
  let count = 0
  return {
    open: async (clock = systemClock) => {
      const store = redisStore({ ...source, prefix: `matrix ${(count += 1)}:`, clock: agingBy(clock) })
      await store.get('whether it is there')
      return store
    },
    close,
  }
}

const redisPlace: OpenPlace = async () => {
  const server = await startRedisServer()
  return redisPlaceOn({ url: server.url }, () => server.stop())
}

const clusterPlace: OpenPlace = async () => {
  const cluster = await startRedisCluster()
  const addresses = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return redisPlaceOn({ url: `redis+cluster://${addresses}` }, () => cluster.stop())
}

const tiersPlace: OpenPlace = async () => {
  const server = await startRedisServer()
  const { url } = server
  let count = 0
  return {
    open: async (clock = systemClock) => {
      const prefix = `matrix ${(count += 1)}:`
      const aging = agingBy(clock)
      const { invalidations, begun } = heardInvalidations(redisInvalidations({ url, prefix }))
      const far = redisStore({ url, prefix, clock: aging })
      const store = tieredStore({ near: memoryStore(), far, invalidations, clock: aging })
      await begun
      return store
    },
    close: () => server.stop(),
  }
}

/** Every kind of store that there is, by name. All of them are one to whoever uses a cache. */
export const storeKinds = {
  memory: { needs: 'nothing', openPlace: memoryPlace },
  SQLite: { needs: 'nothing', openPlace: sqlitePlace },
  Redis: { needs: 'redis', openPlace: redisPlace },
  'a Redis cluster': { needs: 'redis', openPlace: clusterPlace },
  'two tiers': { needs: 'redis', openPlace: tiersPlace },
} as const satisfies Readonly<
  Record<string, { readonly needs: 'nothing' | 'redis'; readonly openPlace: OpenPlace }>
>

export type StoreKind = keyof typeof storeKinds
