import type { Millis } from '../../http/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LookupResult, PurgeSelector, StoredEntry, StoreMoment } from '../../ports/store.ts'
import type { MemoryStore } from '../memory-store.ts'
import type { ChangeGenerations, ChangeTicket } from './change-generations.ts'
import { NearEntry } from './near-entry.ts'

/** All that the far tier has for a key. */
export interface WholeReading {
  readonly key: string
  /** What was known of changes before it was asked for. */
  readonly ticket: ChangeTicket
  readonly readAt: Millis
  readonly moment: StoreMoment | undefined
  readonly variants: readonly StoredEntry[]
  /** The body of each variant, in pieces. */
  readonly bodies: readonly (readonly Uint8Array[])[]
}

/** What a near tier is made of. */
export interface NearCopiesHost {
  readonly near: MemoryStore
  readonly generations: ChangeGenerations
  readonly clock: Clock
  /** How long a copy is used, while changes are heard of and while they are not. */
  readonly keepFor: Millis
  readonly staleness: Millis
}

interface NearCopy {
  readonly answer: Extract<LookupResult, { readonly type: 'hit' }>
  readonly ticket: ChangeTicket
  readonly readAt: Millis
  /** From then on one of its variants is stale. */
  readonly freshUntil: Millis
}

/**
 * Copies of what the far tier has, a key with all its variants or not at all. What is known of a copy hangs on its first
 * entry: it goes when the near store gives that up, to make room or otherwise.
 */
export class NearCopies {
  readonly #host: NearCopiesHost
  readonly #copies = new WeakMap<StoredEntry, NearCopy>()
  /** How old a copy may be just now. */
  #usableFor: Millis
  #state: 'open' | 'closed' = 'open'

  constructor(host: NearCopiesHost) {
    this.#host = host
    this.#usableFor = Math.min(host.keepFor, host.staleness)
  }

  /** What is near, if it can be relied on. Answers at once. @throws StoreError when the store was closed */
  find(key: string): NearCopy['answer'] | undefined {
    const found = this.#host.near.get(key)
    if (found.type !== 'hit') return undefined
    const first = found.variants[0]
    const copy = first === undefined ? undefined : this.#copies.get(first)
    return copy !== undefined && this.#isUsable(copy) ? copy.answer : undefined
  }

  /** Takes a copy, unless something has changed meanwhile. Whatever was near of the key before is gone. */
  place(reading: WholeReading): void {
    const { near, generations } = this.#host
    if (this.#state === 'closed' || !generations.mayBeCopied(reading.ticket)) return
    near.delete(reading.key)
    const found = this.#write(reading) ? near.get(reading.key) : undefined
    // Variants that the near store has no place for would be missed.
    if (found?.type !== 'hit' || found.variants.length !== reading.variants.length)
      return void near.delete(reading.key)
    const variants = found.variants.map((entry) => new NearEntry(entry))
    const { ticket, readAt, moment } = reading
    const answer = { type: 'hit' as const, variants, ...(moment !== undefined && { moment }) }
    const copy = { answer, ticket, readAt, freshUntil: freshUntil(reading.variants) }
    const first = found.variants[0]
    if (first !== undefined) this.#copies.set(first, copy)
  }

  remove(key: string): void {
    if (this.#state === 'open') this.#host.near.delete(key)
  }

  removeSelected(selector: PurgeSelector): void {
    if (this.#state === 'open') this.#host.near.purge(selector, 'remove')
  }

  /** Changes are heard of, or not any more. */
  hear(changes: 'all' | 'some'): void {
    const { keepFor, staleness } = this.#host
    this.#usableFor = changes === 'all' ? keepFor : Math.min(keepFor, staleness)
  }

  close(): void {
    this.#state = 'closed'
    this.#host.near.close()
  }

  #isUsable({ ticket, readAt, freshUntil: end }: NearCopy): boolean {
    const now = this.#host.clock.now()
    // A clock that was set back says nothing of how old the copy is.
    const isYoung = now >= readAt && now - readAt < this.#usableFor
    return isYoung && now < end && this.#host.generations.isUnchanged(ticket)
  }

  /** The last one first: of those with the same date the one that is written last is listed first. */
  #write({ key, variants, bodies }: WholeReading): boolean {
    return variants.every((_, index) => {
      const last = variants.length - 1 - index
      const entry = variants[last]
      if (entry === undefined) return false
      const writer = this.#host.near.put(key, entry.response)
      const isWritten = bodies[last]?.every((chunk) => writer.write(chunk) === 'accepted') === true
      if (isWritten) return writer.commit() === 'stored'
      writer.abort()
      return false
    })
  }
}

/**
 * When the first of them becomes stale (RFC 9111 §4.2). What has to be validated is: somebody else may have done so, and
 * what is fetched needs a recent moment to be stored.
 */
export function freshUntil(variants: readonly StoredEntry[]): Millis {
  const ends = variants.map(({ response: { mustValidate, responseTime, lifetime, initialAge } }) =>
    mustValidate ? -Infinity : responseTime + (lifetime - initialAge) * 1000,
  )
  return Math.min(...ends)
}
