import type { StoredResponse } from './stored-response.ts'

/** What a variant is told by. */
type Selection = Pick<StoredResponse, 'vary' | 'varied'>

/** Whether two responses are the same variant: requests that select one select the other (RFC 9111 §4.1). */
export function isSameVariant(one: Selection, other: Selection): boolean {
  return isSameList(one.vary, other.vary) && isSameList(one.varied, other.varied)
}

function isSameList(one: readonly (string | null)[], other: readonly (string | null)[]): boolean {
  return one === other || (one.length === other.length && one.every((text, index) => text === other[index]))
}
