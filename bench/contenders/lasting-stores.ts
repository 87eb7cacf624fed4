import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore, tieredStore, type Store } from '@cachechart/core'
import { redisInvalidations, redisStore } from '@cachechart/adapters/redis'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { serveRedis, type RedisServing } from './redis-server.ts'

/** A store that is open, empty and of this process alone. */
export interface OpenStore {
  readonly store: Store
  /** The server behind it, where there is one. */
  readonly server?: RedisServing
  readonly close: () => Promise<void>
}

/** What differs from how a store comes. */
export interface StoreSizes {
  /** Of memory, or of the file, in bytes. */
  readonly maxBytes?: number
  readonly maxEntryBytes?: number
}

type Open = (sizes: StoreSizes) => Promise<OpenStore>

/** The stores by name. `near miss` has two tiers as well, and nothing is ever near. */
const stores: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['memory', (sizes) => Promise.resolve(closing(memoryStore(sizes)))],
  ['sqlite', openSqlite],
  [
    'redis',
    async (sizes) => onServer(await serveRedis(), ({ url }) => redisStore({ url, ...entrySize(sizes) })),
  ],
  ['tiered', (sizes) => openTiered(sizes, {})],
  ['near-hit', (sizes) => openTiered(sizes, { maxNearEntryBytes: 1024 ** 2, keepFor: 3_600_000 })],
  ['near-miss', (sizes) => openTiered(sizes, { maxNearEntryBytes: 0 })],
])

/** Opens a store by its name. @throws RangeError for another name */
export function openStore(name: string, sizes: StoreSizes = {}): Promise<OpenStore> {
  const open = stores.get(name)
  if (open === undefined) throw new RangeError(`no store is called "${name}"`)
  return open(sizes)
}

const entrySize = ({ maxEntryBytes }: StoreSizes) => (maxEntryBytes === undefined ? {} : { maxEntryBytes })

function closing(store: Store): OpenStore {
  return {
    store,
    async close() {
      await store.close()
    },
  }
}

/** A folder for a file, where the system has its temporary files. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'bench-'))
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function openSqlite(sizes: StoreSizes): Promise<OpenStore> {
  const folder = temporaryFolder()
  const store = sqliteStore({ file: join(folder.path, 'store.sqlite'), ...sizes })
  return Promise.resolve({
    store,
    close() {
      store.close()
      folder.remove()
      return Promise.resolve()
    },
  })
}

/** Memory before Redis, which tells what changes, as `cachechart gateway --store redis://…` has it. */
async function openTiered(
  sizes: StoreSizes,
  choices: { readonly maxNearEntryBytes?: number; readonly keepFor?: number },
): Promise<OpenStore> {
  return onServer(await serveRedis(), ({ url }) =>
    tieredStore({
      near: memoryStore(),
      far: redisStore({ url, ...entrySize(sizes) }),
      invalidations: redisInvalidations({ url }),
      ...choices,
    }),
  )
}

function onServer(server: RedisServing, open: (server: RedisServing) => Store): OpenStore {
  const store = open(server)
  return {
    store,
    server,
    async close() {
      // The server first: a store waits for one that is there and silent.
      await server.close()
      await store.close()
    },
  }
}
