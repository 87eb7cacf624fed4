/**
 * What becomes of a fetch when a client leaves. `finish`: it goes on as long as it is of use, to those who wait for it or
 * because the reply may be stored. `finishIfWanted`: only while another client waits for it or reads it. `stop`: it ends
 * at once, and a follower that waits for it begins a fetch of its own; a body that others read is never stopped.
 */
export type AbortChoice = 'finish' | 'finishIfWanted' | 'stop'

/** How requests for the same response share a fetch, every choice made. */
export interface FlightRules {
  /** What becomes of a follower that has waited too long. */
  readonly onTimeout: 'pass' | 'stale' | 'fail'
  /** What becomes of the fetch when the client leaves that began it, before the reply. */
  readonly leaderLeaves: AbortChoice
}
