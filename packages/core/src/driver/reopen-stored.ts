import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import { isPromise, type Body, type MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult } from '../ports/store.ts'
import type { Environment } from './environment.ts'
import { StoreBudget } from './store-budget.ts'
import { budgetedBody } from './store-budget-body.ts'
import { within } from './within.ts'

/** What a leader's transaction knows of what it has stored. */
export interface StoredByLeader {
  readonly environment: Pick<Environment, 'store' | 'breaker' | 'clock'>
  readonly settings: { readonly deadlines: { readonly store: Millis } }
  readonly key: string
  readonly flight: { readonly shared: { readonly stored: StoredResponse } | undefined } | undefined
}

/**
 * Opens the body that a leader has just stored; `undefined` when another has taken its place, or it is gone already. Those
 * who wait for it are not the leader's client: what they may lose to the store is theirs.
 *
 * @throws StoreError, also as a rejection, when the store fails, takes too long, or is left alone at present
 */
export const reopenStored = (run: StoredByLeader): MaybePromise<Body | undefined> => {
  const stored = run.flight?.shared?.stored
  if (stored === undefined) return undefined
  const { environment, settings, key } = run
  const { store, breaker, clock } = environment
  const obstacle = breaker.obstacle()
  if (obstacle !== undefined) throw obstacle
  const result = store.get(key)
  if (!isPromise(result)) {
    if (result.type === 'error') breaker.failed()
    else breaker.succeeded()
    return openThat(result, stored)
  }
  const storeBudget = new StoreBudget(settings.deadlines.store)
  const opening = Promise.resolve(result).then((answer) => openThat(answer, stored))
  const began = clock.now()
  return within(opening, { clock, delay: storeBudget.limit, late: late(storeBudget) }).then(
    (body) => {
      breaker.succeeded()
      storeBudget.charge(clock.now() - began)
      return body && budgetedBody(body, { environment, storeBudget })
    },
    (error: unknown) => {
      breaker.failed()
      // One that is opened too late is read by nobody.
      opening.then((body) => body?.cancel(), ignore)
      throw error
    },
  )
}

const ignore = (): void => {
  // it was told as what the opening has failed with
}

const late = ({ limit }: StoreBudget): StoreError =>
  new StoreError('ERR_STORE_TIMEOUT', `the store took longer than ${limit / 1000} s to open a body`)

const openThat = (result: LookupResult, stored: StoredResponse): MaybePromise<Body | undefined> => {
  if (result.type === 'error') throw result.error
  if (result.type === 'miss') return undefined
  return result.variants.find(({ response }) => isThat(response, stored))?.open()
}

/** Of one exchange: no two have the same times, selecting values and entity tag, unless they are the same. */
const isThat = (one: StoredResponse, other: StoredResponse): boolean =>
  one.requestTime === other.requestTime &&
  one.responseTime === other.responseTime &&
  one.etag === other.etag &&
  one.varied.length === other.varied.length &&
  one.varied.every((value, index) => value === other.varied[index])
