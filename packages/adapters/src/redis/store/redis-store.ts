import type {
  InspectableStore,
  ListedEntry,
  LookupResult,
  PurgeChange,
  PurgeSelector,
  StoredEntry,
  StoredResponse,
  StoreStatistics,
  StoreWriter,
  WriteClaim,
} from '@cachechart/core'
import { connectRedis } from '../client/connect-redis.ts'
import type { RedisLink } from '../client/redis-client.ts'
import { redisNames } from '../client/redis-names.ts'
import { freshenResponse } from './commit-response.ts'
import { KeyQueue } from './key-queue.ts'
import { listEntries } from './list-entries.ts'
import { measureEntries } from './measure-entries.ts'
import { lookUp } from './look-up.ts'
import { PendingPurges } from './pending-purges.ts'
import { removeEntry } from './purge-entries.ts'
import { PurgeLedger } from './purge-ledger.ts'
import { purgeStore } from './purge-store.ts'
import { RedisEntry } from './redis-entry.ts'
import { redisStoreLimits, type RedisStoreOptions } from './redis-store-options.ts'
import { refusingWriter, RedisWriter } from './redis-writer.ts'
import { storableResponse } from './storable-response.ts'
import { closedError, type StoreContext } from './store-context.ts'
import { UseCounts } from './use-counts.ts'

/** A store on a Redis or Valkey server, or a cluster of them, that many processes share. */
export interface RedisStore extends InspectableStore {
  /** Values that were looked up and not believed, each of which counted as a miss, since the store was made. */
  readonly rejectedValues: number
  get(key: string): Promise<LookupResult>
  freshen(
    key: string,
    entry: StoredEntry,
    response: StoredResponse,
    claim?: WriteClaim,
  ): Promise<'freshened' | 'gone'>
  delete(key: string): Promise<number>
  purge(selector: PurgeSelector, change: PurgeChange): Promise<number>
  statistics(): Promise<StoreStatistics>
  close(): Promise<void>
}

/**
 * Keeps responses on a Redis (7 or newer) or Valkey server, or a cluster: all caches with the same servers and prefix share them.
 *
 * It answers at once, and connects meanwhile. Calls reject with a `StoreError` while there is no connection; nothing is queued
 * for later. Responses that are `sensitive` are refused. Memory is the server's affair: set its `maxmemory-policy`.
 *
 * @throws RangeError for an option that is out of its bounds; TypeError for a URL or client that is not known
 * @example
 * const store = redisStore({ url: 'redis://localhost:6379', prefix: 'shop:', compress: 'zstd' })
 * await store.close()
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const limits = redisStoreLimits(options)
  const names = redisNames(options.prefix ?? 'cachechart:')
  const { commandTimeout, connectTimeout } = options
  const link = connectRedis(options, { commandTimeout, connectTimeout })
  return new SharedStore({ link, names, limits })
}

class SharedStore implements RedisStore {
  readonly #link: RedisLink
  readonly #context: StoreContext
  readonly #uses = new UseCounts()
  #rejected = 0
  #state: 'open' | 'closed' = 'open'

  constructor(ground: Pick<StoreContext, 'link' | 'names' | 'limits'>) {
    const { link, names } = ground
    const onDamaged = (name: string) => this.#reject(name, 'the ledger of purges was not to be believed')
    this.#link = link
    this.#context = {
      ...ground,
      ledger: new PurgeLedger(link, names, onDamaged),
      queue: new KeyQueue(),
      purges: new PendingPurges(),
      checkOpen: () => this.#checkOpen(),
      reject: (key, reason) => this.#reject(key, reason),
    }
  }

  get rejectedValues(): number {
    return this.#rejected
  }

  async get(key: string): Promise<LookupResult> {
    this.#checkOpen()
    const task = { key, uses: this.#uses, earlier: this.#context.purges.begun() }
    return this.#context.queue.read(key, () => lookUp(this.#context, task))
  }

  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter {
    this.#checkOpen()
    // What nobody would believe later is not written, nor what may not leave the process.
    const storable = response.sensitive ? undefined : storableResponse(response)
    if (storable === undefined) return refusingWriter
    return new RedisWriter(this.#context, { key, response: storable, claim })
  }

  async freshen(
    ...[key, entry, response, claim]: Parameters<RedisStore['freshen']>
  ): Promise<'freshened' | 'gone'> {
    this.#checkOpen()
    if (!(entry instanceof RedisEntry)) return 'gone'
    const storable = storableResponse(response, entry.bodyLength)
    if (storable === undefined) return 'gone'
    const earlier = this.#context.purges.begun()
    const task = { key, bodyId: entry.bodyId, response: storable, claim, earlier }
    return this.#context.queue.change(key, () => freshenResponse(this.#context, task))
  }

  async delete(key: string): Promise<number> {
    this.#checkOpen()
    const { queue, names, ledger } = this.#context
    return queue.change(key, async () =>
      removeEntry(this.#context, names.tagOf(key), await ledger.begin('one')),
    )
  }

  async purge(selector: PurgeSelector, change: PurgeChange): Promise<number> {
    this.#checkOpen()
    return purgeStore(this.#context, selector, change)
  }

  async statistics(): Promise<StoreStatistics> {
    this.#checkOpen()
    const { entries, bodyBytes } = await measureEntries(this.#context)
    const nodes = (await this.#link.nodes()).length
    const { sequence } = await this.#context.ledger.read()
    const details = { topology: this.#link.topology, servers: nodes, lastPurge: sequence }
    return { entries, bodyBytes, bytes: null, maxBytes: null, rejectedValues: this.#rejected, details }
  }

  entries(options: { readonly keyPrefix?: string } = {}): AsyncIterable<ListedEntry> {
    this.#checkOpen()
    return listEntries(this.#context, options.keyPrefix ?? '')
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    await this.#link.close()
  }

  #checkOpen(): void {
    if (this.#state === 'closed') throw closedError()
  }

  #reject(key: string, reason: string): void {
    this.#rejected += 1
    this.#context.limits.onRejected({ key, reason })
  }
}
