import { maximumSeconds } from '../http/delta-seconds.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'

/** A clock that was set back gives a resident time of 0, never a negative age. */
function wholeSeconds(span: Millis): Seconds {
  return span > 0 ? Math.floor(span / 1000) : 0
}

/** How long ago the origin made or validated the stored response, in whole seconds. RFC 9111 §4.2.3. */
export function currentAge(stored: StoredResponse, now: Millis): Seconds {
  // RFC 9111 §4.2.3: current_age = corrected_initial_age + resident_time
  return Math.min(stored.initialAge + wholeSeconds(now - stored.responseTime), maximumSeconds)
}

/** How long it will stay fresh; 0 or less once it is stale. RFC 9111 §4.2: fresh while lifetime > age. */
export function timeToLive(stored: StoredResponse, now: Millis): Seconds {
  return stored.lifetime - currentAge(stored, now)
}

/** What `corrected_initial_age` is computed from; times by the local clock. */
export interface InitialAgeFacts {
  /** The value of `Age`; 0 where there was none. */
  readonly age: Seconds
  readonly date: Millis
  readonly requestTime: Millis
  readonly responseTime: Millis
}

/** `corrected_initial_age` of RFC 9111 §4.2.3, in whole seconds. */
export function initialAge({ age, date, requestTime, responseTime }: InitialAgeFacts): Seconds {
  const apparentAge = wholeSeconds(responseTime - date)
  const correctedAge = age + wholeSeconds(responseTime - requestTime)
  return Math.min(Math.max(apparentAge, correctedAge), maximumSeconds)
}
