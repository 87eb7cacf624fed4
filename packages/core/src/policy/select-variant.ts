import { fieldValue } from '../http/field-lines.ts'
import { listMembers } from '../http/list-members.ts'
import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/

/**
 * The names in a Vary field: lower case, sorted, each once; `*` alone where it is among them. RFC 9110 §12.5.5. It also
 * stands for what is no name (`Accept Cookie`): nobody can tell by which fields the origin has selected.
 */
export function selectingNames(vary: string | null): readonly string[] {
  if (vary === null) return []
  const names = [...new Set(listMembers(vary.toLowerCase()))]
  return names.every((name) => name !== '*' && token.test(name)) ? names.toSorted() : ['*']
}

/** Fields that are no lists: a comma is a part of their value, and another value may select another response. */
// prettier-ignore
const noLists = new Set([
  'authorization', 'cookie', 'from', 'host', 'origin', 'proxy-authorization', 'referer', 'user-agent',
])

/**
 * The same form for values that differ in whitespace around commas, empty members, or lines, where that is the same to the
 * origin. RFC 9111 §4.1.
 */
function normalized(name: string, value: string): string {
  return noLists.has(name) ? value.trim() : listMembers(value).join(', ')
}

/** The request's normalized value for each selecting field; `null` where it has no such field. */
export function selectingValues(request: RequestHead, vary: readonly string[]): readonly (string | null)[] {
  return vary.map((name) => {
    const value = fieldValue(request.fields, name)
    return value === null ? null : normalized(name, value)
  })
}

function matches(request: RequestHead, { vary, varied }: StoredResponse): boolean {
  return vary.every((name, index) => {
    // RFC 9111 §4.1: "*" never matches.
    if (name === '*') return false
    const value = fieldValue(request.fields, name)
    // A value is most often written in its normalized form already.
    return value === varied[index] || (value !== null && normalized(name, value) === varied[index])
  })
}

/** The stored response whose selecting fields match those of the request; the most recent one. RFC 9111 §4.1. */
export function selectVariant<E extends { readonly response: StoredResponse }>(
  request: RequestHead,
  entries: readonly E[],
): E | undefined {
  let selected: E | undefined
  for (const entry of entries) {
    const { response } = entry
    // RFC 9111 §4: among several suitable responses the one with the most recent Date.
    if (selected !== undefined && response.date <= selected.response.date) continue
    if (response.vary.length === 0 || matches(request, response)) selected = entry
  }
  return selected
}
