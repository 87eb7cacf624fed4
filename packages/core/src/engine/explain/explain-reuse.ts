import type { RequestDirectives } from '../../http/cache-control.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { Seconds } from '../../http/units.ts'
import { currentAge } from '../../policy/current-age.ts'
import { decideReuse, hasWaitedFor, isTooOld, type ReuseQuestion } from '../../policy/reuse.ts'
import { hasWhatIsAsked } from '../../policy/satisfy-range.ts'
import type { ReuseVerdict } from '../../policy/verdicts.ts'
import { modeName, storedOnly } from './explain-admission.ts'
import { explainArrival, explainLifetime } from './explain-lifetime.ts'
import { explainStale } from './explain-stale.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf, seconds } from './reason-clauses.ts'

/** A verdict on a stored response, and why it is what it is. */
export interface ExplainedReuse {
  readonly verdict: ReuseVerdict
  readonly reasons: readonly ExplainedReason[]
}

/** Why the stored response, or none, may answer the request now, or may not. The first reason is the one that decides. */
export function explainReuse(question: ReuseQuestion): ExplainedReuse {
  const verdict = decideReuse(question)
  const { stored, mode } = question
  const own = stored === null ? [nothing(question)] : byMode(question, stored)
  const only = verdict.type === 'lookup.unsatisfied' ? [storedOnly(mode)] : []
  return { verdict, reasons: [...own, ...beside(question, verdict), ...only] }
}

const nothing = ({ variants }: ReuseQuestion): ExplainedReason =>
  variants === 'none'
    ? reasonOf('stored.none', 'Nothing is stored for this key.')
    : reasonOf(
        'stored.other-variants',
        'What is stored for this key was selected by other request fields (Vary).',
      )

function byMode(question: ReuseQuestion, stored: StoredResponse): readonly ExplainedReason[] {
  const { mode } = question
  switch (mode) {
    case 'default':
    case 'fresh':
      return byRules(question, stored)
    case 'force-cache':
    case 'only-if-cached':
      return [
        reasonOf(
          'mode.takes-stored',
          `Its caller takes what is stored, however old it is (${modeName(mode)}).`,
        ),
        ...agesOf(question, stored),
      ]
    case 'no-cache':
      return [reasonOf('mode.no-cache', `Its caller wants the origin asked first (${modeName(mode)}).`)]
    case 'reload':
    case 'invalidate':
    case 'no-store':
      return [reasonOf('mode.asks-origin', `Its caller wants what the origin says now (${modeName(mode)}).`)]
  }
}

/** RFC 9111 §4, in the order in which the policy asks. */
function byRules(question: ReuseQuestion, stored: StoredResponse): readonly ExplainedReason[] {
  const { directives } = question.facts
  if (stored.mustValidate) {
    return [
      reasonOf(
        'stored.no-cache',
        'The stored response is not reused before the origin was asked (Cache-Control: no-cache).',
      ),
    ]
  }
  if (directives?.noCache === true) {
    return [
      reasonOf(
        'request.no-cache',
        'The client wants the origin asked first (Cache-Control: no-cache, or Pragma).',
      ),
    ]
  }
  if (hasWaitedFor(question, stored)) {
    return [
      reasonOf(
        'stored.waited-for',
        'The stored response came while the request waited for it, and is for it as well.',
      ),
    ]
  }
  const age = currentAge(stored, question.now)
  const isFresh = stored.lifetime > age
  const ages = agesOf(question, stored)
  if (directives !== null && isTooOld(directives, stored, age))
    return [...limits(directives, stored, age), ...ages]
  if (isFresh) return [...ages, ...reloads(question, stored)]
  return [...explainStale(question, stored), ...ages]
}

/** How old it is, how long it is fresh, and why. */
function agesOf({ now, policy }: ReuseQuestion, stored: StoredResponse): readonly ExplainedReason[] {
  const age = currentAge(stored, now)
  const { lifetime } = stored
  const facts = [seconds('age', age), seconds('freshness lifetime', lifetime)]
  const compared =
    lifetime > age
      ? reasonOf(
          'stored.fresh',
          `The stored response is fresh: ${age} s old, with a freshness lifetime of ${lifetime} s.`,
          [...facts, seconds('freshness left', lifetime - age)],
        )
      : reasonOf(
          'stored.stale',
          `The stored response is stale: ${age} s old, with a freshness lifetime of ${lifetime} s.`,
          [...facts, seconds('staleness', age - lifetime)],
        )
  return [compared, ...explainLifetime(stored, policy), ...explainArrival(stored)]
}

/** Which of the client's own limits it exceeds: each is asked after without the other. */
function limits(
  directives: RequestDirectives,
  stored: StoredResponse,
  age: Seconds,
): readonly ExplainedReason[] {
  const { minFresh, maxAge } = directives
  const left = stored.lifetime - age
  const reasons: ExplainedReason[] = []
  if (minFresh !== null && isTooOld({ ...directives, maxAge: null }, stored, age)) {
    const because = `The client wants a response that stays fresh for ${minFresh} s (Cache-Control: min-fresh); ${Math.max(0, left)} s are left.`
    const facts = [seconds('min-fresh', minFresh), seconds('freshness left', left)]
    reasons.push(reasonOf('request.min-fresh', because, facts))
  }
  if (maxAge !== null && isTooOld({ ...directives, minFresh: null }, stored, age)) {
    const because = `The client wants a response that is younger than ${maxAge} s (Cache-Control: max-age); it is ${age} s old.`
    reasons.push(reasonOf('request.max-age', because, [seconds('max-age', maxAge), seconds('age', age)]))
  }
  return reasons
}

/** RFC 8246: a reload that is answered from the store. */
function reloads(
  { facts: { directives }, now }: ReuseQuestion,
  stored: StoredResponse,
): readonly ExplainedReason[] {
  const maxAge = directives?.maxAge ?? null
  if (maxAge === null || currentAge(stored, now) < maxAge) return []
  return [
    reasonOf(
      'stored.immutable',
      `The client wants a response that is younger than ${maxAge} s, but this one is immutable as long as it is fresh.`,
      [seconds('max-age', maxAge)],
    ),
  ]
}

/** What changes the verdict on the stored response, and what the origin is asked. */
function beside(question: ReuseQuestion, verdict: ReuseVerdict): readonly ExplainedReason[] {
  const { stored, facts, mode } = question
  if (stored === null) return []
  const looksAtPart = mode !== 'reload' && mode !== 'invalidate' && mode !== 'no-store'
  const lacks =
    looksAtPart && !hasWhatIsAsked(facts, stored)
      ? [
          reasonOf(
            'stored.part-lacks',
            'The stored response is a part that does not have all that is asked for.',
          ),
        ]
      : []
  return [...lacks, ...permission(question, verdict), ...asking(stored, verdict)]
}

/** Whether it would be another verdict but for Authorization. RFC 9111 §3.5 */
function permission(question: ReuseQuestion, verdict: ReuseVerdict): readonly ExplainedReason[] {
  const { facts } = question
  const others = decideReuse({ ...question, facts: { ...facts, hasAuthorization: false } })
  if (isSame(verdict, others)) return []
  return [
    reasonOf(
      'request.authorization',
      'The request has Authorization, and the stored response is for all: it is neither validated nor refreshed in the name of one user.',
    ),
  ]
}

const isSame = (one: ReuseVerdict, other: ReuseVerdict): boolean =>
  JSON.stringify(one) === JSON.stringify(other) // both of the same few words, in one order

function asking(stored: StoredResponse, verdict: ReuseVerdict): readonly ExplainedReason[] {
  if (verdict.type !== 'lookup.obliged') return []
  switch (verdict.ask) {
    case 'validate': {
      const names = [
        ...(stored.etag === null ? [] : ['If-None-Match']),
        ...(stored.lastModified === null ? [] : ['If-Modified-Since']),
      ]
      return [
        reasonOf('ask.validate', `The origin is asked whether it is still right (${names.join(', ')}).`),
      ]
    }
    case 'complete':
      return [reasonOf('ask.complete', 'The origin is asked for what is missing (Range).')]
    case 'plain':
      return []
  }
}
