import type { Moment } from '../record.ts'
import type { Page } from './wish.ts'

type What =
  'answer' | 'store change' | 'store failure' | 'purge' | 'unsafe' | 'deadline' | 'leave' | 'restart'

/** From one moment on, or between two. */
interface Span {
  readonly page: Page
  readonly from: Moment
  readonly to?: Moment
}

/** What has happened that a law may have to make allowance for, and when. */
export class Disturbances {
  readonly #all: {
    readonly what: What
    readonly page: Page | 'all'
    readonly at: Moment
    readonly time: number
  }[] = []

  note(what: What, about: { readonly at: Moment; readonly time: number; readonly page?: Page }): void {
    this.#all.push({ what, page: 'all', ...about })
  }

  /** Whether anything of the kind has happened between two moments, or since one. */
  has(kinds: readonly What[], { page, from, to = Infinity }: Span): boolean {
    return this.#all.some(
      (each) =>
        kinds.includes(each.what) &&
        (each.page === 'all' || each.page === page) &&
        each.at > from &&
        each.at < to,
    )
  }

  /** The same by the clock, between two times in milliseconds. */
  hasBetween(what: What, from: number, to: number): boolean {
    return this.#all.some((each) => each.what === what && each.time > from && each.time <= to)
  }
}
