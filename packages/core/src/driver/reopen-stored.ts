import type { StoredResponse } from '../http/stored-response.ts'
import { isPromise, type Body, type MaybePromise } from '../ports/body.ts'
import type { LookupResult } from '../ports/store.ts'
import type { TransactionRun } from './transaction-run.ts'

/** Opens the body that a leader has just stored; `undefined` when another has taken its place, or it is gone already. */
export const reopenStored = (run: TransactionRun): MaybePromise<Body | undefined> => {
  const stored = run.flight?.shared?.stored
  if (stored === undefined) return undefined
  const result = run.environment.store.get(run.key)
  return isPromise(result)
    ? Promise.resolve(result).then((answer) => openThat(answer, stored))
    : openThat(result, stored)
}

const openThat = (result: LookupResult, stored: StoredResponse): MaybePromise<Body | undefined> => {
  if (result.type !== 'hit') return undefined
  return result.variants.find(({ response }) => isThat(response, stored))?.open()
}

/** Of one exchange: no two have the same times, selecting values and entity tag, unless they are the same. */
const isThat = (one: StoredResponse, other: StoredResponse): boolean =>
  one.requestTime === other.requestTime &&
  one.responseTime === other.responseTime &&
  one.etag === other.etag &&
  one.varied.length === other.varied.length &&
  one.varied.every((value, index) => value === other.varied[index])
