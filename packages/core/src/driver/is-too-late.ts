import type { Input } from '../engine/input.ts'
import type { Transaction } from '../engine/transaction.ts'

/** Whether an input tells what is nothing to the transaction any more, by what was taken before it in the same turn. */
export const isTooLate = ({ state }: Transaction, { type }: Input): boolean => {
  if (state.final) return true
  switch (type) {
    case 'clientGone':
      // A caller may leave while it is told that its request goes on without it.
      return state.name === 'awaitBackend.detached'
    case 'lease':
    case 'leaseError':
    case 'purged':
      // A lease that answers at once, or whoever is told that it failed, may purge what is asked for.
      return !state.name.startsWith('awaitLease')
    default:
      return false
  }
}
