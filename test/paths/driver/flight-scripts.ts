import { flightEndScripts } from './flight-end-scripts.ts'
import { flightReplyScripts } from './flight-reply-scripts.ts'
import { followerScripts } from './follower-scripts.ts'
import type { Scripts } from './script.ts'

/** How to make every event of the flight machine happen for real. */
export const flightScripts: Scripts = {
  ...followerScripts,
  ...flightReplyScripts,
  ...flightEndScripts,
}
