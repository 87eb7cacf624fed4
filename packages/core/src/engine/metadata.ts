import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import type { TransactionEventType } from '../machine/transaction-alphabet.ts'
import { currentAge } from '../policy/current-age.ts'
import { surrogateKeysOf } from '../policy/surrogate-keys.ts'
import { outcomeOf, type ResponseOutcome } from './outcome.ts'
import type { Transaction } from './transaction.ts'

/** The outcome of an event that answers. What a store that is down could not keep was passed by it. */
export const answeredBy = (
  event: TransactionEventType,
  { store }: Pick<Transaction, 'store'>,
): ResponseOutcome => {
  const outcome = event === 'reply.decline' && store === 'down' ? 'pass' : outcomeOf(event)
  if (outcome === undefined) throw new TypeError(`${event} gives no client an answer`)
  return outcome
}

/** The age of what is stored, or is about to be; `undefined` where nothing is. RFC 9111 §4.2.3 */
export const ageOf = (stored: StoredResponse | null, now: Millis): Seconds | undefined =>
  stored === null ? undefined : currentAge(stored, now)

/** The labels of a response that is stored, or else those that its fields have. */
export const labelsOf = (stored: StoredResponse | null, fields: FieldLines): readonly string[] =>
  stored === null ? surrogateKeysOf(fields) : stored.surrogateKeys
