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

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** How many calls went wrong. */
  get count(): number {
    return this.#count
  }

  around<Result>(call: () => MaybePromise<Result>): MaybePromise<Result> {
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
        return after(this.#chance.between(1, 50), call)
      case 'late':
        return after(this.#chance.between(150, 600), call)
    }
  }
}

const after = <Result>(delay: number, call: () => MaybePromise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(call())
      } catch (error) {
        reject(error)
      }
    }, delay)
  })
