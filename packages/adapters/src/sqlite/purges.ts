import { setImmediate } from 'node:timers/promises'
import type { MaybePromise, PurgeChange, PurgeSelector } from '@cachechart/core'
import { keyText } from './key-text.ts'
import type { Found } from './lookup.ts'
import { PurgeRun } from './purge-run.ts'
import type { SqliteEntry } from './sqlite-entry.ts'
import type { StoreParts } from './store-parts.ts'

/** The purges of a store: most are over at once; others go on in pieces, and count as if they were over. */
export class Purges {
  readonly #parts: StoreParts
  readonly #running = new Set<PurgeRun>()

  constructor(parts: StoreParts) {
    this.#parts = parts
  }

  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number> {
    const { tables, heads, settings } = this.#parts
    const run = new PurgeRun({ tables, heads, clock: settings.clock }, selector, change)
    const key = selector.type === 'key' ? keyText(selector.key) : undefined
    const concerns = (concerned: string) => key === undefined || concerned === key
    const begun = this.#parts.queue.run({ work: () => this.#begin(run, key), concerns })
    if (begun === 'done') return run.count
    return begun === 'more' ? this.#finish(run) : this.#goOn(run, begun)
  }

  /** What a lookup has found, as it is when all purges are over. */
  applyTo(found: Found): Found {
    if (this.#running.size === 0 || found.type === 'miss') return found
    const entries = found.variants as readonly SqliteEntry[] // a lookup of this store finds no others
    const left = [...this.#running].reduce<readonly SqliteEntry[]>(
      (some, run) => some.flatMap((entry) => run.appliedTo(entry) ?? []),
      entries,
    )
    if (left.length > 0)
      return { ...found, variants: left.toSorted((one, other) => other.response.date - one.response.date) }
    return found.moment === undefined ? { type: 'miss' } : { type: 'miss', moment: found.moment }
  }

  /** Whether an entry is about to be removed. */
  isRemoving(entry: SqliteEntry): boolean {
    const { id } = entry.facts
    return [...this.#running].some((run) => run.change === 'remove' && run.concerns(id, entry.facts))
  }

  #begin(run: PurgeRun, key: string | undefined): 'more' | 'done' {
    const { lookup, housekeeper } = this.#parts
    const outcome = run.begin()
    if (key === undefined) lookup.doubtAll()
    else lookup.forget(key)
    if (outcome === 'more') this.#running.add(run)
    if (run.selector.type === 'all') housekeeper.wake()
    return outcome
  }

  async #goOn(run: PurgeRun, begun: Promise<'more' | 'done'>): Promise<number> {
    return (await begun) === 'more' ? this.#finish(run) : run.count
  }

  async #finish(run: PurgeRun): Promise<number> {
    const { queue, lookup } = this.#parts
    try {
      let outcome: 'more' | 'done' = 'more'
      while (outcome === 'more') {
        await setImmediate()
        outcome = await queue.run({
          work: () => {
            const next = run.next()
            lookup.doubtAll()
            return next
          },
          concerns: () => false,
        })
      }
      return run.count
    } finally {
      this.#running.delete(run)
    }
  }
}
