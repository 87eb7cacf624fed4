import { isPromise, type MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Tolerated } from './cache-api.ts'
import type { TransactionRun } from './transaction-run.ts'
import { within } from './within.ts'

/** A change to what is stored that no body takes part in. */
export interface StoreChange {
  readonly during: Extract<Tolerated['during'], 'freshen' | 'invalidate'>
  readonly key: string
  readonly work: () => MaybePromise<unknown>
  /** Told once the store has answered, or failed to. */
  readonly whenDone?: () => void
}

/** Makes a change. A store that fails to is no concern of the client's; one that takes its time keeps the cache from being idle. */
export const changeStore = (run: TransactionRun, { during, key, work, whenDone }: StoreChange): void => {
  const { environment, settings, id } = run
  const { changes, clock } = environment
  const { deadlines } = settings
  const tolerate = (error: unknown): void => {
    environment.tolerate({ transaction: id, key, during, error })
  }
  let changed: MaybePromise<unknown>
  try {
    changed = work()
  } catch (error) {
    tolerate(error)
  }
  if (!isPromise(changed)) return whenDone?.()
  const late = new StoreError(
    'ERR_STORE_TIMEOUT',
    `the store took longer than ${deadlines.store / 1000} s to ${during}`,
  )
  const seat = changes.add(changed)
  const settled = within(Promise.resolve(changed), { clock, delay: deadlines.store, late })
    .then(undefined, tolerate)
    .then(() => {
      changes.leave(seat)
      whenDone?.()
      environment.noteEnd()
    })
  environment.waitUntil?.(settled, run)
}
