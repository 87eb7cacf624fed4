import type { Millis } from '../http/units.ts'
import type { MaybePromise } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Gate } from './gate.ts'
import { seededRandom } from './seeded-random.ts'
import type { StoreCall, StoreOperation } from './store-operation.ts'

/** What happened to a call. */
export interface StoreFault extends StoreCall {
  /** `failed`: the store did nothing. `late`: it answered `after` milliseconds. `silent`: it never answers. */
  readonly fault: 'failed' | 'late' | 'silent'
  readonly after: Millis
}

/** How often what goes wrong: shares of all calls, from 0 to 1. */
export interface FaultRates {
  readonly failing: number
  readonly late: number
  readonly silent: number
  /** No answer is later. */
  readonly latest: Millis
}

/** Lets a seed decide what happens to each call. */
export class FaultGate implements Gate {
  readonly faults: StoreFault[] = []
  readonly #random: () => number
  readonly #rates: FaultRates
  readonly #clock: Clock

  constructor(seed: number, { rates, clock }: { readonly rates: FaultRates; readonly clock: Clock }) {
    this.#random = seededRandom(seed)
    this.#rates = rates
    this.#clock = clock
  }

  pass<Answer>(
    call: StoreCall & { readonly operation: StoreOperation },
    work: () => MaybePromise<Answer>,
  ): MaybePromise<Answer> {
    if (call.operation === 'close') return work()
    const { failing, late, silent, latest } = this.#rates
    const chance = this.#random()
    if (chance < failing) return this.#fail(call)
    // The work is done at once, and only the answer is held back: calls take effect in the order in which they are made.
    if (chance < failing + silent) return this.#neverAnswer(call, work())
    if (chance < failing + silent + late) return this.#answerLate(call, work(), this.#random() * latest)
    return work()
  }

  passAtOnce<Answer>(call: StoreCall, work: () => Answer): Answer {
    return this.#random() < this.#rates.failing ? this.#fail(call) : work()
  }

  log(): void {
    // nothing happens to it
  }

  #fail(call: StoreCall): never {
    this.faults.push({ ...call, fault: 'failed', after: 0 })
    throw new StoreError('ERR_STORE_FAILED', `the faulty store fails this ${call.operation}`)
  }

  #neverAnswer<Answer>(call: StoreCall, answer: MaybePromise<Answer>): Promise<Answer> {
    this.faults.push({ ...call, fault: 'silent', after: Infinity })
    // What it would have answered, an error too, is heard by nobody.
    void Promise.resolve(answer).catch(() => undefined)
    return new Promise(() => undefined)
  }

  async #answerLate<Answer>(call: StoreCall, answer: MaybePromise<Answer>, after: Millis): Promise<Answer> {
    this.faults.push({ ...call, fault: 'late', after })
    const [value] = await Promise.all([
      answer,
      new Promise<void>((resolve) => {
        this.#clock.setTimer(resolve, after)
      }),
    ])
    return value
  }
}
