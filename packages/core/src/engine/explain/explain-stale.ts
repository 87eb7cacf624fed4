import type { StoredResponse } from '../../http/stored-response.ts'
import { currentAge } from '../../policy/current-age.ts'
import { governingDirectives } from '../../policy/governing-directives.ts'
import type { ReuseQuestion } from '../../policy/reuse.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf, seconds } from './reason-clauses.ts'

/** Why a stale response may be served, or may not: vetoes come before every permission. RFC 9111 §4.2.4 */
export function explainStale(question: ReuseQuestion, stored: StoredResponse): readonly ExplainedReason[] {
  if (stored.mustNotBeStale) return [vetoOf(question, stored)]
  const staleness = currentAge(stored, question.now) - stored.lifetime
  const window = windowReason(question, stored, staleness)
  const maxStale = question.facts.directives?.maxStale ?? null
  if (maxStale === null) return withoutMaxStale(question, window)
  if (maxStale === 'any') {
    const because = 'The client accepts a stale response of any age (Cache-Control: max-stale).'
    return [reasonOf('request.max-stale', because), ...servedBeside(window)]
  }
  const facts = [seconds('max-stale', maxStale), seconds('staleness', staleness)]
  if (staleness >= maxStale) {
    const because = `The client accepts a response that is stale for less than ${maxStale} s (Cache-Control: max-stale); it is for ${staleness} s.`
    return [reasonOf('request.max-stale-exceeded', because, facts)]
  }
  const because = `The client accepts a response that is stale for less than ${maxStale} s (Cache-Control: max-stale).`
  return [reasonOf('request.max-stale', because, facts), ...servedBeside(window)]
}

/** The directive that forbids it. */
function vetoOf({ policy }: ReuseQuestion, { fields }: StoredResponse): ExplainedReason {
  const { directives } = governingDirectives(fields, policy)
  const says = (name: string): string => `The stored response is stale, and may not be served so (${name}).`
  if (directives.mustRevalidate) return reasonOf('stored.must-revalidate', says('must-revalidate'))
  return directives.proxyRevalidate
    ? reasonOf('stored.proxy-revalidate', says('proxy-revalidate'))
    : reasonOf('stored.s-maxage-veto', says('s-maxage, which means proxy-revalidate as well'))
}

/** Where it lies in the window in which it may be served while it is refreshed. */
function windowReason({ policy }: ReuseQuestion, stored: StoredResponse, staleness: number): ExplainedReason {
  const window = stored.staleWhileRevalidate ?? policy.staleWhileRevalidate
  const from = stored.staleWhileRevalidate === null ? 'the policy of the cache' : 'stale-while-revalidate'
  const facts = [seconds('stale window', window), seconds('staleness', staleness)]
  if (window === 0) {
    return reasonOf(
      'stored.no-stale-window',
      'The stored response is stale, and neither its fields nor the policy of the cache permit to serve it so.',
    )
  }
  return staleness < window
    ? reasonOf(
        'stored.stale-while-revalidate',
        `The stored response is stale, and may be served so for ${window} s, while it is refreshed (${from}).`,
        facts,
      )
    : reasonOf(
        'stored.stale-window-over',
        `The stored response is stale, and could have been served so for ${window} s (${from}); they were over ${staleness - window} s ago.`,
        facts,
      )
}

const servedBeside = (window: ExplainedReason): readonly ExplainedReason[] =>
  window.what === 'stored.stale-while-revalidate' ? [window] : []

function withoutMaxStale(
  { facts: { directives } }: ReuseQuestion,
  window: ExplainedReason,
): readonly ExplainedReason[] {
  const limited = directives !== null && (directives.maxAge !== null || directives.minFresh !== null)
  if (!limited || window.what !== 'stored.stale-while-revalidate') return [window]
  const because =
    'The client limits the age of what it accepts, and so wants no stale response (max-age or min-fresh).'
  return [reasonOf('request.limits-age', because), window]
}
