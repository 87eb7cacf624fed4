/**
 * Puts the contract for stores to stores that are wrong in one way each, and prints the first fault that it finds in each.
 *
 * `node --conditions=source examples/testing/try-broken-stores.ts`
 */
import { StoreContractError, storeContract } from '@cachechart/core/testing'
import { brokenStores } from './broken-stores.ts'

for (const [name, makeStore] of Object.entries(brokenStores)) {
  const cases = storeContract(makeStore, { answerWithin: 1_000 })
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()))
  const faults = outcomes.flatMap((outcome) => {
    const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined
    return error instanceof StoreContractError ? [error.message] : []
  })
  const named = faults.map((message) => message.split('\n')[0] ?? '')
  console.log(`the store that ${name} fails ${faults.length} of ${cases.length} cases:`)
  for (const fault of new Set(named)) console.log(`    ${fault}`)
}
