import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import { currentAge } from '../policy/current-age.ts'

/**
 * The head of a stored response that counts as stale from this moment on. Its windows for stale reuse begin now, unless it
 * was stale before. RFC 9111 §4.2
 */
export const staleAt = (stored: StoredResponse, now: Millis): StoredResponse => {
  const age = currentAge(stored, now)
  return stored.lifetime > age ? { ...stored, lifetime: age } : stored
}
