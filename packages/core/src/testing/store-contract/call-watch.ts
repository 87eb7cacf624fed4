import type { Millis } from '../../http/units.ts'
import { isPromise, type MaybePromise } from '../../ports/body.ts'
import type { Clock } from '../../ports/clock.ts'
import { CallLog } from './call-log.ts'
import { StoreContractError } from './expectation.ts'

/** How long an answer may take, and by which clock. */
export interface AnswerLimit {
  readonly answerWithin: Millis
  readonly clock: Clock
}

/** A call on its way, and how its answer is told. */
interface WatchedCall<Answer> {
  readonly call: string
  readonly work: () => MaybePromise<Answer>
  readonly describe: (answer: Answer) => string
}

/** Every call of a store on trial passes through it: it is logged, and its answer waited for as long as is allowed. */
export class CallWatch {
  readonly log = new CallLog()
  /** Whether some call was given up: the store cannot be expected to answer others, `close` above all. */
  isDead = false
  readonly #allowed: AnswerLimit

  constructor(limit: AnswerLimit) {
    this.#allowed = limit
  }

  /** What answers at once does so here too: no promise is made of it. */
  ask<Answer>({ call, work, describe }: WatchedCall<Answer>): MaybePromise<Answer> {
    const answered = this.log.begin(call)
    try {
      const answer = work()
      if (!isPromise(answer)) {
        answered(describe(answer))
        return answer
      }
      const timely = this.limit(call, answer)
      timely.then(
        (value) => {
          answered(describe(value))
        },
        (error: unknown) => {
          answered(describeError(error))
        },
      )
      return timely
    } catch (error) {
      answered(describeError(error))
      throw error
    }
  }

  /**
   * Waits twice as long as is allowed, to tell an answer that is late from one that never comes.
   * @throws StoreContractError for both
   */
  async limit<Answer>(call: string, answer: Promise<Answer>): Promise<Answer> {
    const { answerWithin, clock } = this.#allowed
    const begun = clock.now()
    const never = Promise.withResolvers<never>()
    const timer = clock.setTimer(() => {
      this.isDead = true
      never.reject(new StoreContractError(`${call} never answered: not within ${2 * answerWithin} ms`))
    }, 2 * answerWithin)
    const isLate = () => clock.now() - begun > answerWithin
    const late = (error?: unknown) =>
      new StoreContractError(
        `${call} answered late: after ${Math.round(clock.now() - begun)} ms, and ${answerWithin} ms are allowed`,
        error === undefined ? {} : { cause: error },
      )
    try {
      const value = await Promise.race([answer, never.promise])
      if (isLate()) throw late()
      return value
    } catch (error) {
      if (!(error instanceof StoreContractError) && isLate()) throw late(error)
      throw error
    } finally {
      clock.clearTimer(timer)
    }
  }
}

function describeError(error: unknown): string {
  if (error instanceof StoreContractError) return 'no answer in time'
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return `threw ${code}`
}
