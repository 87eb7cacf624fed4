import type { Millis } from '../../http/units.ts'
import type { Clock } from '../../ports/clock.ts'
import { LeaseContractError } from './lease-contract-error.ts'

/** How long what may take, and by which clock. */
export interface LeaseLimits {
  /** How long a lease lasts that is not renewed. */
  readonly life: Millis
  /** How much later than that those who wait may be told. */
  readonly slack: Millis
  /** How long each answer may take. */
  readonly answerWithin: Millis
  readonly clock: Clock
}

const late = Symbol('late')

/** What comes of it in time; `undefined` when it takes longer. */
export async function inTime<Answer>(
  answer: PromiseLike<Answer>,
  within: Millis,
  clock: Clock,
): Promise<Answer | undefined> {
  const { promise, resolve } = Promise.withResolvers<typeof late>()
  const timer = clock.setTimer(() => {
    resolve(late)
  }, within)
  try {
    const first = await Promise.race([answer, promise])
    return first === late ? undefined : first
  } finally {
    clock.clearTimer(timer)
  }
}

/** @throws LeaseContractError when the call has no answer in time */
export async function answered<Answer extends object>(
  call: string,
  answer: PromiseLike<Answer>,
  { answerWithin, clock }: LeaseLimits,
): Promise<Answer> {
  const seen = await inTime(answer, answerWithin, clock)
  if (seen === undefined) throw new LeaseContractError(`${call} did not answer within ${answerWithin} ms`)
  return seen
}
