import { expect } from '@jest/globals'
import type { Cache, CacheOptions, Overrides, PendingRequest, Role, Tolerated } from '@cachechart/core'
import { fakeClock, fakeStore, type FakeClock, type FakeStore } from '@cachechart/core/testing'
import { eventually as within } from '../fixtures/eventually.ts'
import { Asking, type Told } from './asking.ts'
import type { Ground, Place, Question } from './ground.ts'
import type { ScriptedHead } from './scripted-origin.ts'

/** Long, as many tests share a machine; what is asked for is there much sooner. */
const eventually = (what: string, condition: () => boolean): Promise<void> => within(what, condition, 10_000)

/** What one request brings along. */
export interface Errand extends Question {
  readonly path?: string
  readonly overrides?: Overrides
  /** Told of the pending request before anything of it has happened. */
  readonly onSend?: (pending: PendingRequest) => void
}

export type StageOptions = Partial<
  Omit<CacheOptions, 'backend' | 'clock' | 'store' | 'overrides' | 'onSend' | 'interpreter' | 'onTolerated'>
> & { readonly store?: FakeStore }

/** A cache on one of the grounds, with all around it in the hands of the test. */
export class SeedStage {
  readonly clock: FakeClock
  readonly store: FakeStore
  readonly tolerated: Tolerated[]
  readonly #place: Place
  readonly #desk: Desk

  constructor(place: Place, world: Pick<SeedStage, 'clock' | 'store' | 'tolerated'>, desk: Desk) {
    this.#place = place
    this.#desk = desk
    this.clock = world.clock
    this.store = world.store
    this.tolerated = world.tolerated
  }

  get cache() {
    return this.#place.cache
  }

  get origin() {
    return this.#place.origin
  }

  url(path = '/page'): string {
    return this.#place.url(path)
  }

  /** Resolves once the cache knows of the request. */
  async begin({ path = '/page', ...errand }: Errand = {}): Promise<Asking> {
    const leaving = new AbortController()
    const begun = this.#desk.expect(errand)
    const opening = this.#place.open(path, errand, leaving.signal)
    opening.catch(() => undefined) // whoever leaves does not wait for it
    return new Asking(await begun, opening, leaving)
  }

  async ask(errand?: Errand): Promise<Told> {
    return (await this.begin(errand)).answer()
  }

  /** Something comes to be stored, its head and body as given. */
  async stored(headers: NonNullable<ScriptedHead['headers']>, body = 'one'): Promise<Told> {
    this.origin.reply({ headers }, body)
    const told = await this.ask()
    await this.idle()
    return told
  }

  /** What comes to be stored has become stale: its lifetime is a minute. */
  async stale(headers: NonNullable<ScriptedHead['headers']>): Promise<void> {
    await this.stored(headers)
    this.clock.advance(61_000)
  }

  /** Until so many requests have come to the origin. */
  async sent(count: number): Promise<void> {
    await eventually(`${count} requests at the origin`, () => this.origin.requests.length >= count)
    const seen = this.origin.requests.length
    if (seen > count) throw new Error(`${count} requests were to come to the origin; seen: ${seen}`)
  }

  /** Until the open transactions are in these states, in order of their beginning. */
  async until(...states: string[]): Promise<void> {
    const seen = (): string => this.states.join()
    await eventually(`states ${states.join()}`, () => seen() === states.join()).catch((error: unknown) => {
      throw new Error(`the states are: ${seen()}`, { cause: error })
    })
  }

  get states(): string[] {
    return this.cache.inFlight().map(({ role, state }) => `${role} ${state}`)
  }

  /** Until nothing is under way. */
  async idle(): Promise<void> {
    await eventually('an idle cache', () => this.cache.inFlight().length === 0)
    // What was told in this turn is still to be heard.
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** The events of the last finished transaction of a role. */
  async story(role: Role): Promise<string[]> {
    await this.idle()
    const trace = this.cache.traces().findLast((each) => each.role === role)
    return trace?.history.map(({ event }) => event) ?? []
  }

  /** Expects that nothing is owed any more, and closes everything. */
  async strike(): Promise<void> {
    try {
      await this.idle()
      await eventually('no timer', () => this.clock.pending() === 0)
      expectNothingOwed(this.cache)
    } finally {
      await this.#place.close()
    }
  }
}

const expectNothingOwed = (cache: Cache): void => {
  const { leaks, ...lines } = cache.ledger()
  expect([leaks, cache.tolerated().run]).toEqual([0, 0])
  for (const [what, { taken, discharged }] of Object.entries(lines))
    expect([what, discharged]).toEqual([what, taken])
}

/** Requests come one after the other, so that each gets the overrides, and is told to the listener, of its own. */
class Desk {
  #errand: Errand = {}
  #begun: ((pending: PendingRequest) => void) | undefined

  expect(errand: Errand): Promise<PendingRequest> {
    this.#errand = errand
    return new Promise((resolve) => {
      this.#begun = resolve
    })
  }

  readonly overrides = (): Overrides | undefined => this.#errand.overrides

  readonly onSend = (pending: PendingRequest): void => {
    this.#errand.onSend?.(pending)
    this.#begun?.(pending)
  }
}

/** Sets up the stages of a test, and takes them down. */
export class SeedFixture {
  #stages: SeedStage[] = []

  async start(ground: Ground, options: StageOptions = {}): Promise<SeedStage> {
    const { store = fakeStore(), ...others } = options
    const desk = new Desk()
    const clock = fakeClock()
    const tolerated: Tolerated[] = []
    const place = await ground.create({
      ...others,
      store,
      clock,
      overrides: desk.overrides,
      onSend: desk.onSend,
      random: () => 0.5,
      onTolerated: (failure) => tolerated.push(failure),
    })
    const set = new SeedStage(place, { clock, store, tolerated }, desk)
    this.#stages.push(set)
    return set
  }

  /** Rejects when a stage has something left that is owed, or under way. */
  async stop(): Promise<void> {
    for (const set of this.#stages.splice(0)) await set.strike()
  }
}
