import { StoreError } from '../ports/port-errors.ts'
import { isPeekable } from '../ports/peekable-store.ts'
import type { LookupResult, Store, StoreMoment, StoredEntry } from '../ports/store.ts'
import type { Millis } from '../http/units.ts'
import { selectEntry } from '../engine/select-entry.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { Environment } from './environment.ts'
import { within } from './within.ts'

/** What the store says to one who only looks. */
export type Sight =
  | {
      readonly type: 'answered' | 'hidden'
      readonly variants: readonly StoredEntry[]
      /** Whether there are any, as a transaction is told: one whose body is gone is none. */
      readonly known: 'none' | 'some'
      /** The one that the request selects, if its body is there. */
      readonly entry: StoredEntry | undefined
      /** Of its body, in bytes. */
      readonly length: number | undefined
      readonly moment: StoreMoment | undefined
    }
  | { readonly type: 'failed' | 'left-alone'; readonly error: StoreError }
  | { readonly type: 'late' }

const nothing = {
  variants: [],
  known: 'none',
  entry: undefined,
  length: undefined,
  moment: undefined,
} as const

/**
 * Looks for what a request would find, without being one: the breaker is not told, and where the store permits it nothing
 * counts as used.
 */
export const lookAside = async (
  environment: Environment,
  transaction: Transaction,
  limit: Millis,
): Promise<Sight> => {
  const { owed, clock } = environment
  const { key } = transaction.history
  if (owed.size > 0 && owed.hides(key, transaction.request.url)) return { type: 'hidden', ...nothing }
  const obstacle = obstacleOf(environment)
  if (obstacle !== undefined) return { type: 'left-alone', error: obstacle }
  const late = new StoreError('ERR_STORE_TIMEOUT', 'the store took too long to answer')
  try {
    return await within(find(environment.store, transaction), { clock, delay: limit, late })
  } catch (cause) {
    if (cause === late) return { type: 'late' }
    const error =
      cause instanceof StoreError
        ? cause
        : new StoreError('ERR_STORE_FAILED', 'the store could not be read', { cause })
    return { type: 'failed', error }
  }
}

/** As the breaker itself would say, but for what saying it changes there. */
const obstacleOf = ({ breaker, clock }: Environment): StoreError | undefined => {
  const { nextProbe, failures } = breaker.health
  if (nextProbe === null || clock.now() >= nextProbe) return undefined
  return new StoreError(
    'ERR_STORE_UNAVAILABLE',
    `the store has failed ${failures} times in a row, and is left alone`,
  )
}

const find = async (store: Store, transaction: Transaction): Promise<Sight> => {
  const result = await peek(store, transaction.history.key)
  if (result.type === 'error') throw result.error
  const { moment } = result
  if (result.type === 'miss') return { type: 'answered', ...nothing, moment }
  const { variants } = result
  const entry = selectEntry(transaction, variants)
  const body = await entry?.open()
  const length = body?.length
  body?.cancel()
  const isGone = entry !== undefined && body === undefined
  const known = isGone ? 'none' : 'some'
  return { type: 'answered', variants, known, entry: isGone ? undefined : entry, length, moment }
}

/** A store that can be looked into without a use of what is there has a method for it. */
const peek = async (store: Store, key: string): Promise<LookupResult> => {
  return isPeekable(store) ? store.peek(key) : store.get(key)
}
