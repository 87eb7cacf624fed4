import { fieldValue } from '../../http/field-lines.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import { freshnessOf } from '../../policy/freshness.ts'
import { governingDirectives, type GoverningDirectives } from '../../policy/governing-directives.ts'
import type { Policy } from '../../policy/policy-options.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf, seconds } from './reason-clauses.ts'

/** A stored response, and how it is judged. */
interface Judged {
  readonly stored: StoredResponse
  readonly policy: Policy
  readonly governing: GoverningDirectives
}

/** Where a response's freshness lifetime comes from. RFC 9111 §4.2.1: the first of these that is there. */
export function explainLifetime(stored: StoredResponse, policy: Policy): readonly ExplainedReason[] {
  const judged: Judged = { stored, policy, governing: governingDirectives(stored.fields, policy) }
  const said = freshnessOf({ ...stored, governing: judged.governing }, policy)
  if (said.lifetime !== stored.lifetime) return [setElsewhere(stored, said.lifetime)]
  const reason = said.basis === 'explicit' ? explicitLifetime(judged) : silentLifetime(judged, said.basis)
  return judged.governing.source === 'targeted' ? [reason, targeted(judged)] : [reason]
}

/** By an override when it was stored, a soft purge, or the reply to a HEAD. */
function setElsewhere({ lifetime }: StoredResponse, said: number): ExplainedReason {
  return reasonOf(
    'lifetime.set',
    `Its freshness lifetime is ${lifetime} s, where its own fields say ${said} s: it was set by an override, a soft purge or the reply to a HEAD.`,
    [seconds('freshness lifetime', lifetime), seconds('freshness lifetime by its fields', said)],
  )
}

/** The name of the field that governs, as it is written most often. */
function governingName({ stored, policy }: Judged): string {
  const governs = (target: string): boolean =>
    governingDirectives(stored.fields, { ...policy, targets: [target] }).source === 'targeted'
  const target = policy.targets.find(governs)
  return target === undefined ? 'Cache-Control' : properName(target)
}

const properName = (lowerCase: string): string =>
  lowerCase
    .split('-')
    .map((word) => (word === 'cdn' ? 'CDN' : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join('-')

function explicitLifetime(judged: Judged): ExplainedReason {
  const { stored, policy, governing } = judged
  const { lifetime } = stored
  const { sMaxage, maxAge } = governing.directives
  const facts = [seconds('freshness lifetime', lifetime)]
  const named = governingName(judged)
  if (policy.shared && sMaxage !== null) {
    const beside = maxAge === null ? '' : '; for a shared cache it goes before max-age'
    return reasonOf(
      'lifetime.s-maxage',
      `Its freshness lifetime is ${lifetime} s (${named}: s-maxage)${beside}.`,
      facts,
    )
  }
  if (maxAge === null) return expiring(stored, facts)
  const beside = fieldValue(stored.fields, 'expires') === null ? '' : '; it goes before Expires'
  return reasonOf(
    'lifetime.max-age',
    `Its freshness lifetime is ${lifetime} s (${named}: max-age)${beside}.`,
    facts,
  )
}

const expiring = ({ lifetime }: StoredResponse, facts: ExplainedReason['facts']): ExplainedReason =>
  reasonOf(
    'lifetime.expires',
    lifetime === 0
      ? 'Its freshness lifetime is 0 s: Expires is not after Date, or is no date, which means already expired.'
      : `Its freshness lifetime is ${lifetime} s (Expires less Date).`,
    facts,
  )

/** The origin has said nothing of freshness. */
function silentLifetime({ stored, policy }: Judged, basis: 'heuristic' | 'none'): ExplainedReason {
  const { lifetime, lastModifiedTime, date } = stored
  if (basis === 'none' || lastModifiedTime === null) {
    return reasonOf(
      'lifetime.none',
      'It has no freshness lifetime: it names none, and nothing permits to guess one (Last-Modified, and a status for which that may be done).',
      [seconds('freshness lifetime', lifetime)],
    )
  }
  const unchanged = Math.max(0, Math.floor((date - lastModifiedTime) / 1000))
  const isCapped = Math.floor(unchanged * policy.heuristicFraction) > policy.heuristicMaximum
  const share = isCapped
    ? `the most that a heuristic may give, of ${unchanged} s since Last-Modified`
    : `a share of ${policy.heuristicFraction} of the ${unchanged} s since Last-Modified`
  return reasonOf('lifetime.heuristic', `Its freshness lifetime is a guess: ${lifetime} s, ${share}.`, [
    seconds('freshness lifetime', lifetime),
    seconds('time since Last-Modified', unchanged),
  ])
}

const targeted = (judged: Judged): ExplainedReason =>
  reasonOf(
    'lifetime.targeted',
    `${governingName(judged)} governs: Cache-Control and Expires are not looked at.`,
  )

/** How old a response was when it came, where that makes a difference. */
export function explainArrival({ initialAge }: StoredResponse): readonly ExplainedReason[] {
  if (initialAge < 1) return []
  const because = `It was ${initialAge} s old when it came (Age, Date, and the time that the reply took).`
  return [reasonOf('age.on-arrival', because, [seconds('age on arrival', initialAge)])]
}
