import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { heldClock } from './held-clock.ts'
import { bodyCases } from './store-contract/body-cases.ts'
import { CallWatch } from './store-contract/call-watch.ts'
import type { BodySizes, ContractCheck } from './store-contract/contract-case.ts'
import { ContractStage } from './store-contract/contract-stage.ts'
import { StoreContractError } from './store-contract/expectation.ts'
import { freshenCases } from './store-contract/freshen-cases.ts'
import { lookupCases } from './store-contract/lookup-cases.ts'
import { orderCases } from './store-contract/order-cases.ts'
import { purgeCases } from './store-contract/purge-cases.ts'
import { removalCases } from './store-contract/removal-cases.ts'
import { useCases } from './store-contract/use-cases.ts'
import { variantCases } from './store-contract/variant-cases.ts'
import { sensitiveCase, sizeCases, writingCases } from './store-contract/writing-cases.ts'

/** What the contract must know of a store. */
export interface StoreContractOptions {
  /** The longest body that the store takes, in bytes. Unset: the cases of what is refused are left out. */
  readonly maxBodyBytes?: number
  /** The length of the large body, in bytes. Default 4 MiB, or `maxBodyBytes` where that is less. */
  readonly largeBodyBytes?: number
  /**
   * How long each answer may take, that of `makeStore` included. Default 2 s: no longer does a cache wait, unless it is
   * told to. An answer that comes within twice this time is late; then it is taken as one that never comes.
   */
  readonly answerWithin?: Millis
  /**
   * Where responses are kept. `elsewhere`: outside of the memory of the process; then a `sensitive` one has to be refused.
   * Default `memory`.
   */
  readonly keeps?: 'memory' | 'elsewhere'
  /** By which answers are timed. Default: the platform's. */
  readonly clock?: Clock
}

/** One promise of the `Store` port. */
export interface StoreContractCase {
  /** A sentence that says what a store does. */
  readonly name: string
  /**
   * Makes a store, tries it, and closes it. Rejects with a `StoreContractError` (`ERR_STORE_CONTRACT`) that names the
   * fault, the promise and the calls before it, or with whatever the store has thrown.
   */
  readonly run: () => Promise<void>
}

/**
 * What every `Store` must do, as cases for any test runner. Each case makes a store of its own, which must be empty
 * and take bodies of 200 KB (the large one: `largeBodyBytes`) and eight variants of a key.
 * @example
 * const cases = storeContract(() => memoryStore())
 * for (const { run } of cases) await run() // in a test runner: test(name, run)
 */
export function storeContract(
  makeStore: () => Store | Promise<Store>,
  options: StoreContractOptions = {},
): readonly StoreContractCase[] {
  const { answerWithin = 2_000, clock = heldClock } = options
  return checksFor(options).map((check) => ({
    name: check.name,
    run: () => runCheck(check, makeStore, new CallWatch({ answerWithin, clock })),
  }))
}

async function runCheck(
  { name, check }: ContractCheck,
  makeStore: () => Store | Promise<Store>,
  watch: CallWatch,
): Promise<void> {
  const made = await watch.limit('makeStore()', Promise.resolve(makeStore()))
  const stage = new ContractStage(made, watch)
  try {
    await check(stage)
  } catch (error) {
    if (!(error instanceof StoreContractError)) throw error
    const story = `${error.message}\n  the promise: ${name}\n  the calls:\n${watch.log.story()}`
    throw new StoreContractError(story, error.cause === undefined ? {} : { cause: error.cause })
  } finally {
    if (!watch.isDead) await closeQuietly(stage.store)
  }
}

function checksFor({ maxBodyBytes, largeBodyBytes, keeps }: StoreContractOptions): readonly ContractCheck[] {
  const large = largeBodyBytes ?? Math.min(4 * 1024 * 1024, maxBodyBytes ?? Infinity)
  const sizes: BodySizes = { longest: maxBodyBytes, large }
  return [
    ...lookupCases,
    ...writingCases,
    ...sizeCases(sizes),
    ...(keeps === 'elsewhere' ? [sensitiveCase] : []),
    ...bodyCases,
    ...variantCases,
    ...freshenCases,
    ...purgeCases,
    ...removalCases,
    ...orderCases,
    ...useCases,
  ]
}

/** The case has its outcome; that the store is closed already, or cannot be closed, does not change it. */
async function closeQuietly(store: Store): Promise<void> {
  try {
    await store.close()
  } catch {
    // Closing is judged by a case of its own.
  }
}
