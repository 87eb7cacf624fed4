import type { MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Gate } from './gate.ts'
import type { StoreCall, StoreDelay, StoreOperation } from './store-operation.ts'

interface HeldCall extends StoreCall {
  readonly run: () => void
}

interface Failure {
  readonly operation: StoreOperation
  readonly error: unknown
}

/** What every call of a fake store passes through: it is logged, and made late or a failure as the test wishes. */
export class StoreGate implements Gate {
  readonly calls: StoreCall[] = []
  delay: StoreDelay
  #held: HeldCall[] = []
  readonly #failures: Failure[] = []

  constructor(delay: StoreDelay) {
    this.delay = delay
  }

  get held(): readonly StoreCall[] {
    return this.#held.map(({ operation, key }) => ({ operation, key }))
  }

  failNext(operation: StoreOperation, error?: unknown): void {
    const planned = new StoreError(
      'ERR_STORE_FAILED',
      `the fake store was told to fail the next ${operation}`,
    )
    this.#failures.push({ operation, error: error ?? planned })
  }

  /** Lets held calls go on, the oldest first; how many there were. */
  release(count: number): number {
    const released = this.#held.slice(0, count)
    this.#held = this.#held.slice(count)
    for (const { run } of released) run()
    return released.length
  }

  /** Logs a call that neither waits nor fails. */
  log(call: StoreCall): void {
    this.calls.push(call)
  }

  /** Fails or does the work at once, whatever the delay. */
  passAtOnce<Answer>(call: StoreCall & { readonly operation: StoreOperation }, work: () => Answer): Answer {
    return this.#enter(call, work)()
  }

  pass<Answer>(
    call: StoreCall & { readonly operation: StoreOperation },
    work: () => MaybePromise<Answer>,
  ): MaybePromise<Answer> {
    const run = this.#enter(call, work)
    switch (this.delay) {
      case 'sync':
        return run()
      case 'microtask':
        return Promise.resolve().then(run)
      case 'manual':
        return new Promise((resolve, reject) => {
          const settle = () => {
            try {
              resolve(run())
            } catch (error) {
              reject(error)
            }
          }
          this.#held.push({ ...call, run: settle })
        })
    }
  }

  #enter<Answer>(call: StoreCall, work: () => Answer): () => Answer {
    this.log(call)
    const index = this.#failures.findIndex(({ operation }) => operation === call.operation)
    const [failure] = index === -1 ? [] : this.#failures.splice(index, 1)
    if (failure === undefined) return work
    return () => {
      throw failure.error
    }
  }
}
