import { BackendError } from '@cachechart/core'

/** A `BackendError` that remembers what the handler threw: its caller is given that very error. */
class HandlerFailure extends BackendError {
  readonly thrown: unknown

  constructor(thrown: unknown) {
    const seen = thrown instanceof Error ? thrown.message : String(thrown)
    super('ERR_BACKEND_FAILED', `the handler failed: ${seen}`, { cause: thrown })
    this.thrown = thrown
  }
}

/** A response that tells nothing of itself: `Response.error()`, or an opaque one. Fetch §2.2.6. */
export class UnreadableResponse extends BackendError {
  readonly response: Response

  constructor(response: Response) {
    const { type, status } = response
    super(
      'ERR_BACKEND_PROTOCOL',
      `the handler's response cannot be read: its type is ${type}, its status ${status}`,
    )
    this.response = response
  }
}

/** The same error, as a port reports it. */
export const toBackendError = (thrown: unknown): BackendError =>
  thrown instanceof UnreadableResponse ? thrown : new HandlerFailure(thrown)

/** What the caller of the cached handler gets: what the handler threw, or the cache's own error. */
export const toCallerError = (error: unknown): unknown =>
  error instanceof HandlerFailure ? error.thrown : error
