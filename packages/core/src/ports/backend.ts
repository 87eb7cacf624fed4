import type { FieldLines, RequestHead, ResponseHead } from '../http/message.ts'
import type { MaybePromise } from './body.ts'

/** What goes to the origin. A body that is a stream can be sent once. */
export interface BackendRequest extends RequestHead {
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | null
  /** Told of each interim response (1xx, save 100 and 101) as it comes, before the final one. RFC 9110 §15.2. */
  readonly onInformation?: ((head: ResponseHead) => void) | undefined
  /**
   * Told what the backend is doing from here on, in a word or two: `connect` begins the deadline for a connection, any
   * other step ends it. Whoever looks for what a request waits for is shown the last one.
   */
  readonly onStep?: ((step: string) => void) | undefined
  /** Whatever the caller gave with its request for the backend: the cache does not look at it. */
  readonly context: unknown
}

/** What the origin answered: its final (never 1xx) response head, and the body as it arrives. */
export interface BackendReply extends ResponseHead {
  /** `null` where the response has no body. A stream throws (a `BackendError`) when the body breaks off. */
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | null
  /** The trailer fields; called once the body has ended. */
  readonly trailers?: () => FieldLines
}

/**
 * Where requests go: a connection to an origin, a `fetch`, a handler in the same process.
 *
 * `send` throws or rejects with a `BackendError` when no response head can be had. Once `signal` is aborted it stops
 * all work, the streaming of the body included.
 */
export interface Backend {
  send(request: BackendRequest, signal: AbortSignal): MaybePromise<BackendReply>
}
