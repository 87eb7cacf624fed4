import type { Millis } from '../http/units.ts'
import type { Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import { endOfBody, type Waiting } from './delivery.ts'
import type { Environment } from './environment.ts'
import { leastReadPace, type StoreBudget } from './store-budget.ts'

/** Whose time is spent by whoever reads a stored body, and who hears how the store did. */
export interface StoreReading {
  readonly environment: Pick<Environment, 'clock' | 'breaker'>
  readonly storeBudget: StoreBudget
}

/**
 * A stored body whose reader waits no longer than the budget allows: then it ends in a `StoreError` (`ERR_STORE_TIMEOUT`).
 * One that is at hand is left as it is.
 */
export const budgetedBody = (body: Body, reading: StoreReading): Body =>
  body.bytes === undefined ? new BudgetedBody(body, reading) : body

class BudgetedBody implements Body, AsyncIterator<Uint8Array> {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #source: Body
  readonly #reading: StoreReading
  #iterator: AsyncIterator<Uint8Array> | undefined
  /** Who has asked and was not answered yet: one, unless somebody asks for two pieces at once. */
  readonly #waiting = new Set<Waiting>()
  #askedAt: Millis = 0
  /** One timer serves all of the body: when it fires while nobody waits, the next wait sets another. */
  #timer: unknown
  #end: 'open' | 'closed' | { readonly error: unknown } = 'open'

  constructor(source: Body, reading: StoreReading) {
    this.length = source.length
    this.#source = source
    this.#reading = reading
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#end === 'closed') return Promise.resolve(endOfBody)
    if (this.#end !== 'open') return Promise.reject(this.#end.error)
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject }
      if (this.#waiting.size === 0) this.#askedAt = this.#reading.environment.clock.now()
      this.#waiting.add(waiting)
      if (this.#timer === undefined) this.#arm(this.#reading.storeBudget.left)
      this.#ask().then(
        (result) => {
          this.#took(waiting, result)
        },
        (error: unknown) => {
          this.#fail(error)
        },
      )
    })
  }

  async #ask(): Promise<IteratorResult<Uint8Array>> {
    this.#iterator ??= this.#source[Symbol.asyncIterator]()
    return this.#iterator.next()
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.cancel()
    return Promise.resolve(endOfBody)
  }

  cancel(): void {
    if (this.#end === 'open') this.#close('closed')
    this.#source.cancel()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  #took(waiting: Waiting, result: IteratorResult<Uint8Array>): void {
    if (!this.#waiting.delete(waiting)) return
    const { environment, storeBudget } = this.#reading
    const now = environment.clock.now()
    storeBudget.charge(now - this.#askedAt)
    this.#askedAt = now
    if (result.done === true) {
      environment.breaker.succeeded()
      this.#close('closed')
    } else {
      storeBudget.earn(result.value.length, leastReadPace)
    }
    waiting.resolve(result)
  }

  #arm(delay: Millis): void {
    if (delay === Infinity) return
    this.#timer = this.#reading.environment.clock.setTimer(() => {
      this.#timer = undefined
      this.#look()
    }, delay)
  }

  #look(): void {
    if (this.#waiting.size === 0) return
    const { environment, storeBudget } = this.#reading
    const left = storeBudget.left - Math.max(0, environment.clock.now() - this.#askedAt)
    if (left > 0) this.#arm(left)
    else this.#giveUp(storeBudget)
  }

  #giveUp({ limit }: StoreBudget): void {
    const message = `the store sent no more of the body within ${limit / 1000} s, all that it may cost one request`
    this.#fail(new StoreError('ERR_STORE_TIMEOUT', message))
    this.#source.cancel()
  }

  #fail(error: unknown): void {
    if (this.#end !== 'open') return
    this.#reading.environment.breaker.failed()
    this.#close({ error })
  }

  /** Whoever still waits is told. */
  #close(end: 'closed' | { readonly error: unknown }): void {
    this.#end = end
    this.#reading.environment.clock.clearTimer(this.#timer)
    for (const { resolve, reject } of this.#waiting) {
      if (end === 'closed') resolve(endOfBody)
      else reject(end.error)
    }
    this.#waiting.clear()
  }
}
