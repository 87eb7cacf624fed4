import { announcedLength } from '../engine/incoming-reply.ts'
import { BackendError } from '../ports/port-errors.ts'
import { BodyRelay } from './body-relay.ts'
import { reopenStored } from './reopen-stored.ts'
import type { TransactionRun } from './transaction-run.ts'

/** A relay for the reply's body; it may outlive the transaction, and the cache knows of it until it ends. */
export const createRelay = (
  run: TransactionRun,
  source: AsyncIterable<Uint8Array> | Uint8Array,
): BodyRelay => {
  const { environment, settings, id, key, reply } = run
  const { clock, relays, waitUntil, writeBehind, writes } = environment
  const { deadlines } = settings
  const work = waitUntil && Promise.withResolvers<void>()
  const relay: BodyRelay = new BodyRelay(source, {
    clock,
    idle: deadlines.body,
    storeDeadline: deadlines.store,
    storeBudget: run.storeBudget,
    behind: writeBehind,
    gate: writes,
    window: environment.collapse.window,
    expected: reply === undefined ? undefined : announcedLength(reply),
    stopSource: () => {
      run.call?.cancel()
    },
    onWriteFailure: (error) => {
      environment.tolerate({ transaction: id, key, during: 'write', error })
    },
    onWriterGone: () => {
      const { flight } = run
      if (flight?.isStreaming === true || flight?.isCommitting === true) flight.feed('writer.failed')
    },
    onSourceEnd: () => tellSourceEnd(run),
    reopen: () => reopenStored(run),
    onEnd: (failure) => {
      relays.leave(seat)
      tellFlight(run, failure)
      run.relayEnded(wasStopped(failure) ? undefined : failure)
      work?.resolve()
    },
  })
  const seat = relays.add(run)
  if (work !== undefined) waitUntil?.(work.promise, run)
  return relay
}

/** By this cache, as nobody wanted more of it: nothing has failed. */
const wasStopped = (failure: unknown): boolean =>
  failure instanceof BackendError && failure.code === 'ERR_BACKEND_CANCELLED'

/** All has come. What belongs to no flight is stored as it is. */
const tellSourceEnd = ({ flight, relay }: TransactionRun): void => {
  if (flight?.isStreaming === true) flight.feed('body.done')
  else relay?.commit()
}

/** The body is at its end: what was to be stored is, or never will be. */
const tellFlight = ({ flight }: TransactionRun, failure: unknown): void => {
  if (flight?.isCommitting === true) flight.feed(failure === undefined ? 'writer.done' : 'writer.failed')
  else if (flight?.isStreaming === true) flight.feed('body.failed')
}
