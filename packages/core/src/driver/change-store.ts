import { isPromise, type MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Tolerated } from './cache-api.ts'
import type { TransactionRun } from './transaction-run.ts'
import { within } from './within.ts'

/** A change to what is stored that no body takes part in. */
export interface StoreChange {
  readonly during: Extract<Tolerated['during'], 'freshen' | 'invalidate'>
  readonly key: string
  /** What is invalidated is also removed where other keys were made of this. */
  readonly url?: string
  readonly work: () => MaybePromise<unknown>
  /** Told once the store has answered, or failed to. */
  readonly whenDone?: () => void
}

/**
 * Makes a change. A store that fails to is no concern of the client's; one that takes its time keeps the cache from being
 * idle. A new head that was not written is lost; an invalidation that the store did not hear of is owed to it.
 */
export const changeStore = (run: TransactionRun, change: StoreChange): void => {
  const { environment } = run
  const { whenDone } = change
  const gate = change.during === 'freshen' ? environment.writes : environment.breaker
  let changed: MaybePromise<unknown>
  try {
    const obstacle = gate.obstacle()
    if (obstacle !== undefined) {
      failed(run, change, obstacle)
      return whenDone?.()
    }
    changed = change.work()
  } catch (error) {
    // Anything else may be the fault of the rule for keys, say.
    if (error instanceof StoreError) gate.failed()
    else gate.gaveUp()
    failed(run, change, error)
    return whenDone?.()
  }
  if (isPromise(changed)) return whenChanged(run, change, Promise.resolve(changed))
  gate.succeeded()
  whenDone?.()
}

const whenChanged = (run: TransactionRun, change: StoreChange, changed: Promise<unknown>): void => {
  const { environment, settings } = run
  const { changes, clock } = environment
  const { store } = settings.deadlines
  const gate = change.during === 'freshen' ? environment.writes : environment.breaker
  const late = new StoreError(
    'ERR_STORE_TIMEOUT',
    `the store took longer than ${store / 1000} s to ${change.during}`,
  )
  const seat = changes.add(changed)
  const settled = within(changed, { clock, delay: store, late })
    .then(
      () => {
        gate.succeeded()
      },
      (error: unknown) => {
        gate.failed()
        failed(run, change, error)
      },
    )
    .then(() => {
      changes.leave(seat)
      change.whenDone?.()
      environment.noteEnd()
    })
  environment.waitUntil?.(settled, run)
}

const failed = ({ environment, id }: TransactionRun, change: StoreChange, error: unknown): void => {
  const { during, key, url } = change
  if (during === 'invalidate') environment.owed.add({ key, url })
  environment.tolerate({ transaction: id, key, during, error })
}
