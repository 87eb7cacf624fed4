import type { FieldLines } from '../http/message.ts'
import type { CacheResponse } from './cache-response.ts'

/**
 * What a header operation is for: a `response` of the store or the origin, an `error` (whatever is made in place of a
 * response: by an adapter of a rejection, or by the cache of `only-if-cached`), or `any` of the two.
 */
export type HeaderTarget = 'response' | 'error' | 'any'

/** Takes a request over, for instance to write its response to a socket. */
export interface Recipient<Result> {
  accept(pending: PendingRequest): Result
}

/**
 * A request in progress. Its outcome is remembered: asking twice gives the same.
 *
 * Header operations are applied in the order in which they were given, once, to what this caller gets and never to what
 * is stored. They can be given until the outcome was taken: by `poll()` or a `wait()` that has it, or by `sendTo`.
 */
export interface PendingRequest {
  readonly id: number
  /** Sets a field of the response. @throws MisuseError for what is no field, @throws CompletedError once the outcome was taken */
  setResponseHeader(name: string, value: string, target?: HeaderTarget): void
  /** Adds a field line to the response. @throws as `setResponseHeader` */
  appendResponseHeader(name: string, value: string, target?: HeaderTarget): void
  /** Removes all lines of a field. @throws as `setResponseHeader` */
  removeResponseHeader(name: string, target?: HeaderTarget): void
  /** The response if it is there, else `undefined`. Never waits. @throws the error that the request failed with */
  poll(): CacheResponse | undefined
  /** The response, or a rejection with a `StoreError`, `BackendError`, `HookError`, `DeadlineError` or `CancelledError`. */
  wait(): Promise<CacheResponse>
  /** The fields of a response that is made of an error, the operations for errors applied. Takes the outcome. */
  errorFields(fields: FieldLines): FieldLines
  /** Calls back once the outcome is there: at once if it is already. Does not take it. What it returns takes that back. */
  onReady(listener: () => void): () => void
  /** Hands the request over, ready or not: `recipient` gives the caller whatever comes of it. */
  sendTo<Result>(recipient: Recipient<Result>): Result
  /** The caller leaves. What is worth storing is stored all the same. Has no effect on a finished request. */
  cancel(): void
}
