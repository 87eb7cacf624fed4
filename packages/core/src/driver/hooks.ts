import type { Candidate } from './candidate.ts'
import type { OutgoingRequest } from './outgoing-request.ts'

/**
 * Code that runs on the way to the origin and back, under the deadline for the reply. One that throws, or rejects, fails
 * the fetch with a `HookError`: as with any other error of the origin, nothing is stored, and stale-if-error counts.
 */
export interface Hooks {
  /**
   * May change the request that the cache sends for all who want the response: where it leads, and in the background. Not
   * for followers, nor where the client's own request goes to the origin as it is (see `onDirect`).
   */
  readonly beforeSend?: ((request: OutgoingRequest) => void | PromiseLike<void>) | undefined
  /** May change the reply to that request before it is judged, stored and handed on: its status, fields, body and fate. */
  readonly afterSend?: ((candidate: Candidate) => void | PromiseLike<void>) | undefined
  /** May change a request that goes to the origin as it is, past the cache: its reply is for this client alone. */
  readonly onDirect?: ((request: OutgoingRequest) => void | PromiseLike<void>) | undefined
}
