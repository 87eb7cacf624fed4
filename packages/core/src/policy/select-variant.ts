import { fieldValue } from '../http/field-lines.ts'
import { listMembers } from '../http/list-members.ts'
import type { RequestHead } from '../http/message.ts'
import { remembering } from '../http/remembering.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import { normalizedField } from './normalized-field.ts'

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/

/**
 * The names in a Vary field: lower case, sorted, each once; `*` alone where it is among them. RFC 9110 §12.5.5. It also
 * stands for what is no name (`Accept Cookie`): nobody can tell by which fields the origin has selected.
 */
export function selectingNames(vary: string | null): readonly string[] {
  if (vary === null) return noNames
  return readNames(vary)
}

const noNames: readonly string[] = Object.freeze([])

const readNames = remembering((vary: string): readonly string[] => {
  const names = [...new Set(listMembers(vary.toLowerCase()))]
  // Everybody who says the same is given the same list.
  return Object.freeze(names.every((name) => name !== '*' && token.test(name)) ? names.toSorted() : ['*'])
})

/** The request's normalized value for each selecting field; `null` where it has no such field. */
export function selectingValues(request: RequestHead, vary: readonly string[]): readonly (string | null)[] {
  return vary.map((name) => {
    const value = fieldValue(request.fields, name)
    return value === null ? null : normalizedField(name, value)
  })
}

/** Whether the response was selected by what this request says, too. RFC 9111 §4.1. */
export function matchesVariant(
  request: RequestHead,
  { vary, varied }: Pick<StoredResponse, 'vary' | 'varied'>,
): boolean {
  return vary.every((name, index) => {
    // RFC 9111 §4.1: "*" never matches.
    if (name === '*') return false
    const value = fieldValue(request.fields, name)
    // A value is most often written in its normalized form already.
    return value === varied[index] || (value !== null && normalizedField(name, value) === varied[index])
  })
}

/** RFC 9111 §4: among several suitable responses the one with the most recent Date; the first of those with one Date. */
function moreRecent<E extends { readonly response: StoredResponse }>(one: E | undefined, other: E): E {
  return one === undefined || other.response.date > one.response.date ? other : one
}

/** Until when a response was fresh, by the local clock. */
function freshUntil({ responseTime, lifetime, initialAge }: StoredResponse): Millis {
  return responseTime + (lifetime - initialAge) * 1000
}

/**
 * RFC 9111 §4.1: one that says by what it was selected goes before one that does not, be that the most recent: an origin
 * may leave Vary out of its default response. But what came without Vary when the other was stale already may well be what
 * came in its place: an origin that gives Vary up would be asked for ever.
 */
function isPreferred(varied: StoredResponse, unvaried: StoredResponse): boolean {
  return varied.date >= unvaried.date || unvaried.responseTime < freshUntil(varied)
}

/** The stored response whose selecting fields match those of the request; the most recent one. RFC 9111 §4.1. */
export function selectVariant<E extends { readonly response: StoredResponse }>(
  request: RequestHead,
  entries: readonly E[],
): E | undefined {
  let varied: E | undefined
  let unvaried: E | undefined
  for (const entry of entries) {
    const { response } = entry
    if (response.vary.length === 0) unvaried = moreRecent(unvaried, entry)
    else if (matchesVariant(request, response)) varied = moreRecent(varied, entry)
  }
  if (varied === undefined || unvaried === undefined) return varied ?? unvaried
  return isPreferred(varied.response, unvaried.response) ? varied : unvaried
}
