import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Roster } from './roster.ts'
import type { StoreBreaker } from './store-breaker.ts'
import { within } from './within.ts'

/** What is not right any more, and is still stored: a key, and whatever is kept for a URL under other keys. */
export interface OwedInvalidation {
  readonly key: string
  readonly url: string | undefined
}

/** All that is owed for a key: of several URLs, where each was invalidated together with it. */
interface OwedForKey {
  readonly key: string
  readonly urls: readonly string[]
}

/** Whom to tell, and when. */
export interface OwedOptions {
  readonly store: Store
  readonly clock: Clock
  readonly breaker: Pick<StoreBreaker, 'health' | 'obstacle' | 'succeeded' | 'failed'>
  readonly storeDeadline: Millis
  /** Where a drain sees that something is under way. */
  readonly changes: Roster<unknown>
  readonly noteEnd: () => void
  /** More than so many are not told apart any more; 0: none is remembered. */
  readonly most: number
}

/** Between one attempt and the next, where the breaker does not ask for a longer one. */
const pause: Millis = 1_000

/** How many are told to the store at the same time. */
const width = 16

/**
 * Invalidations that the store could not be told, as it was down: RFC 9111 §4.4 asks for them all the same. They are told
 * when it is back, and until then nothing that they are about is found. Where there are too many of them, nothing at all is
 * found, and all is removed.
 */
export class OwedInvalidations {
  readonly #options: OwedOptions
  readonly #byKey = new Map<string, OwedForKey>()
  readonly #byUrl = new Map<string, OwedForKey>()
  #all: object | undefined
  #timer: unknown
  #state: 'resting' | 'telling' = 'resting'
  #pace: 'calm' | 'hurried' = 'calm'

  constructor(options: OwedOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#byKey.size + (this.#all === undefined ? 0 : 1)
  }

  /** Whether what is stored may be what should be gone. */
  hides(key: string, url: string): boolean {
    return this.#all !== undefined || this.#byKey.has(key) || this.#byUrl.has(url)
  }

  add(owed: OwedInvalidation): void {
    const { most } = this.#options
    if (most === 0) return
    if (this.#all !== undefined || this.#byKey.size >= most || this.#byUrl.size >= most) {
      this.#all = {}
      this.#byKey.clear()
      this.#byUrl.clear()
    } else {
      this.#join(owed)
    }
    if (this.#pace === 'hurried') this.tell()
    else this.#arm()
  }

  /** What is owed for the key already is owed still, though this one says less. */
  #join({ key, url }: OwedInvalidation): void {
    const urls = new Set(this.#byKey.get(key)?.urls)
    if (url !== undefined) urls.add(url)
    const owed = { key, urls: [...urls] }
    this.#byKey.set(key, owed)
    for (const each of urls) this.#byUrl.set(each, owed)
  }

  /** The cache is to come to rest: what is owed is told now, or it may be never. */
  hurry(): void {
    this.#pace = 'hurried'
    this.tell()
  }

  /** It goes on, whatever came of that. */
  calm(): void {
    this.#pace = 'calm'
    this.#arm()
  }

  /** The store is back, or this is the last occasion. */
  tell(): void {
    if (this.size === 0 || this.#state === 'telling') return
    this.#options.clock.clearTimer(this.#timer)
    this.#timer = undefined
    this.#state = 'telling'
    const { changes, noteEnd } = this.#options
    const work = this.#tellAll()
    const seat = changes.add(work)
    void work.then(() => {
      this.#state = 'resting'
      this.#arm()
      changes.leave(seat)
      noteEnd()
    })
  }

  #arm(): void {
    if (this.size === 0 || this.#pace === 'hurried') return
    if (this.#timer !== undefined || this.#state === 'telling') return
    const { clock, breaker } = this.#options
    const { nextProbe } = breaker.health
    const delay = Math.max(pause, nextProbe === null ? 0 : nextProbe - clock.now())
    this.#timer = clock.setTimer(() => {
      this.#timer = undefined
      if (breaker.obstacle() === undefined) this.tell()
      else this.#arm()
    }, delay)
  }

  /** One goes first, to see whether the store is back. */
  async #tellAll(): Promise<void> {
    if (this.#all !== undefined && !(await this.#forgetAll(this.#all))) return
    for (let count = 1; this.#byKey.size > 0; count = width) {
      const next = [...this.#byKey.values()].slice(0, count)
      const told = await Promise.all(next.map(async (owed) => this.#forget(owed)))
      if (told.includes(false)) return
    }
  }

  async #forgetAll(all: object): Promise<boolean> {
    const isTold = await this.#ask(async ({ store }) => store.purge({ type: 'all' }, 'remove'))
    // Of what came meanwhile the store may have heard nothing.
    if (isTold && this.#all === all) this.#all = undefined
    return isTold
  }

  async #forget(owed: OwedForKey): Promise<boolean> {
    const { key, urls } = owed
    const isTold = await this.#ask(({ store }) =>
      each([
        () => store.delete(key),
        ...urls.map((url) => () => store.purge({ type: 'url', url }, 'remove')),
      ]),
    )
    if (!isTold) return false
    if (this.#byKey.get(key) === owed) this.#byKey.delete(key)
    for (const url of urls) if (this.#byUrl.get(url) === owed) this.#byUrl.delete(url)
    return true
  }

  /** Whether the store has done it. */
  async #ask(work: (options: OwedOptions) => Promise<unknown>): Promise<boolean> {
    const { clock, storeDeadline, breaker } = this.#options
    const late = new StoreError('ERR_STORE_TIMEOUT', 'the store took too long to remove what was invalidated')
    try {
      await within(work(this.#options), { clock, delay: storeDeadline, late })
      breaker.succeeded()
      return true
    } catch {
      breaker.failed()
      return false
    }
  }
}

/** All are asked at once; where one throws, what the others have promised is waited for all the same. */
const each = (asks: readonly (() => unknown)[]): Promise<unknown> =>
  Promise.all(asks.map(async (ask) => ask()))
