import type { CacheRecord, Millis, RecordedBegin, RecordedFlight, RecordedStep } from '@cachechart/core'
import { chooseFrom, type Kept } from './choose-from.ts'
import { FlightDraft } from './flight-draft.ts'
import { isFinal } from './state-waits-for.ts'
import { isChosen, mayConcern, type TimelineFilter } from './timeline-filter.ts'
import type { Timeline } from './timeline.ts'
import { TransactionDraft } from './transaction-draft.ts'

/** Of what a timeline is to tell, and how much of it is kept. */
export interface TimelineOptions extends TimelineFilter {
  /** How many transactions are kept; default 10 000. Those that come when there is no room are counted. */
  readonly limit?: number | undefined
}

/** A timeline in the making. */
export interface TimelineBuilder {
  /** Takes the next record. */
  take(record: CacheRecord): void
  /** What has come so far. More may come after it. */
  timeline(): Timeline
}

/**
 * Reads what a cache has recorded into a {@link Timeline}, one record after the other: however long the recording is,
 * memory holds no more than the transactions that are kept, and of each no more than a few hundred steps.
 *
 * @throws RangeError for a `limit` that is not a whole number of 1 or more
 * @example
 * const builder = createTimeline({ slowerThan: 1_000 })
 * builder.take({ kind: 'loss', at: 0, count: 3 })
 * console.log(builder.timeline().leftOut.lost) // 3
 */
export const createTimeline = ({ limit = 10_000, ...filter }: TimelineOptions = {}): TimelineBuilder => {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError(`createTimeline: the limit must be a whole number of 1 or more, not ${limit}`)
  const shelf = new Shelf(limit, filter)
  return {
    take: (record) => shelf.take(record),
    timeline: () => shelf.timeline(),
  }
}

const joining: readonly string[] = ['follower.joined', 'follower.late']

class Shelf {
  readonly #limit: number
  readonly #filter: TimelineFilter
  readonly #kept = new Map<string, Kept>()
  /** Those of `#kept` that have ended and were not chosen: they make room, the first to end first. */
  readonly #spare = new Set<string>()
  /** Goes on where it was: a set that is asked again and again for its first member counts all that were there before it. */
  #nextSpare: Iterator<string, unknown> = this.#spare.values()
  readonly #sameEffects = new Map<string, readonly unknown[]>()
  /** Whether those that are not wanted are let go by at once, so that records of no known transaction are no wonder. */
  readonly #isSieved: boolean
  #run = ''
  #latest: Millis = -Infinity
  #flights = 0
  #order = 0
  readonly #leftOut = { transactions: 0, records: 0, lost: 0 }

  constructor(limit: number, filter: TimelineFilter) {
    this.#limit = limit
    this.#filter = filter
    this.#isSieved = [filter.key, filter.url, filter.run].some((each) => each !== undefined)
  }

  take(record: CacheRecord): void {
    this.#order += 1
    switch (record.kind) {
      case 'start':
        this.#run = record.run
        return
      case 'loss':
        this.#leftOut.lost += record.count
        return
      case 'begin':
        return this.#begin(record)
      case 'step':
        return this.#step(record)
      case 'flight':
        return this.#fly(record)
    }
  }

  timeline(): Timeline {
    const chosen = chooseFrom(this.#kept, this.#filter, this.#latest)
    return { ...chosen, leftOut: { ...this.#leftOut } }
  }

  #begin(record: RecordedBegin): void {
    const { key, url } = record
    if (!mayConcern(this.#filter, { key, url, run: this.#run })) return
    const name = this.#nameOf(record.id)
    if (this.#kept.has(name) || !this.#makeRoom()) {
      this.#leftOut.transactions += 1
      return
    }
    this.#note(record.at)
    const draft = new TransactionDraft(record, { run: this.#run, order: this.#order })
    this.#kept.set(name, { draft, flights: [] })
  }

  #step(record: RecordedStep): void {
    const kept = this.#find(record.id)
    if (kept === undefined) return
    this.#note(record.at)
    const { draft } = kept
    if (record.effects.includes('flight.open') || record.effects.includes('backend.send'))
      this.#openFlight(kept, record.at)
    const followed = record.leader === undefined ? undefined : this.#kept.get(this.#nameOf(record.leader))
    const flight = followed?.flights.at(-1)?.id ?? null
    draft.take(record, { effects: this.#same(record.effects), order: this.#order, flight })
    if (isFinal(draft.state) && !isChosen(this.#filter, draft, record.at))
      this.#spare.add(this.#nameOf(record.id))
  }

  #fly(record: RecordedFlight): void {
    const kept = this.#find(record.leader)
    if (kept === undefined) return
    this.#note(record.at)
    const flight = this.#openFlight(kept, record.at)
    flight.take(record, { effects: this.#same(record.effects), order: this.#order })
    if (record.follower !== undefined && joining.includes(record.event))
      this.#kept.get(this.#nameOf(record.follower))?.draft.follow(record.leader, flight.id, record.at)
    if (record.event === 'writer.done') kept.draft.moments.stored ??= record.at
  }

  /** The flight that it leads, or a new one where the last has closed. */
  #openFlight(kept: Kept, at: Millis): FlightDraft {
    const last = kept.flights.at(-1)
    if (last?.isOpen === true) return last
    const { run, id: leader, key } = kept.draft
    this.#flights += 1
    const flight = new FlightDraft(String(this.#flights), { run, leader, key, begin: at, order: this.#order })
    kept.flights.push(flight)
    return flight
  }

  #find(id: number): Kept | undefined {
    const kept = this.#kept.get(this.#nameOf(id))
    if (kept === undefined && !this.#isSieved) this.#leftOut.records += 1
    return kept
  }

  #makeRoom(): boolean {
    if (this.#kept.size < this.#limit) return true
    let next = this.#nextSpare.next()
    if (next.done === true) {
      this.#nextSpare = this.#spare.values()
      next = this.#nextSpare.next()
    }
    if (next.done === true) return false
    this.#spare.delete(next.value)
    this.#kept.delete(next.value)
    return true
  }

  #nameOf(id: number): string {
    return `${id} ${this.#run}`
  }

  #note(at: Millis): void {
    if (at > this.#latest) this.#latest = at
  }

  /** The machines know few lists of effects: each is kept once. */
  #same<Effect>(effects: readonly Effect[]): readonly Effect[] {
    const name = effects.join(' ')
    const known = this.#sameEffects.get(name)
    if (known !== undefined) return known as readonly Effect[] // a list of the same words
    if (this.#sameEffects.size < 1_000) this.#sameEffects.set(name, effects)
    return effects
  }
}
