import type { TransactionRun } from './transaction-run.ts'

/** The transaction asks the origin: it owes the cache an outcome. */
export const takeObligation = (run: TransactionRun): void => {
  run.obligation = 'open'
  run.environment.account.take('obligation')
}

/** The outcome is there, or (`lost`) never came: the transaction has ended without it. */
export const payObligation = (run: TransactionRun, how: 'paid' | 'lost'): void => {
  const { account } = run.environment
  if (run.obligation !== 'open') {
    account.report({ what: 'obligation', how: 'twice', transaction: run.trace() })
    return
  }
  run.obligation = 'discharged'
  account.discharge('obligation')
  if (how === 'lost') account.report({ what: 'obligation', how: 'lost', transaction: run.trace() })
}
