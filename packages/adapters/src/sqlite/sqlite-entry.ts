import type { Body, MaybePromise, StoredEntry, StoredResponse } from '@cachechart/core'
import type { BodyPlace } from './stored-bodies.ts'

/** What entries need of their store. */
export interface EntryHost {
  /** @throws StoreError */
  open(place: BodyPlace): MaybePromise<Body | undefined>
  countUse(id: number, known: number): number
}

/** A row of an entry, read and believed. */
export interface EntryFacts extends BodyPlace {
  readonly id: number
  readonly placed: number
  readonly uses: number
  /** The head as it is kept. */
  readonly text: string
  readonly response: StoredResponse
}

/** A variant that was found. */
export class SqliteEntry implements StoredEntry {
  readonly facts: EntryFacts
  readonly #host: EntryHost

  constructor(facts: EntryFacts, host: EntryHost) {
    this.facts = facts
    this.#host = host
  }

  get response(): StoredResponse {
    return this.facts.response
  }

  open(): MaybePromise<Body | undefined> {
    return this.#host.open(this.facts)
  }

  countUse(): number {
    return this.#host.countUse(this.facts.id, this.facts.uses)
  }

  /** The same entry, with another head. */
  with(response: StoredResponse): SqliteEntry {
    return new SqliteEntry({ ...this.facts, response }, this.#host)
  }
}
