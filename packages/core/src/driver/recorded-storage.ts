import type { StorageOverrides, StoringOverrides } from '../policy/storage-overrides.ts'

/** JSON has no number without end; none of these is ever longer than this when it is used. */
export const finite = (number: number): number => (number === Infinity ? Number.MAX_SAFE_INTEGER : number + 0)

const copyOf = (value: unknown): unknown => {
  if (typeof value === 'number') return finite(value)
  return Array.isArray(value) ? value.slice() : value
}

/** What was said of a response, without what was not: what comes back of it as JSON is the same. */
export const recordedStorage = <Said extends StorageOverrides | StoringOverrides>(said: Said): Said => {
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  // The same members, each with a value of the same type.
  return Object.fromEntries(given.map(([name, value]) => [name, copyOf(value)])) as unknown as Said
}
