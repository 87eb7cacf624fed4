import type { StoredResponse } from '../../http/stored-response.ts'
import type { Millis } from '../../http/units.ts'
import type { Input } from '../input.ts'
import type { Transaction } from '../transaction.ts'
import type { Verdict } from '../verdict.ts'
import { explainReuse } from './explain-reuse.ts'
import { explainServing } from './explain-serving.ts'
import { explainVariants } from './explain-variants.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** A lookup that was answered, and what was concluded of it. */
export interface AnsweredLookup {
  readonly input: Extract<Input, { readonly type: 'lookup' }>
  readonly verdict: Verdict
  readonly now: Millis
  /** All that is stored for the key, where it is known. */
  readonly variants?: readonly StoredResponse[] | undefined
  /** The length of the stored body in bytes, where it is known. */
  readonly length?: number | undefined
  /** The transaction that leads the fetch that could be joined, where it is known. */
  readonly leader?: number | undefined
}

/** Why a lookup led where it did: by what is stored first, and by what else goes on for the key. */
export function explainLookup(transaction: Transaction, lookup: AnsweredLookup): readonly ExplainedReason[] {
  const { facts, mode, policy, waitedSince, request } = transaction
  if (facts === null) return []
  const { input, now, variants = [] } = lookup
  const { stored } = input
  const reuse = explainReuse({ facts, stored, variants: input.variants, mode, waitedSince, now, policy })
  return [
    ...reuse.reasons,
    ...(stored === null ? explainVariants(request, variants) : []),
    ...explainServing({ facts, stored, now, length: lookup.length, isServed: isServed(lookup.verdict) }),
    ...company(lookup),
  ]
}

const isServed = ({ type }: Verdict): boolean =>
  type === 'lookup.fresh' || type === 'lookup.stale' || type === 'lookup.staleObliged'

/** What else goes on for the key, as far as it has made a difference. */
function company({ input, verdict, leader }: AnsweredLookup): readonly ExplainedReason[] {
  switch (verdict.type) {
    case 'lookup.pass':
      return [
        reasonOf(
          'company.hit-for-pass',
          'A reply for this key could not be stored lately: its requests go to the origin as they are for a while (hit-for-pass).',
        ),
      ]
    case 'lookup.joined':
      return [joined(leader)]
    case 'lookup.leaseObliged':
      return [
        reasonOf(
          'company.lease',
          'Other processes share the store: the lease for the fetch is asked for first.',
        ),
      ]
    case 'lookup.staleObliged':
      return [reasonOf('company.refresh-begun', 'This request begins the refresh in the background.')]
    case 'lookup.stale':
      return verdict.refresh === 'elect' ? [refreshTaken] : []
    case 'lookup.obliged':
      return alone(input)
    default:
      return []
  }
}

const joined = (leader: number | undefined): ExplainedReason =>
  reasonOf(
    'company.joined',
    `${leader === undefined ? 'Another transaction' : `Transaction ${leader}`} asks the origin for the same already: this one waits for its reply.`,
  )

const refreshTaken = reasonOf(
  'company.refresh-taken',
  'No refresh is begun: one is under way, has failed just before, or there are as many as there may be.',
)

/** Why it asks by itself, though others ask for the same key. */
function alone({ mark, flight }: AnsweredLookup['input']): readonly ExplainedReason[] {
  if (mark === 'miss') {
    return [
      reasonOf(
        'company.hit-for-miss',
        'A reply for this key could not be stored lately: its requests do not wait for each other for a while (hit-for-miss).',
      ),
    ]
  }
  if (flight !== 'joinable') return []
  return [
    reasonOf(
      'company.apart',
      'Another request asks the origin for the same already, but this one wants what the origin says after it came.',
    ),
  ]
}
