import type { AbortChoice } from './cache-api.ts'
import type { FlightRun } from './flight-run.ts'
import type { TransactionRun } from './transaction-run.ts'

/** The transaction waits for the fetch that its lookup has found. */
export const join = (run: TransactionRun): void => {
  const { candidate } = run
  if (candidate === undefined) throw new TypeError('there is no flight to join')
  run.candidate = undefined
  // Whoever was told that it joins may have ended what it was to join.
  if (candidate.isClosed) run.feed({ type: 'flightOver', outcome: 'landed' })
  else candidate.admit(run)
}

/** The transaction waits for another's fetch no longer. When nobody else wants it, that may be stopped. */
export const leave = (run: TransactionRun): void => {
  const flight = run.following
  if (flight === undefined) return
  const { leader } = flight
  const { abort } = run.settings
  const choice = isBackground(leader)
    ? abort.background[flight.isAwaiting ? 'awaitBackend' : 'delivering']
    : abort.follower.awaitFlight
  // One that is closing has yet to say what becomes of those who wait: this one does not any more.
  if (flight.isClosed) flight.release(run)
  else flight.feed('follower.left', run)
  if (choice === 'finish' || flight.followers > 0) return
  if (hasNoClient(leader)) leader.feed({ type: 'stop' })
  else if (flight.isStreaming && leader.relay?.hasReader === false && !isYetToRead(leader))
    flight.feed('fetch.stopped')
}

/** The client of a transaction is gone. Its fetch goes on: that it may was decided before. */
export const detach = (run: TransactionRun): void => {
  const { flight, source, reader } = run
  if (flight !== undefined && !flight.isClosed) flight.feed('leader.left')
  if (source === undefined || reader === undefined) return
  source.dropReader(reader)
  // Once all has come there is no fetch to stop: what is left is the store's to do.
  if (source.hasReader || !source.isUnderWay) return
  const streaming = run.shared?.flight ?? flight
  if (isYetToRead(streaming?.leader ?? run) || !mayStop(run, streaming)) return
  if (streaming?.isStreaming === true) streaming.feed('fetch.stopped')
  else source.stop()
}

/** Whether it asks on nobody's behalf but its followers'. */
export const hasNoClient = ({ state }: TransactionRun): boolean =>
  state === 'awaitBackend.detached' || state === 'awaitLease.background'

const isBackground = ({ transaction }: TransactionRun): boolean => transaction.history.role === 'background'

/** Followers are told of the reply before the leader's own client has a place to read it, and may leave at once. */
const isYetToRead = ({ state, reader }: TransactionRun): boolean =>
  state === 'delivering' && reader === undefined

/** What the abort policy says where this transaction leaves as the last that reads. Some may wait for the store yet. */
const mayStop = (run: TransactionRun, streaming: FlightRun | undefined): boolean => {
  const isWaitedFor = streaming !== undefined && streaming.followers > 0
  switch (deliveringChoice(run, streaming?.leader ?? run)) {
    case 'finish':
      return false
    case 'finishIfWanted':
      return !isWaitedFor
    case 'stop':
      // Only who began the fetch may take it from others.
      return !isWaitedFor || streaming.leader === run
  }
}

const deliveringChoice = (run: TransactionRun, leader: TransactionRun): AbortChoice => {
  const { abort } = run.settings
  if (isBackground(leader)) return abort.background.delivering
  return leader === run ? abort.leader.delivering : abort.follower.delivering
}
