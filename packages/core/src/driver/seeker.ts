import type { TransactionRun } from './transaction-run.ts'

/** Of a transaction, what finds out which others it may share a fetch with: one that runs, or one that is only asked about. */
export type Seeker = Pick<
  TransactionRun,
  'environment' | 'key' | 'transaction' | 'collapse' | 'knownVary' | 'identity' | 'moment' | 'candidate'
>
