import type { Millis } from '../../http/units.ts'
import type { FlightTransition, Transition } from '../../engine/trace.ts'
import type { RecordedMachine } from './recorded-machine.ts'
import { RecordedWalk, type WalkRules } from './recorded-walk.ts'
import { Story } from './story.ts'

/** How the transitions of a cache are read. */
export interface RecordedCacheOptions extends WalkRules {
  readonly transaction: RecordedMachine
  readonly flight: RecordedMachine
  readonly open: 'allowed' | 'refused'
  /** `both`: flights were recorded, too. */
  readonly recorded: 'transactions' | 'both'
}

interface Recorded {
  readonly walk: RecordedWalk
  readonly key: string
}

/** Effects with which a fetch begins that others may find, unless it was opened before. */
const leading = ['backend.send', 'cache.replace']

/** A flight that begins. */
interface Beginning {
  readonly leader: number
  readonly key: string
  readonly since: Millis
}

/** One cache, as its transitions tell of it in their order. */
export class RecordedCache {
  readonly #options: RecordedCacheOptions
  readonly #transactions = new Map<number, Recorded>()
  readonly #flights = new Map<number, Recorded>()
  /** Whose flights were opened, and are to bring a reply: those who wait for a lease, or have it. */
  readonly #opened = new Set<number>()
  /** How many flights are under way, by key. */
  readonly #underWay = new Map<string, number>()

  constructor(options: RecordedCacheOptions) {
    this.#options = options
  }

  /** @throws TraceInvariantError */
  takeTransition({ transaction, key, event, from, to, at }: Transition): void {
    const { walk } = this.#transactionOf(transaction, key)
    const edge = walk.take({ event, from, to, at })
    if (edge === undefined) return
    if (edge.effects.includes('flight.join')) this.#expectFlight(walk, key)
    this.#takeEffects(edge.effects, { leader: transaction, key, since: at })
  }

  /** @throws TraceInvariantError */
  takeFlight({ leader, key, event, from, to, at }: FlightTransition): void {
    const { walk } = this.#flights.get(leader) ?? this.#unannounced(leader, key)
    const wasOver = walk.isOver
    walk.take({ event, from, to, at })
    if (walk.isOver && !wasOver) this.#underWay.set(key, (this.#underWay.get(key) ?? 1) - 1)
  }

  /** What must not be left when all is told. @throws TraceInvariantError */
  end(): void {
    const { open, recorded } = this.#options
    for (const { walk, key } of this.#transactions.values()) {
      if (open === 'refused') walk.expectEnd()
      else if (walk.state === 'awaitFlight') this.#expectFlight(walk, key)
    }
    if (open === 'allowed' || recorded === 'transactions') return
    for (const { walk } of this.#flights.values()) walk.expectEnd()
  }

  #transactionOf(id: number, key: string): Recorded {
    const known = this.#transactions.get(id)
    if (known !== undefined) return known
    const story = new Story(`transaction ${id}`, { title: key, dropped: 0 })
    const added = { walk: new RecordedWalk(story, this.#options.transaction, this.#options), key }
    this.#transactions.set(id, added)
    return added
  }

  /** What a transaction does about a flight of its own. */
  #takeEffects(effects: readonly string[], flight: Beginning): void {
    const { leader } = flight
    if (effects.includes('flight.open')) {
      this.#begin(flight)
      this.#opened.add(leader)
    }
    if (effects.some((effect) => leading.includes(effect)) && !this.#opened.delete(leader))
      this.#begin(flight)
    if (effects.includes('flight.dissolve')) this.#opened.delete(leader)
  }

  #begin({ leader, key, since }: Beginning): void {
    // Who has asked for a lease, and looked again, may lead another: of the first nothing is left by then.
    if (this.#options.recorded === 'both') this.#flights.get(leader)?.walk.expectEnd()
    this.#flights.set(leader, this.#flightOf(leader, key, { begun: 'recorded', since }))
    this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1)
  }

  /** A flight that nobody was seen to begin. */
  #unannounced(leader: number, key: string): Recorded {
    const flight = this.#flightOf(leader, key, { begun: 'before' })
    if (this.#options.begun === 'recorded')
      flight.walk.story.refuse('company', `transaction ${leader} has not asked the origin: it leads nothing`)
    this.#flights.set(leader, flight)
    return flight
  }

  #flightOf(leader: number, key: string, rules: Pick<WalkRules, 'begun' | 'since'>): Recorded {
    const story = new Story(`the flight of transaction ${leader}`, { title: key, dropped: 0 })
    return { walk: new RecordedWalk(story, this.#options.flight, { ...this.#options, ...rules }), key }
  }

  /** Whoever follows waits for a flight of the same key; without a record of flights, for one that has begun at least. */
  #expectFlight({ story }: RecordedWalk, key: string): void {
    // Of flights that began before the records nothing need be told while somebody joins them.
    if (this.#options.begun === 'before') return
    if ((this.#underWay.get(key) ?? 0) <= 0)
      story.refuse('company', 'it follows, and no flight for its key is under way')
  }
}
