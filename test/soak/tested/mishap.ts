import { StoreError, type MaybePromise } from '@cachechart/core'
import type { Chance } from '../chance.ts'

/** What may go wrong with a call of the store. `slow` is inside the deadline, `late` beyond. */
type Mishap = 'none' | 'slow' | 'late' | 'throws' | 'rejects' | 'never'

const shares: Readonly<Record<Mishap, number>> = {
  none: 940,
  slow: 30,
  late: 9,
  throws: 8,
  rejects: 8,
  never: 5,
}

/** Makes calls of a store, well or badly. */
export class Mishaps {
  readonly #chance: Chance
  #count = 0
  /** Changes that have yet to take effect. */
  readonly #late = new Set<() => Promise<unknown>>()

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** How many calls went wrong. */
  get count(): number {
    return this.#count
  }

  around<Result>(call: () => MaybePromise<Result>): MaybePromise<Result> {
    return this.#meet(call, (delay) => after(delay, call))
  }

  /** As `around`, for a call that changes something: while it is late, `hurry` makes it take effect. */
  aroundChange<Result>(call: () => MaybePromise<Result>): MaybePromise<Result> {
    return this.#meet(call, (delay) => {
      let effect: Promise<Result> | undefined
      const take = (): Promise<Result> => (effect ??= now(call))
      this.#late.add(take)
      return after(delay, () => {
        this.#late.delete(take)
        return take()
      })
    })
  }

  /** All that was called before takes effect now, though its answers stay as late as they are. */
  hurry(): void {
    for (const take of this.#late) void take().catch(() => undefined) // told to whoever waits for the answer
    this.#late.clear()
  }

  #meet<Result>(
    call: () => MaybePromise<Result>,
    late: (delay: number) => Promise<Result>,
  ): MaybePromise<Result> {
    const mishap = this.#chance.pick(shares)
    if (mishap === 'none') return call()
    if (mishap !== 'slow') this.#count += 1
    const error = new StoreError('ERR_STORE_FAILED', 'the store was made to fail')
    switch (mishap) {
      case 'throws':
        throw error
      case 'rejects':
        return Promise.reject(error)
      case 'never':
        return new Promise(() => {})
      case 'slow':
        return late(this.#chance.between(1, 50))
      case 'late':
        return late(this.#chance.between(150, 600))
    }
  }
}

const after = <Result>(delay: number, call: () => MaybePromise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    setTimeout(() => {
      now(call).then(resolve, reject)
    }, delay)
  })

/** At once, whatever comes of it. */
const now = <Result>(call: () => MaybePromise<Result>): Promise<Result> =>
  new Promise((resolve) => {
    resolve(call())
  })
