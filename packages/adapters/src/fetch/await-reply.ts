import type { CacheResponse, PendingRequest } from '@cachechart/core'

/** The response of a request in progress, or a rejection with the reason of `signal`, whichever comes first. */
export function awaitReply(pending: PendingRequest, signal: AbortSignal | null): Promise<CacheResponse> {
  if (signal === null) return pending.wait()
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
