import type { Millis } from '@cachechart/core'
import { ContractError } from './contract-error.ts'

/** Waits for what ought to come, and says what did not. */
export class Patience {
  readonly #limit: Millis

  constructor(limit: Millis) {
    this.#limit = limit
  }

  /** @throws ContractError when it does not come in time */
  async for<Value>(what: string, coming: PromiseLike<Value> | Value): Promise<Value> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new ContractError(`${what} never came: not within ${this.#limit} ms`))
      }, this.#limit)
    })
    try {
      return await Promise.race([coming, late])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Looks once a turn, for what announces itself by no event. @throws ContractError when it does not come in time */
  async until(what: string, condition: () => boolean): Promise<void> {
    const start = performance.now()
    while (!condition()) {
      if (performance.now() - start > this.#limit)
        throw new ContractError(`it never came to this: ${what}; not within ${this.#limit} ms`)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
