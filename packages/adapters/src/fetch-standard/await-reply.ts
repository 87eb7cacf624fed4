import type { CacheResponse, PendingRequest } from '@cachechart/core'

/** On what waiting depends beside the request. */
export interface AwaitOptions {
  /** When it is aborted the caller leaves, and is given its reason. */
  readonly signal: AbortSignal | null
  /** What the caller is given in place of an error of the cache's. */
  readonly toCallerError: (error: unknown) => unknown
}

/** The response of a request in progress, or a rejection. */
export async function awaitReply(
  pending: PendingRequest,
  { signal, toCallerError }: AwaitOptions,
): Promise<CacheResponse> {
  try {
    const reply = await (signal === null ? pending.wait() : firstOf(pending, signal))
    if (signal?.aborted !== true) return reply
    reply.body.cancel()
  } catch (error) {
    if (signal?.aborted !== true) throw toCallerError(error)
  }
  throw signal?.reason
}

/** The response, or a rejection with the reason of `signal`, whichever comes first. */
function firstOf(pending: PendingRequest, signal: AbortSignal): Promise<CacheResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error) // the caller's own, whatever it is
      pending.cancel()
    }
    // It may have been aborted while the request was sent: by an observer, or a store.
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    const unlisten = (): void => {
      signal.removeEventListener('abort', onAbort)
    }
    pending.wait().then(resolve, reject).finally(unlisten)
  })
}
