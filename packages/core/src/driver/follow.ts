import type { AbortChoice } from './cache-api.ts'
import type { TransactionRun } from './transaction-run.ts'

/** The transaction waits for the fetch that its lookup has found. */
export const join = (run: TransactionRun): void => {
  const { candidate } = run
  if (candidate === undefined) throw new TypeError('there is no flight to join')
  run.candidate = undefined
  candidate.admit(run)
}

/** The transaction waits for another's fetch no longer. When nobody else does, that may be stopped. */
export const leave = (run: TransactionRun): void => {
  const flight = run.following
  if (flight === undefined) return
  const { leader } = flight
  const choice = choiceOf(run, 'awaitBackend')
  flight.feed('follower.left', run)
  const isUnwanted = flight.followers === 0 && leader.transaction.state.name === 'awaitBackend.detached'
  if (isUnwanted && choice !== 'finish') leader.feed({ type: 'stop' })
}

/** The client of a transaction is gone. Its fetch goes on: that it may was decided before. */
export const detach = (run: TransactionRun): void => {
  const { flight, source, reader } = run
  if (flight !== undefined && !flight.isClosed) flight.feed('leader.left')
  if (source === undefined || reader === undefined) return
  source.dropReader(reader)
  if (source.hasReader || source.hasEnded || choiceOf(run, 'delivering') === 'finish') return
  const streaming = run.shared?.flight ?? flight
  if (streaming?.isStreaming === true) streaming.feed('fetch.stopped')
  else source.stop()
}

/** What the abort policy says where this transaction leaves as the last. */
const choiceOf = (run: TransactionRun, state: 'awaitBackend' | 'delivering'): AbortChoice => {
  const { abort } = run.environment
  const leader = run.shared?.flight.leader ?? run.following?.leader ?? run
  if (leader.transaction.history.role === 'background') return abort.background[state]
  if (leader === run) return abort.leader[state]
  return state === 'awaitBackend' ? abort.follower.awaitFlight : abort.follower.delivering
}
