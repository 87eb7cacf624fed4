import type { StoredResponse } from '../http/stored-response.ts'
import { isPromise, type MaybePromise } from '../ports/body.ts'
import type { InspectableStore, ListedEntry, StoreStatistics } from '../ports/inspectable-store.ts'
import { isPeekable, type PeekableStore } from '../ports/peekable-store.ts'
import type {
  LookupResult,
  PurgeChange,
  PurgeSelector,
  Store,
  StoredEntry,
  StoreWriter,
  WriteClaim,
} from '../ports/store.ts'
import { CallOrder } from './tiered/call-order.ts'
import { ChangeGenerations } from './tiered/change-generations.ts'
import { FarEntry } from './tiered/far-entry.ts'
import { FarLookups } from './tiered/far-lookups.ts'
import { isSameHead } from './tiered/is-same-head.ts'
import { NearCopies } from './tiered/near-copies.ts'
import { NearEntry } from './tiered/near-entry.ts'
import { tieredChoices, type TieredChoices, type TieredStoreOptions } from './tiered/tiered-options.ts'
import { TieredWriter } from './tiered/tiered-writer.ts'

export type { InvalidationListener, NearTierInvalidations } from './tiered/near-tier-invalidations.ts'
export type { TieredStoreOptions } from './tiered/tiered-options.ts'

/**
 * Memory in front of a store that several processes share. The far tier has all that is stored, and alone decides what may
 * be; near are copies of what was asked for and is fresh, which are answered at once.
 *
 * What this process changes is never answered from near again. What others change leaves near as soon as
 * `invalidations` tell it; while they cannot, or where there are none, a copy is used for `staleness` and no longer.
 * A `sensitive` response is refused: it may not leave the process, and what one process alone has, others could not purge.
 *
 * @throws RangeError for an option that is not a number, 0 or more
 * @example
 * const store = tieredStore({ near: memoryStore({ maxBytes: 1024 ** 2 }), far: memoryStore(), staleness: 500 })
 * const result = await store.get('https://example.com/')
 * console.log(result.type) // 'miss'
 */
export function tieredStore(options: TieredStoreOptions<InspectableStore>): InspectableStore & PeekableStore
export function tieredStore(options: TieredStoreOptions): PeekableStore
export function tieredStore(options: TieredStoreOptions): PeekableStore {
  const choices = tieredChoices(options)
  const { far } = choices
  return isInspectable(far) ? new InspectableTieredStore({ ...choices, far }) : new TieredStore(choices)
}

const isInspectable = (store: Store): store is InspectableStore => 'statistics' in store && 'entries' in store

const refusingWriter: StoreWriter = Object.freeze({
  write: () => 'refused',
  commit: () => 'refused',
  abort: () => {},
})

class TieredStore implements PeekableStore {
  readonly #far: Store
  readonly #tagOf: (key: string) => string
  readonly #order = new CallOrder()
  readonly #generations = new ChangeGenerations()
  readonly #copies: NearCopies
  readonly #lookups: FarLookups
  readonly #stop: (() => void) | undefined
  protected readonly counts = {
    nearHits: 0,
    nearMisses: 0,
    nearInvalidations: 0,
    nearFlushes: 0,
    nearFailures: 0,
  }

  constructor(choices: TieredChoices<Store>) {
    const { far, clock, invalidations, maxNearEntryBytes, staleness } = choices
    const [generations, order] = [this.#generations, this.#order]
    this.#far = far
    this.#tagOf = invalidations === undefined ? (key) => key : (key) => invalidations.tagOf(key)
    this.#copies = new NearCopies({ ...choices, generations })
    const copies = {
      maxBytes: maxNearEntryBytes,
      mayBeCopied: generations.mayBeCopied.bind(generations),
      place: this.#copies.place.bind(this.#copies),
      failed: () => {
        this.counts.nearFailures += 1
      },
    }
    const ticketFor = (key: string) => generations.ticketFor(this.#tagOf(key))
    this.#lookups = new FarLookups({ far, order, clock, copies, staleness, ticketFor })
    this.#stop = invalidations?.start({
      invalidate: (tag) => {
        this.counts.nearInvalidations += 1
        generations.change(tag)
      },
      invalidateAll: () => this.#flush(),
      lost: () => this.#copies.hear('some'),
      restored: () => {
        this.#flush()
        this.#copies.hear('all')
      },
    })
  }

  get(key: string): MaybePromise<LookupResult> {
    const copy = this.#copies.find(key)
    if (copy === undefined) {
      this.counts.nearMisses += 1
      return this.#lookups.get(key)
    }
    this.counts.nearHits += 1
    return copy
  }

  /** What `get` would give; but nothing becomes a copy, and nothing is counted. */
  peek(key: string): MaybePromise<LookupResult> {
    const copy = this.#copies.find(key)
    if (copy !== undefined) return copy
    return isPeekable(this.#far) ? this.#far.peek(key) : this.#far.get(key)
  }

  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter {
    if (response.sensitive) return refusingWriter
    return new TieredWriter(this.#far.put(key, response, claim), (work) => this.#change(key, work))
  }

  // eslint-disable-next-line max-params -- as the port has it
  freshen(
    key: string,
    entry: StoredEntry,
    response: StoredResponse,
    claim?: WriteClaim,
  ): MaybePromise<'freshened' | 'gone'> {
    const write = (original: StoredEntry) => this.#far.freshen(key, original, response, claim)
    if (entry instanceof NearEntry && entry.original === undefined)
      return this.#around(key, () => this.#order.hold(key, () => this.#withOriginal(key, entry, write)))
    return this.#change(key, () => write(originalOf(entry)))
  }

  delete(key: string): MaybePromise<number> {
    return this.#change(key, () => this.#far.delete(key))
  }

  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number> {
    const work = () => this.#far.purge(selector, change)
    if (selector.type === 'key') return this.#change(selector.key, work)
    this.#generations.beginPurge()
    this.#copies.removeSelected(selector)
    return settling(
      () => this.#order.followAll(work),
      () => this.#generations.endPurge(),
    )
  }

  close(): MaybePromise<void> {
    this.#stop?.()
    this.#copies.close()
    return this.#far.close()
  }

  #change<Answer>(key: string, work: () => MaybePromise<Answer>): MaybePromise<Answer> {
    return this.#around(key, () => this.#order.follow(key, work))
  }

  /** Nothing that is read before the change has settled becomes a copy: nobody knows what of it was seen. */
  #around<Answer>(key: string, work: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const tag = this.#tagOf(key)
    this.#generations.change(tag)
    this.#copies.remove(key)
    return settling(work, () => this.#generations.change(tag))
  }

  /** A copy does not know its original: it is looked for by its head, which nobody may have changed since. */
  async #withOriginal(
    key: string,
    entry: NearEntry,
    write: (original: StoredEntry) => ReturnType<Store['freshen']>,
  ): Promise<'freshened' | 'gone'> {
    const found = await this.#far.get(key)
    if (found.type === 'error') throw found.error
    const variants = found.type === 'hit' ? found.variants : []
    const original = variants.find(({ response }) => isSameHead(response, entry.response))
    if (original === undefined) return 'gone'
    entry.original = original
    return write(original)
  }

  #flush(): void {
    this.counts.nearFlushes += 1
    this.#generations.changeAll()
    this.#copies.removeSelected({ type: 'all' })
  }
}

class InspectableTieredStore extends TieredStore implements InspectableStore {
  readonly #choices: TieredChoices<InspectableStore>

  constructor(choices: TieredChoices<InspectableStore>) {
    super(choices)
    this.#choices = choices
  }

  /** Of the far tier; what the near one has to say is among the details. */
  async statistics(): Promise<StoreStatistics> {
    const { near, far } = this.#choices
    const statistics = await far.statistics()
    const own = { ...this.counts, nearEntries: near.entries, nearBytes: near.bytes }
    return { ...statistics, details: { ...statistics.details, ...own } }
  }

  entries(options?: { readonly keyPrefix?: string }): AsyncIterable<ListedEntry> {
    return this.#choices.far.entries(options)
  }
}

/** What the far tier knows of an entry that it, or a copy, has given out. */
function originalOf(entry: StoredEntry): StoredEntry {
  if (entry instanceof FarEntry) return entry.inner
  return entry instanceof NearEntry ? (entry.original ?? entry) : entry
}

/** Does the work, and tells when it has settled, however. */
function settling<Answer>(work: () => MaybePromise<Answer>, settled: () => void): MaybePromise<Answer> {
  let answer: MaybePromise<Answer>
  try {
    answer = work()
  } catch (error) {
    settled()
    throw error
  }
  if (isPromise(answer)) return Promise.resolve(answer).finally(settled)
  settled()
  return answer
}
