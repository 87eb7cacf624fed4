import { MisuseError } from './driver-errors.ts'
import type { PendingRequest } from './pending-request.ts'

/** The first of several requests that has its outcome, and those that are still without one. */
export interface Selection<Pending extends PendingRequest> {
  readonly index: number
  /** Its `poll()` gives the response, or throws what it failed with. */
  readonly pending: Pending
  /** All the others, in their order. */
  readonly others: readonly Pending[]
}

/**
 * Waits for the first of several pending requests: of those that are ready already, the one that stands first. A failed
 * one is ready, too. Nothing is taken, and the others go on; nothing is left behind with them either.
 *
 * @throws MisuseError (as a rejection) when there are none: nothing would ever come of it
 * @example
 * const body = new TextEncoder().encode('hello')
 * const cache = createCache({
 *   store: memoryStore(),
 *   backend: { send: () => ({ status: 200, reason: 'OK', fields: [], body }) },
 * })
 * const pages = ['http://example.com/a', 'http://example.com/b']
 * const pending = pages.map((url) => cache.send({ method: 'GET', url, fields: [] }))
 * const first = await select(pending)
 * console.log(pages[first.index], first.pending.poll()?.status) // 'http://example.com/a', 200
 */
export const select = async <Pending extends PendingRequest>(
  pending: readonly Pending[],
): Promise<Selection<Pending>> => {
  if (pending.length === 0) throw new MisuseError('select needs at least one pending request')
  const index = await firstReady(pending)
  const first = pending[index]
  if (first === undefined) throw new TypeError('a request that was not selected has called back')
  return { index, pending: first, others: pending.filter((_, other) => other !== index) }
}

const firstReady = (pending: readonly PendingRequest[]): Promise<number> =>
  new Promise((resolve) => {
    const takeBack: (() => void)[] = []
    let isOver = false
    for (const [index, request] of pending.entries()) {
      if (isOver) return
      const undo = request.onReady(() => {
        isOver = true
        for (const forget of takeBack) forget()
        resolve(index)
      })
      takeBack.push(undo)
    }
  })
