import type { CacheOptions, CacheRequest } from '../../driver/cache-api.ts'
import { openCache, type OpenedCache } from '../../driver/create-cache.ts'
import { TransactionRun } from '../../driver/transaction-run.ts'
import { machinesOf, type Machines } from '../../engine/machines.ts'
import type { FlightTransition, Transition } from '../../engine/trace.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { FieldLines } from '../../http/message.ts'
import { ExploredBooks } from './explored-books.ts'
import { ExploredClient } from './explored-client.ts'
import { ExploredClock } from './explored-clock.ts'
import { firstContent } from './explored-content.ts'
import { ExploredLease } from './explored-lease.ts'
import { limitsOf } from './explored-limits.ts'
import { ExploredOrigin } from './explored-origin.ts'
import { ExploredStore } from './explored-store.ts'
import type { ExploredRequest, ExploredWorld } from './explored-world.ts'

/** The page that everybody wants, which is also its key. */
export const page = 'http://example.com/page'

const requests: Readonly<Record<ExploredRequest, { readonly method: string; readonly fields: FieldLines }>> =
  {
    get: { method: 'GET', fields: [] },
    noCache: { method: 'GET', fields: ['Cache-Control', 'no-cache'] },
    onlyIfCached: { method: 'GET', fields: ['Cache-Control', 'only-if-cached'] },
    head: { method: 'HEAD', fields: [] },
    range: { method: 'GET', fields: ['Range', 'bytes=0-3'] },
    post: { method: 'POST', fields: [] },
    put: { method: 'PUT', fields: [] },
  }

/** How many turns of the microtask queue it takes at most until nothing goes on by itself any more. */
const turns = 40

/**
 * The engine and its driver, as they are, in a world of which every step is chosen from outside. Between two steps all
 * has been done that can be done without another.
 */
export class ExploredSystem {
  readonly world: ExploredWorld
  readonly machines: Machines
  readonly clock = new ExploredClock()
  readonly store: ExploredStore
  readonly origin: ExploredOrigin
  readonly lease = new ExploredLease(() => this.ownerOf(this.#acting))
  readonly clients: readonly ExploredClient[]
  readonly books: ExploredBooks
  readonly #opened: OpenedCache
  /** How many purges were begun, and how many the store has carried out. */
  purgesBegun = 0
  purgesDone = 0
  /** Whose transaction made the last step: what is asked of store and origin is asked for it. */
  #acting = 0
  /** Who is just coming, and has no transaction of its own yet. */
  #arriving: ExploredClient | undefined

  constructor(world: ExploredWorld) {
    this.world = world
    this.machines = machinesOf(world.machines)
    this.books = new ExploredBooks(this.machines)
    this.clients = world.clients.map((kind, index) => new ExploredClient(index, kind))
    const owner = (response?: StoredResponse): string => {
      const call = response && this.origin.calls.find(({ mark }) => response.fields.includes(mark))
      return call?.owner ?? this.ownerOf(this.#acting)
    }
    this.store = new ExploredStore({
      pace: world.store,
      room: world.storeFailures === 'full' ? 3 : Infinity,
      owner,
      seeker: () => this.#seeker ?? owner(),
      onEndless: () => this.books.defects.push(new Error('it goes round without an end')),
    })
    this.store.content = firstContent(world.stored, this.clock.now())
    this.origin = new ExploredOrigin({
      owner: () => owner(),
      generation: () => this.purgesBegun,
      invalidations: () => this.books.invalidations,
    })
    this.#opened = openCache({
      store: this.store,
      backend: this.origin,
      ...(world.lease === 'shared' ? { lease: this.lease } : {}),
      clock: this.clock,
      machines: world.machines,
      policy: { onStoreFailure: world.onStoreFailure },
      deadlines: limitsOf('cache', world),
      collapse: { onTimeout: world.onTimeout, uncacheable: world.uncacheable, window: world.window },
      abort: abortOf(world),
      storeBreaker: { failures: Infinity },
      owedInvalidations: 0,
      stuckAfter: Infinity,
      random: () => 0.5,
      ...this.#listeners,
    })
  }

  get environment(): OpenedCache['environment'] {
    return this.#opened.environment
  }

  get cache(): OpenedCache['cache'] {
    return this.#opened.cache
  }

  /** The name of the client whose transaction it is, or of whoever had it begin a refresh. */
  ownerOf(transaction: number): string {
    const client = this.clients.find(({ run }) => run?.id === transaction)
    if (client !== undefined) return client.name
    return this.books.isBackground(transaction) ? 'the refresh' : (this.#arriving?.name ?? 'the cache')
  }

  arrive(client: ExploredClient): void {
    const { method, fields } = requests[client.kind]
    const request: CacheRequest = { method, url: page, fields: [...fields] }
    this.#arriving = client
    const run = this.cache.send(request, { deadlines: limitsOf(client.index, this.world) })
    this.#arriving = undefined
    // What `send` gives out is the transaction itself, seen from its caller's side.
    if (!(run instanceof TransactionRun))
      throw new TypeError('the cache has sent something that is no transaction')
    client.await(run, this.purgesDone)
  }

  purge(): void {
    this.purgesBegun += 1
    this.#acting = 0
    this.books.isRefusedLast = false
    const done = (): void => {
      this.purgesDone += 1
    }
    // One that failed has done nothing; whoever wanted it is told, and may try again.
    this.cache.purge({ key: page, soft: this.world.purging === 'soft' }).then(done, () => {})
  }

  /** Lets go on by itself what can. */
  async settle(): Promise<void> {
    this.store.lookups = 0
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
  }

  /** Whether all that were to come have come, and nobody waits for anything. */
  get isOver(): boolean {
    return (
      this.clients.every(({ isOver }) => isOver) &&
      this.origin.open.length === 0 &&
      this.store.held.length === 0 &&
      this.lease.held.length === 0 &&
      this.environment.owed.size === 0
    )
  }

  /** All that the cache tells of itself goes into the books. */
  get #listeners(): Pick<CacheOptions, 'onLeak' | 'onTolerated' | 'onTransition' | 'onFlightTransition'> {
    return {
      onLeak: (leak) => this.books.leaks.push(leak),
      onTolerated: (failure) => this.books.tolerated(failure),
      onTransition: (transition) => this.#noteTransition(transition),
      onFlightTransition: (transition) => this.#noteFlight(transition),
    }
  }

  /** Whose lookup it is that begins. What follows for others may have been carried out before, in the same turn. */
  get #seeker(): string | undefined {
    const { held } = this.store
    const isAsked = ({ name, run }: ExploredClient): boolean =>
      run?.state === 'awaitCache' &&
      run.lookup === 'asked' &&
      !held.some((operation) => operation.name === 'lookup' && operation.owner === name)
    return this.clients.find(isAsked)?.name
  }

  #noteTransition(transition: Transition): void {
    this.#acting = transition.transaction
    this.books.noteTransition(transition)
    const { event, transaction } = transition
    const owner = this.ownerOf(transaction)
    const call = this.origin.calls.findLast((each) => each.owner === owner)
    if (call !== undefined) this.books.noteReply(event, call.mark)
  }

  #noteFlight(transition: FlightTransition): void {
    this.books.noteFlight(transition)
    if (transition.event !== 'reply.uncacheable') return
    const followers = this.clients.filter(({ run }) => run?.following?.leader.id === transition.leader)
    this.books.noteRefusal(followers.flatMap(({ run }) => (run === undefined ? [] : [run.id])))
  }
}

const abortOf = ({ abort }: ExploredWorld) => ({
  leader: { awaitBackend: abort, delivering: abort },
  follower: { awaitFlight: abort, delivering: abort },
  background: { awaitBackend: abort, delivering: abort },
})
