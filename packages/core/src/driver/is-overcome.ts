import type { TransactionEventType } from '../machine/transaction-alphabet.ts'

const overcome: ReadonlySet<TransactionEventType> = new Set([
  'lookup.failed',
  'lease.failed',
  'deadline.passed',
  'deadline.joined',
])

/** Whether the transaction goes on without what has failed: its fetch may succeed all the same, and then nothing has. */
export const isOvercome = (event: TransactionEventType): boolean => overcome.has(event)
