import type { Millis } from '../http/units.ts'
import type { MaybePromise } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import { heldClock } from './held-clock.ts'
import { closingCases } from './lease-contract/closing-cases.ts'
import { holdingCases } from './lease-contract/holding-cases.ts'
import type { LeaseCheck } from './lease-contract/lease-check.ts'
import { LeaseContractError } from './lease-contract/lease-contract-error.ts'
import { answered, type LeaseLimits } from './lease-contract/lease-limits.ts'
import { LeaseStage } from './lease-contract/lease-stage.ts'
import type { LeaseTrial } from './lease-contract/lease-trial.ts'
import { lifeCases } from './lease-contract/life-cases.ts'
import { waitingCases } from './lease-contract/waiting-cases.ts'
import { CallLog } from './store-contract/call-log.ts'

/** What the contract must know of a lease. */
export interface LeaseContractOptions {
  /** How long a lease on trial lasts that is not renewed. What must be told without delay is told within half of it. */
  readonly life: Millis
  /** How much later than that those who wait may be told. Default: half of `life`. */
  readonly slack?: Millis
  /** How long each answer may take. Default 2 s. */
  readonly answerWithin?: Millis
  /** By which all of this is timed. Default: the platform's. */
  readonly clock?: Clock
}

/** One promise of the `Lease` port. */
export interface LeaseContractCase {
  /** A sentence that says what a lease does. */
  readonly name: string
  /**
   * Tries leases, and closes them. Rejects with a `LeaseContractError` (`ERR_LEASE_CONTRACT`) that names the fault, the
   * promise and the calls before it, or with whatever the lease has thrown.
   */
  readonly run: () => Promise<void>
}

/**
 * What every `Lease` must do, as cases for any test runner. Each case makes a trial of its own.
 * @example
 * const makeTrial = () => {
 *   const lease = memoryLease({ life: 40 })
 *   return { join: () => lease.join(), stall: (one: Lease) => (one as MemoryLease).stall() }
 * }
 * const cases = leaseContract(makeTrial, { life: 40 })
 * for (const { run } of cases) await run() // in a test runner: test(name, run)
 */
export function leaseContract(
  makeTrial: () => MaybePromise<LeaseTrial>,
  options: LeaseContractOptions,
): readonly LeaseContractCase[] {
  const { life, slack = life / 2, answerWithin = 2_000, clock = heldClock } = options
  const limits = { life, slack, answerWithin, clock }
  return [...holdingCases, ...waitingCases, ...lifeCases, ...closingCases].map((check) => ({
    name: check.name,
    run: () => runCheck(check, makeTrial, limits),
  }))
}

async function runCheck(
  { name, check }: LeaseCheck,
  makeTrial: () => MaybePromise<LeaseTrial>,
  limits: LeaseLimits,
): Promise<void> {
  const trial = await answered('makeTrial()', Promise.resolve(makeTrial()), limits)
  const log = new CallLog()
  const stage = new LeaseStage(trial, { limits, log })
  try {
    await check(stage)
    await stage.end()
  } catch (error) {
    await stage.abandon()
    if (!(error instanceof LeaseContractError)) throw error
    const story = `${error.message}\n  the promise: ${name}\n  the calls:\n${log.story()}`
    throw new LeaseContractError(story, error.cause === undefined ? {} : { cause: error.cause })
  } finally {
    await trial.close?.()
  }
}
