import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { currentAge } from '../policy/current-age.ts'
import { surrogateKeysOf } from '../policy/surrogate-keys.ts'
import type { Answer } from './answer.ts'
import { outcomeOf, type ResponseOutcome } from './outcome.ts'
import type { Role } from './trace.ts'
import type { Transaction } from './transaction.ts'
import type { Verdict } from './verdict.ts'

/** What is told of a response beside its message. */
export interface Metadata {
  readonly outcome: ResponseOutcome
  readonly cached: boolean
  readonly stale: boolean
  readonly age: Seconds | undefined
  readonly ttl: Seconds | undefined
  readonly surrogateKeys: readonly string[]
  readonly waited: boolean
  readonly role: Role
}

/** What a verdict that answers says of the answer. */
export const metadataOf = (
  { waitedSince, history }: Transaction,
  { verdict, answer }: { readonly verdict: Verdict; readonly answer: Answer },
  now: Millis,
): Metadata => {
  const outcome = outcomeOf(verdict.type)
  if (outcome === undefined) throw new TypeError(`${verdict.type} gives no client an answer`)
  const { stored, source, head } = answer
  const age = stored === null ? undefined : currentAge(stored, now)
  const ttl = stored === null || age === undefined ? undefined : stored.lifetime - age
  return {
    outcome,
    cached: source === 'stored',
    stale: ttl !== undefined && ttl <= 0,
    age,
    ttl,
    surrogateKeys: labelsOf(stored, head.fields),
    waited: waitedSince !== null,
    role: history.role,
  }
}

const labelsOf = (stored: StoredResponse | null, fields: readonly string[]): readonly string[] =>
  stored === null ? surrogateKeysOf(fields) : stored.surrogateKeys
