import type { NearTierInvalidations } from '@cachechart/core'

/** Invalidations of a near tier, and what has come of them so far. */
export interface HeardInvalidations {
  readonly invalidations: NearTierInvalidations
  /** Resolves when changes are heard of for the first time. */
  readonly begun: Promise<void>
  /** Resolves when a change of the key is told of from now on; all that happened before it has been told of by then. */
  told(key: string): Promise<void>
}

export function heardInvalidations(inner: NearTierInvalidations): HeardInvalidations {
  const begun = Promise.withResolvers<void>()
  const awaited = new Map<string, () => void>()
  const invalidations: NearTierInvalidations = {
    tagOf: (key) => inner.tagOf(key),
    start: (listener) =>
      inner.start({
        invalidate: (tag) => {
          listener.invalidate(tag)
          awaited.get(tag)?.()
        },
        invalidateAll: () => listener.invalidateAll(),
        lost: () => listener.lost(),
        restored: () => {
          listener.restored()
          begun.resolve()
        },
      }),
  }
  const told = (key: string): Promise<void> =>
    new Promise((resolve) => {
      awaited.set(inner.tagOf(key), resolve)
    })
  return { invalidations, begun: begun.promise, told }
}
