import { advance } from '../engine/advance.ts'
import { explainStep } from '../engine/explain/explain-step.ts'
import type { Explanation } from '../engine/explain/explanation.ts'
import type { Input } from '../engine/input.ts'
import type { Transaction } from '../engine/transaction.ts'
import { assertNever } from '../engine/assert-never.ts'
import type { CacheRequest } from './cache-api.ts'
import { checkRequest } from './check-arguments.ts'
import type { CacheExplanation } from './cache-explanation.ts'
import type { Environment } from './environment.ts'
import { explainedStored } from './explained-stored.ts'
import { explainedTransactions } from './explained-transactions.ts'
import { storyOf } from './in-flight.ts'
import { companyOf, lookupInput, noFields } from './look-up.ts'
import { lookAside, type Sight } from './look-aside.ts'
import type { Overrides } from './overrides.ts'
import type { Seeker } from './seeker.ts'
import type { Settings } from './settings.ts'
import { wishFor } from './wish-for.ts'

/**
 * What would become of a request now: the transaction of it is made and told what the store says, as any other, but nobody
 * carries out what is ordered.
 *
 * @throws MisuseError when the request or the overrides make no sense, and whatever the rule for keys throws
 */
export const explain = async (
  environment: Environment,
  request: CacheRequest,
  overrides: Overrides | undefined,
): Promise<CacheExplanation> => {
  checkRequest(request)
  const { clock, engine } = environment
  const { settings, wish } = wishFor(environment, request, overrides)
  const { method, url, fields } = request
  const transaction = engine.rehearse({ method, url, fields }, wish, clock.now())
  const admission = explainStep(transaction, { type: 'request' }, { now: clock.now() })
  advance(transaction, { type: 'request' }, clock.now())
  const sight = await lookAside(environment, transaction, settings.deadlines.store)
  const isAdmitted = transaction.state.name === 'awaitCache'
  const explanation = isAdmitted ? explainSight(environment, transaction, { sight, settings }) : admission
  return { ...explanation, ...surroundings(environment, transaction, sight) }
}

interface Seen {
  readonly sight: Sight
  readonly settings: Settings
}

/** What the transaction would be told of it, and what that would mean. */
const explainSight = (
  environment: Environment,
  transaction: Transaction,
  { sight, settings }: Seen,
): Explanation => {
  const found = 'variants' in sight ? sight : undefined
  const seeker: Seeker = {
    environment,
    transaction,
    key: transaction.history.key,
    collapse: settings.collapse,
    knownVary: found?.variants[0]?.response.vary ?? noFields,
    identity: null,
    moment: found?.moment,
    candidate: undefined,
  }
  const input = inputOf(seeker, { sight, settings })
  return explainStep(transaction, input, {
    now: environment.clock.now(),
    variants: found?.variants.map(({ response }) => response),
    length: found?.length,
    leader: seeker.candidate?.leader.id,
  })
}

const inputOf = (seeker: Seeker, { sight, settings }: Seen): Input => {
  switch (sight.type) {
    case 'answered':
    case 'hidden':
      return lookupInput(seeker, sight.entry?.response ?? null, sight.known)
    case 'failed':
    case 'left-alone':
      return { type: 'lookupError', error: sight.error, ...companyOf(seeker, null) }
    case 'late':
      return { type: 'deadline', of: 'own', after: settings.deadlines.store, ...companyOf(seeker, null) }
    default:
      return assertNever(sight)
  }
}

/** What is said of the request's key, whatever becomes of it. */
const surroundings = (
  environment: Environment,
  { request, mode, history: { key } }: Transaction,
  sight: Sight,
): Omit<CacheExplanation, keyof Explanation> => {
  const { clock, marks, open, finished } = environment
  const now = clock.now()
  return {
    at: now,
    method: request.method,
    url: request.url,
    key,
    mode,
    store: sight.type,
    stored: 'variants' in sight ? explainedStored(request, sight, now) : [],
    mark: marks.of(key),
    inFlight: open
      .toArray()
      .filter((run) => run.key === key)
      .map((run) => storyOf(run, now)),
    last: explainedTransactions(finished.toArray(), key),
  }
}
