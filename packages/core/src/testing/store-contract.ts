import type { Store } from '../ports/store.ts'
import { bodyCases } from './store-contract/body-cases.ts'
import type { BodySizes, ContractCheck } from './store-contract/contract-case.ts'
import { ContractStage } from './store-contract/contract-stage.ts'
import { freshenCases } from './store-contract/freshen-cases.ts'
import { lookupCases } from './store-contract/lookup-cases.ts'
import { orderCases } from './store-contract/order-cases.ts'
import { purgeCases } from './store-contract/purge-cases.ts'
import { removalCases } from './store-contract/removal-cases.ts'
import { useCases } from './store-contract/use-cases.ts'
import { variantCases } from './store-contract/variant-cases.ts'
import { sizeCases, writingCases } from './store-contract/writing-cases.ts'

/** What the contract must know of a store. */
export interface StoreContractOptions {
  /** The longest body that the store takes, in bytes. Unset: the cases of what is refused are left out. */
  readonly maxBodyBytes?: number
  /** The length of the large body, in bytes. Default 4 MiB, or `maxBodyBytes` where that is less. */
  readonly largeBodyBytes?: number
}

/** One promise of the `Store` port. */
export interface StoreContractCase {
  /** A sentence that says what a store does. */
  readonly name: string
  /** Makes a store, tries it, and closes it. Rejects with a `StoreContractError`, or whatever the store has thrown. */
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
  return checksFor(options).map(({ name, check }) => ({
    name,
    run: async () => {
      const store = await makeStore()
      try {
        await check(new ContractStage(store))
      } finally {
        await closeQuietly(store)
      }
    },
  }))
}

function checksFor({ maxBodyBytes, largeBodyBytes }: StoreContractOptions): readonly ContractCheck[] {
  const large = largeBodyBytes ?? Math.min(4 * 1024 * 1024, maxBodyBytes ?? Infinity)
  const sizes: BodySizes = { longest: maxBodyBytes, large }
  return [
    ...lookupCases,
    ...writingCases,
    ...sizeCases(sizes),
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
