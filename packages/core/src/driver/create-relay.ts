import { announcedLength } from '../engine/incoming-reply.ts'
import { BodyRelay } from './body-relay.ts'
import type { TransactionRun } from './transaction-run.ts'

/** A relay for the reply's body; it may outlive the transaction, and the cache knows of it until it ends. */
export const createRelay = (
  run: TransactionRun,
  source: AsyncIterable<Uint8Array> | Uint8Array,
): BodyRelay => {
  const { environment, id, key, reply } = run
  const { clock, deadlines, relays, waitUntil } = environment
  let release: (() => void) | undefined
  const relay: BodyRelay = new BodyRelay(source, {
    clock,
    idle: deadlines.body,
    storeBudget: deadlines.store,
    expected: reply === undefined ? undefined : announcedLength(reply),
    stopSource: () => {
      run.call?.cancel()
    },
    onWriteFailure: (error) => {
      environment.tolerate({ transaction: id, key, during: 'write', error })
    },
    onEnd: (failure) => {
      relays.leave(seat)
      run.relayEnded(failure)
      release?.()
    },
  })
  const seat = relays.add(relay)
  waitUntil?.(
    new Promise<void>((resolve) => {
      release = resolve
    }),
    run,
  )
  return relay
}
