import type { StoredResponse } from '../../http/stored-response.ts'

/** Whether two heads say the same in every member. */
export function isSameHead(one: StoredResponse, other: StoredResponse): boolean {
  return isSame(one, other)
}

/** The same plain JSON, in whatever order its members come. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [members, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  return (
    members.size === others.size &&
    [...members].every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  )
}
